// The bundle and the wheel, made of the program under test, in places that have nothing of this machine.

import Foundation
import TestSupport
import Testing

@Suite("The bundle")
struct BundleTests {
    @Test(
        "It runs in an empty root, beside another C library, on an older kernel and from any path, and so does its wheel"
    )
    func everywhere() throws {
        let folder = try TemporaryFolder()
        let (bundle, web) = (folder.path("bundle"), sampleWeb)
        try script("bundle", [ToolRun.executable.path, bundle])
        let report = try script("bundle-check", [bundle, web])
        // What a machine may lack is skipped with a word; these need nothing of it.
        for line in ["moved, with spaces in the path, through two links", "whatever the environment says", "installed"]
        {
            #expect(report.contains("ok: \(line)\n"), "\(report)")
        }
        let wheel = try script("wheel", [bundle, folder.path("wheel"), "1"], shell: ["python3", "packaging/wheel.py"])
        let path = try #require(wheel.split(separator: ":").first.map(String.init))
        try script("deb", [bundle, folder.path("deb"), "1"])
        let package = try #require(try folder.names(in: "deb").first)
        let installed = try script("wheel-check", [path, folder.path("deb/\(package)"), web])
        let isSkipped = installed.contains("skipped:")
        #expect(isSkipped || installed.contains("ok: a batch of 16\nok: the Debian package\n"), "\(installed)")
    }

    @Test("A library without a line in the table, or under the GPL alone, stops it")
    func rules() throws {
        let folder = try TemporaryFolder()
        let table = try folder.write("libraries.tsv", "libfftw3.so.3\tkept\tGPL-2+\tFourier transforms\n")
        let code =
            "import sys; sys.path.insert(0, 'packaging/bundle'); from pathlib import Path; import rules; rules.read_rules(Path('\(table)'))"
        let run = try ShellRun("cd \"$1\" && python3 -c \"$2\"", [Repository.root.path, code])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("libfftw3.so.3 is under GPL-2+: it has to stay out"), "\(run.errors)")
    }

    /// The server's program, built beside the executable.
    private var sampleWeb: String {
        ToolRun.executable.deletingLastPathComponent().appending(path: "sample-web").path
    }

    /// What a script of this project prints. Fails the test if the script fails.
    @discardableResult
    private func script(_ name: String, _ arguments: [String], shell: [String]? = nil) throws -> String {
        let words = (shell ?? ["scripts/\(name)"]) + arguments
        let run = try ShellRun("cd \"$1\" && shift && \"$@\"", [Repository.root.path] + words, seconds: 600)
        try #require(run.exitCode == 0, "\(name): \(run.output)\(run.errors)")
        return run.output
    }
}
