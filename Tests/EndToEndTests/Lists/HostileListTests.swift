// Lists from strangers: what they say steers neither the terminal nor where files land.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Hostile lists", .serialized)
struct HostileListTests {
    let server: SampleWebServer
    let folder: TemporaryFolder

    init() throws {
        server = try SampleWebServer()
        folder = try TemporaryFolder()
    }

    private func arguments(_ list: String, _ more: [String] = []) -> [String] {
        [
            "download", "--url-list", list, "--output-folder", folder.path("out"), "--allow-private-addresses",
        ] + more
    }

    @Test("Captions, columns and URLs full of paths and zeros write nothing but the shard's files")
    func names() throws {
        let image = server.url("/image/64x64/photo/1.jpg")
        let evil = "../../../../\(folder.path("evil"))"
        let lines = [
            ["url": image, "caption": evil, "../x": evil], ["url": image + "?_/../../x.tar", "caption": "a\u{0}b"],
            ["url": image + "?_\(evil)", "caption": "\n__key__\n", "../x": "\u{1B}]0;x\u{7}"],
        ]
        let text = try lines.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
        let list = try folder.write("list.jsonl", text.joined(separator: "\n") + "\n")
        let run = try ToolRun(
            arguments(list, ["--caption-col", "caption", "--save-additional-columns", "../x"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try folder.names(in: ".") == ["list.jsonl", "out"])
        #expect(try folder.names(in: "out") == [".img2shards", "00000.parquet", "00000.tar", "00000_stats.json"])
        let members = try WrittenDataset(folder.path("out")).members
        #expect(members.count == 9)
        #expect(
            members.keys.allSatisfy { $0.wholeMatch(of: /00000000[0-2]\.(jpg|json|txt)/) != nil }, "\(members.keys)")
    }

    @Test("Columns, hosts, files and servers cannot steer a terminal through what a run says")
    func terminal() throws {
        let steering = "\u{1B}[2J\u{9B}31m\u{202E}"
        func isPlain(_ text: String) -> Bool {
            text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
                && !text.contains("\u{202E}")
        }
        let named = try folder.write("a\(steering).csv", "x\(steering),y\nhttp://a/,b\n")
        let wrong = try ToolRun(arguments(named))
        #expect(wrong.exitCode == 2)
        #expect(wrong.errors.contains("columns: x") && isPlain(wrong.errors), "\(wrong.errors)")

        let hosts = (0..<5).map { _ in "http://evil\(steering).example:1/x" }
        let reason = server.url("/bytes/1?status=503&reason=%1B%5B2JBusy")
        let list = try folder.write("b\(steering).csv", "url\n" + (hosts + [reason]).joined(separator: "\n") + "\n")
        for format in ["text", "json"] {
            let run = try ToolRun(
                arguments(list, ["--log-format", format, "--incremental-mode", "overwrite", "--timeout", "2"]))
            #expect(run.exitCode == 4, "\(run.errors)")
            if format == "text" { #expect(isPlain(run.errors), "\(run.errors)") }
            #expect(run.errors.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
        }
    }

    @Test(
        "Names that are not UTF-8 are refused before anything is done: as an option's value and as the working directory"
    )
    func namesNotUTF8() throws {
        let list = try folder.write("list.txt", server.url("/image/64x64/photo/1.jpg") + "\n")
        let tool = ToolRun.executable.path
        let base = "\(tool) download --url-list \(list) --allow-private-addresses"
        for command in [
            "\(base) --output-folder \(folder.path("caf"))$(printf '\\351')",
            "mkdir \(folder.path("in"))$(printf '\\351') && cd \(folder.path("in"))$(printf '\\351') && \(base) --output-folder out",
        ] {
            let run = try RunningTool(["-c", command], program: URL(filePath: "/bin/sh")).wait()
            #expect(run.exitCode == 2, "\(run.errors)")
            #expect(run.errors.contains("\\xE9") && run.errors.contains("not UTF-8"), "\(run.errors)")
        }
        #expect(server.requests == 0)
        // The one folder is the test's own, and it is empty.
        #expect(try folder.names(in: ".").filter { $0 != "list.txt" }.count == 1)
    }

    @Test("A column of keys that gives none is refused before the first fetch; whole numbers in real columns are keys")
    func keys() throws {
        let url = server.url("/image/64x64/photo/1.jpg")
        let bad = try folder.write(
            "bad.jsonl", (0..<20).map { "{\"url\":\"\(url)\",\"id\":\"img_\($0).jpg\"}" }.joined(separator: "\n"))
        let refused = try ToolRun(arguments(bad, ["--key-col", "id"]))
        #expect(refused.exitCode == 2)
        #expect(
            refused.errors.contains("none of the first 20 rows has a usable key, as \"img_0.jpg\""), "\(refused.errors)"
        )
        #expect(server.requests == 0)
        let real = try folder.write("real.csv", "url,id\n\(url),12.0\n\(url),13.0\n\(url),0.5\n")
        let run = try ToolRun(arguments(real, ["--key-col", "id"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let rows = try WrittenDataset(folder.path("out")).rows
        #expect(rows.prefix(2).map(\.key) == ["12", "13"])
        #expect(rows.map(\.status) == ["success", "success", "failed_to_download"])
    }

    @Test("Links left in the output folder lead no file astray")
    func links() throws {
        let list = try folder.write("list.txt", server.url("/image/64x64/photo/1.jpg") + "\n")
        let victim = try folder.write("victim", "precious")
        let state = folder.path("out/.img2shards")
        let files = FileManager.default
        try files.createDirectory(atPath: state + "/open", withIntermediateDirectories: true)
        for name in ["/open/00000.tar", "/open/00000.parquet", "/open/00000_stats.json", "/run.json.new"] {
            try files.createSymbolicLink(atPath: state + name, withDestinationPath: victim)
        }
        for name in ["00000.tar", "00000.parquet", "00000_stats.json"] {
            try files.createSymbolicLink(atPath: folder.path("out/" + name), withDestinationPath: victim)
        }
        let run = try ToolRun(arguments(list, ["--incremental-mode", "overwrite"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
        #expect(try WrittenDataset(folder.path("out")).rows.map(\.status) == ["success"])

        // A folder of ours that is a link would have its files removed wherever it leads.
        try files.removeItem(atPath: state + "/open")
        try files.createDirectory(atPath: folder.path("elsewhere"), withIntermediateDirectories: true)
        try folder.write("elsewhere/00000.tar", "precious")
        try files.createSymbolicLink(atPath: state + "/open", withDestinationPath: folder.path("elsewhere"))
        let refused = try ToolRun(arguments(list))
        #expect(refused.exitCode == 3)
        #expect(refused.errors.contains("is a symbolic link"), "\(refused.errors)")
        #expect(try folder.names(in: "elsewhere") == ["00000.tar"])
    }
}
