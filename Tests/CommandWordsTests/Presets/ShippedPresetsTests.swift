// The presets as texts: complete, shipped, and right in what they compute.

import Foundation
import TestSupport
import Testing

@testable import CommandWords

@Suite("Shipped presets")
struct ShippedPresetsTests {
    /// The folder `configs/` of the sources.
    static let folder = Repository.root.appending(path: "configs")

    @Test("Every file of configs/ is part of the executable, and nothing else is")
    func shipped() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(files == ShippedPresets.names.map { $0 + ".yaml" }.sorted())
        for name in ShippedPresets.names {
            let file = try Data(contentsOf: Self.folder.appending(path: name + ".yaml"))
            #expect(ShippedPresets.text(name).map { Data($0) } == file, "\(name)")
        }
    }

    @Test("Each tells what it is, its columns, and uses only columns it has", arguments: ShippedPresets.names)
    func columns(name: String) throws {
        let preset = try #require(try ShippedPresets.preset(name))
        #expect(!(preset.about ?? "").isEmpty)
        #expect((preset.rowCount ?? 0) > 0)
        var named: [String] = []
        for entry in preset.entries(for: "download")
        where entry.name.hasSuffix("-col") || ["save-additional-columns", "column-names"].contains(entry.name) {
            switch entry.value {
            case .scalar(let column): named.append(column)
            case .list(let columns): named += columns
            case .null: Issue.record("\(entry.place): no column")
            }
        }
        #expect(!named.isEmpty && Set(named).isSubset(of: preset.columns), "\(named)")
    }

    @Test("Each writes shards: loose files by the million are nobody's wish", arguments: ShippedPresets.names)
    func format(name: String) throws {
        let preset = try #require(try ShippedPresets.preset(name))
        #expect(preset.entries(for: "download").first { $0.name == "output-format" }?.value == .scalar("webdataset"))
    }

    @Test("Time and space are rows times what is measured", arguments: ShippedPresets.names)
    func cost(name: String) throws {
        let text = String(decoding: try #require(ShippedPresets.text(name)), as: UTF8.self)
        let rows = Double(try #require(try ShippedPresets.preset(name)?.rowCount))
        func number(_ key: String) -> Double? {
            text.split(separator: "\n").first { $0.hasPrefix("  \(key): ") }
                .flatMap { Double($0.split(separator: " ")[1]) }
        }
        let rate = try #require(number("images-per-second"))
        let units = [("days", 86_400.0), ("hours", 3_600), ("minutes", 60)]
        let seconds = try #require(units.compactMap { unit in number(unit.0).map { $0 * unit.1 } }.first)
        let bytes = try #require(number("terabytes").map { $0 * 1e12 } ?? number("gigabytes").map { $0 * 1e9 })
        let bytesPerImage = try #require(number("kilobytes-per-image")) * 1000
        // They are written with two digits.
        #expect(abs(seconds * rate / rows - 1) < 0.06, "\(seconds) s")
        #expect(abs(bytes / bytesPerImage / rows - 1) < 0.06, "\(bytes) bytes")
    }
}
