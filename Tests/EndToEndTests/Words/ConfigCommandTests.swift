// `config show`, `list`, `print`, and what is said of a config that is wrong.

import CommandWords
import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Configs on the command line")
struct ConfigCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func config(_ text: String) throws -> String { try folder.write("my.yaml", text) }

    /// `config show`'s lines, by option: value and origin.
    private func shown(_ words: [String]) throws -> [String: [String]] {
        let run = try ToolRun(["config", "show"] + words)
        #expect(run.exitCode == 0, "\(run.errors)")
        return run.output.split(separator: "\n").filter { $0.hasPrefix("  ") }.reduce(into: [:]) { lines, line in
            let cells = line.dropFirst(2).components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
            lines[cells[0]] = Array(cells.dropFirst())
        }
    }

    @Test("show: each option's value and where it comes from")
    func show() throws {
        let my = try config("# mine\nimage_size: 384\nextract_exif: False\nheader: ['A: b', 'C: d']\ntimeout:\n")
        let lines = try shown([
            "--config", "laion400m", "--config", my, "--image-size", "512", "--noskip_reencode", "--retries=5",
        ])
        #expect(lines["image-size"] == ["512", "flag"])
        #expect(lines["retries"] == ["5", "flag"])
        #expect(lines["skip-reencode"] == ["false", "flag"])
        #expect(lines["extract-exif"] == ["false", "\(my):3"])
        #expect(lines["header"] == ["A: b, C: d", "\(my):4"])
        #expect(lines["url-col"]?.first == "URL")
        #expect(lines["url-col"]?.last?.hasPrefix("preset laion400m:") == true)
        #expect(lines["save-additional-columns"]?.first == "NSFW,similarity,LICENSE")
        #expect(lines["orient"] == ["true", "default"])
        #expect(lines["encode-format"] == ["jpg", "default"])
        #expect(lines["timeout"]?.first == "10.0")
        #expect(lines["image-workers"] == ["one per core", "default"])
        #expect(lines["url-list"] == ["(must be given)", "default"])
        let changed = try shown(["--changed", "--config", "mscoco"])
        #expect(Set(changed.keys) == ["url-col", "caption-col", "output-format", "image-size", "resize-mode"])
    }

    @Test("show finds what a download would refuse, and says which line said it")
    func showChecks() throws {
        let list = try folder.write("list.csv", "url,caption\nhttp://a/1.jpg,x\n")
        let my = try config("url-list: \(list)\nresize-mode: bordr\n")
        for words in [["config", "show"], ["download"]] {
            let run = try ToolRun(words + ["--config", my])
            #expect(run.exitCode == 2)
            #expect(run.errors.contains("--resize-mode cannot be \"bordr\". Did you mean \"border\"?"), "\(run.errors)")
            #expect(run.errors.hasSuffix("  --resize-mode=bordr is from \(my):2\n"), "\(run.errors)")
        }
        let columns = try ToolRun(["config", "show", "--config=mscoco", "--url-list", list])
        #expect(columns.errors.contains("has no column \"TEXT\""), "\(columns.errors)")
        #expect(columns.errors.contains("\n  --caption-col=TEXT is from preset mscoco:"), "\(columns.errors)")
    }

    @Test("Both of two lines that exclude each other are to blame, and no line that the error only mentions")
    func blame() throws {
        let list = try folder.write("list.csv", "url\nhttp://a/1.jpg\n")
        let my = try config("url-list: \(list)\norder: input\nretries: 3\nmax-shard-size: 1GB\n")
        let both = try ToolRun(["download", "--config", my, "--number-sample-per-shard", "7"])
        #expect(both.exitCode == 2)
        #expect(both.errors.hasSuffix("\n  --order=input is from \(my):2\n  --max-shard-size=1GB is from \(my):4\n"))
        // The message names --number-sample-per-shard, which no other value would help.
        let mentioned = try config("url-list: \(list)\nnumber-sample-per-shard: 7\n")
        let typed = try ToolRun(["download", "--config", mentioned, "--order", "input", "--max-shard-size", "1GB"])
        #expect(typed.exitCode == 2 && !typed.errors.contains("is from"), "\(typed.errors)")
        let parsed = try ToolRun(["download", "--config", config("image-size: 1,x\n"), "--url-list", list])
        #expect(parsed.errors.contains("\n  --image-size=1,x is from "), "\(parsed.errors)")
    }

    @Test("A value with a terminal's escapes is shown without them")
    func escapes() throws {
        let my = try config("header: \"A: \\e[31mred\"\nretries: \"\\e[2J\"\n")
        #expect(try !ToolRun(["download", "--config", my, "--url-list", "x"]).errors.contains("\u{1b}"))
        let shown = try ToolRun(["config", "show", "--changed", "--config", config("header: \"A: \\e[31mred\"")])
        #expect(shown.exitCode == 0)
        #expect(shown.output.contains("red") && !shown.output.contains("\u{1b}"), "\(shown.output)")
    }

    @Test(
        "A wrong key or value: file, line, and the nearest name",
        arguments: [
            ("image-size: 1\nimage-sze: 3", "my.yaml:2: there is no option image-sze. Did you mean \"image-size\"?"),
            ("skipreencode: true", "my.yaml:1: there is no option skipreencode. Did you mean \"skip-reencode\"?"),
            ("retries: many", "my.yaml:1: retries takes a whole number, not \"many\"."),
            ("url-col: [a, b]", "my.yaml:1: url-col takes one value, not a list."),
            ("extract_exif: maybe", "my.yaml:1: extract_exif takes true or false, not \"maybe\"."),
            ("a: &a [x]\nb: *a", "my.yaml:2: *a is an alias. Configs cannot have aliases: write out the value."),
            ("a: [b}", "my.yaml:1:6: not YAML:"), ("config: laion400m", "a config cannot include another config"),
        ])
    func mistakes(text: String, words: String) throws {
        let run = try ToolRun(["download", "--config", config(text), "--url-list", "x.txt"])
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("error: "))
        #expect(run.errors.contains(words), "\(run.errors)")
    }

    @Test("A command takes its own options of a config, and is silent about those of other commands")
    func otherCommands() throws {
        let my = try config("image-size: 384\ntimeout: 0\n")
        let retry = try ToolRun(["retry", folder.path("none"), "--config", my])
        #expect(retry.exitCode == 2)
        #expect(!retry.errors.contains("my.yaml"), "\(retry.errors)")
        let unknown = try ToolRun(["retry", folder.path("none"), "--config", config("image-sze: 384")])
        #expect(unknown.errors.contains("my.yaml:1: there is no option image-sze."), "\(unknown.errors)")
    }

    @Test("A config or preset that is not there")
    func missing() throws {
        let preset = try ToolRun(["download", "--config", "laion400", "--url-list", "x.txt"])
        #expect(preset.exitCode == 2)
        #expect(preset.errors.contains("no preset \"laion400\". Did you mean \"laion400m\"?"), "\(preset.errors)")
        let file = try ToolRun(["download", "--config", folder.path("no.yaml"), "--url-list", "x.txt"])
        #expect(file.exitCode == 2)
        #expect(file.errors.contains("no.yaml cannot be read: No such file or directory."), "\(file.errors)")
    }

    @Test("list names every preset; what print prints is a config")
    func listAndPrint() throws {
        let list = try ToolRun(["config", "list"])
        #expect(
            list.output.split(separator: "\n").map { $0.split(separator: " ")[0] }
                == ShippedPresets.names.map { $0[...] })
        let text = try ToolRun(["config", "print", "cc3m"]).output
        #expect(try ConfigFile(text: text, source: "x").entries.count == 7)
        #expect(try ToolRun(["config", "print", "cc4m"]).errors.contains("Did you mean \"cc3m\"?"))
    }
}
