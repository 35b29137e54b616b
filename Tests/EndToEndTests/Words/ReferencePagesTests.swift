// The pages and scripts that are made from the flags.

import Foundation
import TestSupport
import Testing

@Suite("Pages made from the flags")
struct ReferencePagesTests {
    private static let root = Repository.root

    @Test(
        "A page is what the flags say; make docs writes it anew",
        arguments: [
            ("markdown", "docs/options.md"), ("man", "docs/img2shards.1"),
            ("table", "Sources/Program/CommandWords/Spelling/commands.tsv"),
        ])
    func page(form: String, file: String) throws {
        let made = try ToolRun(["manual", form])
        #expect(made.exitCode == 0, "\(made.errors)")
        let kept = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
        #expect(kept == made.output, "\(file) is not what the flags say: run make docs")
    }

    @Test(
        "The program answers what a shell asks for: commands, options in both spellings, values, presets, paths",
        arguments: [
            ([""], ["download", "inspect", "help", ":files"]), (["help", "ret"], ["retry"]),
            (["--url_"], ["--url_list", "--url_col"]), (["--url"], ["--url-list", "--url-col"]),
            (["download", "--resize-mode", ""], ["border", "keep_ratio", "max_area"]),
            (["--encode_format=w"], ["webp"]), (["download", "--dedup", ""], ["url", "caption", "url+caption"]),
            (["retry", "out", "--classes", "timeout,d"], ["timeout,dns"]),
            (["download", "--config", "laion4"], ["laion400m", ":files"]), (["config", "print", "mscoc"], ["mscoco"]),
            (["reshape", ""], [":folders"]),
        ])
    func completions(words: [String], expected: [String]) throws {
        let made = try ToolRun(["complete", "bash", "--"] + words)
        #expect(made.exitCode == 0, "\(made.errors)")
        let offered = made.output.split(separator: "\n").map(String.init)
        #expect(Set(expected).isSubset(of: offered), "\(offered)")
        #expect(!offered.contains { ["manual", "complete"].contains($0) || $0.contains("spelled-as") })
    }

    @Test("bash completes a line with the script, as a person's Tab does")
    func bash() throws {
        let folder = try TemporaryFolder()
        try folder.write("completions", ToolRun(["completions", "bash"]).output)
        try folder.write("list.parquet", "")
        func offered(_ line: String) throws -> [String] {
            let script = """
                . ./completions; COMP_LINE=$1; COMP_POINT=${#1}; _img2shards; printf '%s\\n' "${COMPREPLY[@]}"
                """
            let line = line.replacing("img2shards", with: ToolRun.executable.path)
            let run = try RunningTool(
                ["-c", script, "bash", line], program: URL(filePath: "/bin/bash"), directory: folder.url
            ).wait()
            return run.output.split(separator: "\n").map(String.init)
        }
        #expect(try offered("img2shards --url_li") == ["--url_list"])
        #expect(try offered("img2shards --url_list li") == ["list.parquet"])
        #expect(try offered("img2shards download --encode-format=av") == ["avif"])
        #expect(try offered("img2shards verify l --de") == ["--deep"])
    }

    @Test("The completions are a script that its shell takes", arguments: ["bash", "zsh", "fish"])
    func syntax(shell: String) throws {
        guard FileManager.default.isExecutableFile(atPath: "/bin/\(shell)") else { return }
        let folder = try TemporaryFolder()
        let script = try folder.write("completions", ToolRun(["completions", shell]).output)
        let checked = try RunningTool(["-n", script], program: URL(filePath: "/bin/\(shell)")).wait()
        #expect(checked.exitCode == 0, "\(checked.errors)")
    }
}
