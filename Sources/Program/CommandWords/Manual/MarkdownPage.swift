// All commands and options as a page of Markdown.

/// docs/options.md.
package struct MarkdownPage {
    private let root: CommandDescription

    package init(_ root: CommandDescription) { self.root = root }

    package var text: String {
        var lines = [
            "# Commands and options", "",
            "Written by `make docs` from what the program says of itself; do not edit it by hand.",
            "Options may also be written as img2dataset does: `--image_size=256` "
                + "([from-img2dataset.md](from-img2dataset.md)).", "",
        ]
        for command in root.shownSubcommands { lines += page(of: command, below: [root.name]) }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    private func page(of command: CommandDescription, below path: [String]) -> [String] {
        var lines = ["## " + (path + [command.name]).joined(separator: " "), "", Self.escaped(command.abstract), ""]
        lines += ["    " + command.synopsis(below: path), ""]
        if !command.discussion.isEmpty {
            for line in command.discussion.split(separator: "\n", omittingEmptySubsequences: false) {
                // What is set in from the left stays as it is.
                lines.append(line.hasPrefix("  ") ? "  " + line : Self.escaped(String(line)))
            }
            lines.append("")
        }
        for section in command.sections {
            lines += ["### " + section.title, "", "| option | default | |", "|---|---|---|"]
            for option in section.options {
                let shown = option.shownDefault.map { $0 == "has to be given" ? $0 : "`\($0)`" } ?? ""
                lines.append("| `\(option.spelling)` | \(shown) | \(Self.escaped(option.abstract)) |")
            }
            lines.append("")
        }
        for below in command.shownSubcommands { lines += page(of: below, below: path + [command.name]) }
        return lines
    }

    /// Text that Markdown shows as it is.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "|", "<", "*", "_", "`", "[": escaped += "\\\(character)"
            case "\n": escaped += " "
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
