// Pages made of a described command.

import CommandWords
import Testing

@Suite("Pages of a command")
struct PageTests {
    private func command() throws -> CommandDescription {
        try CommandDescription(
            dump: #"""
                {"command": {"commandName": "tool", "abstract": "Does it.", "subcommands": [
                  {"commandName": "make", "superCommands": ["tool"], "abstract": "Makes a|b.",
                   "discussion": "First.\n\n  as it stands\n.dots", "arguments": [
                    {"kind": "positional", "isOptional": false, "isRepeating": false, "valueName": "folder",
                     "abstract": "Where."},
                    {"kind": "option", "isOptional": false, "isRepeating": true, "sectionTitle": "Lists",
                     "names": [{"kind": "long", "name": "url-list"}], "valueName": "path", "abstract": "A <file>."},
                    {"kind": "option", "isOptional": true, "isRepeating": false, "sectionTitle": "Lists",
                     "names": [{"kind": "long", "name": "timeout"}], "valueName": "seconds", "defaultValue": "10.0",
                     "abstract": "'Longest' wait\\slash."},
                    {"kind": "flag", "isOptional": true, "isRepeating": false, "sectionTitle": "Looks",
                     "names": [{"kind": "long", "name": "orient"}], "defaultValue": "--orient", "abstract": "Upright… \u00fc"},
                    {"kind": "flag", "isOptional": true, "isRepeating": false, "sectionTitle": "Looks",
                     "names": [{"kind": "long", "name": "no-orient"}], "abstract": "Upright."},
                    {"kind": "flag", "isOptional": true, "isRepeating": false, "shouldDisplay": false,
                     "names": [{"kind": "long", "name": "secret"}], "abstract": "Hidden."},
                    {"kind": "flag", "isOptional": true, "isRepeating": false,
                     "names": [{"kind": "short", "name": "h"}, {"kind": "long", "name": "help"}],
                     "abstract": "Show help."}]},
                  {"commandName": "buried", "shouldDisplay": false, "abstract": "Not shown."}]}}
                """#)
    }

    @Test("Markdown has every option that the help shows, and text as it is")
    func markdown() throws {
        let text = MarkdownPage(try command()).text
        #expect(text.contains("## tool make\n\nMakes a\\|b.\n\n    tool make --url-list <path> [<options>] <folder>\n"))
        #expect(text.contains("\n    as it stands\n"))
        #expect(text.contains("### Lists\n"))
        #expect(text.contains("| `--url-list <path>` | required | A \\<file>. |"))
        #expect(text.contains("| `--timeout <seconds>` | `10` | 'Longest' wait\\slash. |"))
        #expect(text.contains("| `--orient / --no-orient` | `--orient` | Upright… ü |"))
        for hidden in ["secret", "buried", "--help"] { #expect(!text.contains(hidden), "\(hidden)") }
        #expect(text.hasSuffix("|\n"))
    }

    @Test("A man page has them too, and nothing in it is taken for a request")
    func man() throws {
        let lines = ManPage(try command()).text.split(separator: "\n").map(String.init)
        #expect(lines.contains(".SH MAKE"))
        #expect(lines.contains("\\fB\\-\\-url\\-list <path>\\fR"))
        #expect(lines.contains("\\&'Longest' wait\\eslash."))
        #expect(lines.contains("\\&.dots"))
        #expect(lines.contains("(default: 10)"))
        #expect(lines.contains("Upright\\[u2026] \\[u00FC]"))
        #expect(!lines.contains { $0.contains("secret") || $0.contains("buried") })
    }
}
