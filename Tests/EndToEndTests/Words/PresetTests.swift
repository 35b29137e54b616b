// Every preset downloads a list like its dataset's.

import CommandWords
import Foundation
import TestSupport
import Testing

@Suite("Presets")
struct PresetTests {
    private static let configs = Repository.root.appending(path: "configs")

    /// The words of a scalar option, or of a list.
    private func words(_ preset: ConfigFile, _ name: String) -> [String] {
        switch preset.entries(for: "download").first(where: { $0.name == name })?.value {
        case .scalar(let word): [word]
        case .list(let words): words
        case .null, nil: []
        }
    }

    @Test("Each file of configs/ downloads a list with its dataset's columns", arguments: ShippedPresets.names)
    func downloads(name: String) throws {
        let preset = try #require(try ShippedPresets.preset(name))
        let caption = words(preset, "caption-col").first
        let list = try MadeList(
            preset: name, columns: preset.columns, urlColumn: words(preset, "url-col").first ?? "url",
            captionColumn: caption)
        let out = list.folder.path("out")
        let run = try ToolRun([
            "download", "--config", Self.configs.appending(path: name + ".yaml").path, "--url-list", list.path,
            "--output-folder", out, "--allow-private-addresses",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let shard = try #require(
            try FileManager.default.contentsOfDirectory(atPath: out).first { $0.hasSuffix(".parquet") })
        let digits = Int(words(preset, "oom-shard-count").first ?? "5")
        #expect(shard == String(repeating: "0", count: digits ?? 0) + ".parquet")
        let table = try TextTable(out + "/" + shard)
        #expect(table.rows.count == MadeList.rowCount)
        #expect(table.rows.allSatisfy { $0["status"] == "success" }, "\(table.rows)")
        if caption != nil {
            #expect(Set(table.rows.map { $0["caption"] }) == Set((0..<MadeList.rowCount).map(MadeList.caption)))
        }
        for column in words(preset, "save-additional-columns") {
            #expect(table.rows.allSatisfy { $0[column] != nil }, "\(column): \(table.names)")
        }
        // The photographs have 640x480 pixels.
        let side = try #require(Int(words(preset, "image-size").first ?? ""))
        let widths = Set(table.rows.map { $0["width"] })
        switch words(preset, "resize-mode").first {
        case "border": #expect(widths == [String(side)])
        case "keep_ratio": #expect(widths == [String(min(640, side * 4 / 3))])
        case "keep_ratio_largest": #expect(widths == [String(min(640, side))])
        case let mode: Issue.record("\(String(describing: mode))")
        }
    }

    @Test("A preset by name; the command line goes before it, it goes before the defaults")
    func byName() throws {
        let list = try MadeList(
            preset: "mscoco", columns: ["URL", "TEXT"], urlColumn: "URL", captionColumn: "TEXT")
        let own = try list.folder.write(
            "own.yaml", "image_size: 100\ncompute_hash: None\nurl_list: /nowhere/list.parquet\nskip_reencode: True\n")
        let out = list.folder.path("out")
        let run = try ToolRun([
            "--config", "mscoco", "--config=\(own)", "--url_list", list.path, "--noskip_reencode",
            "--output_folder=\(out)", "--resize-mode", "keep_ratio", "--allow-private-addresses",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let table = try TextTable(out + "/00000.parquet")
        #expect(table.rows.count == MadeList.rowCount)
        #expect(table.rows.allSatisfy { $0["height"] == "100" && $0["caption"] != nil }, "\(table.rows)")
        #expect(!table.names.contains("sha256"))
    }
}
