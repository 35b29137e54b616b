// The pages and scripts that are made from the flags.

import Foundation
import Testing

@Suite("Pages made from the flags")
struct ReferencePagesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(
        "A page is what the flags say; make docs writes it anew",
        arguments: [("markdown", "docs/options.md"), ("man", "docs/img2shards.1")])
    func page(form: String, file: String) throws {
        let made = try ToolRun(["manual", form])
        #expect(made.exitCode == 0, "\(made.errors)")
        let kept = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
        #expect(kept == made.output, "\(file) is not what the flags say: run make docs")
    }

    @Test("Every shell has completions, with options and choices", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let made = try ToolRun(["completions", shell])
        #expect(made.exitCode == 0, "\(made.errors)")
        // fish writes options without their dashes.
        for word in ["url-list", "resize-mode", "webdataset", "lanczos", "inspect"] {
            #expect(made.output.contains(word), "\(word)")
        }
        #expect(!made.output.contains("manual"), "hidden commands stay hidden")
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
