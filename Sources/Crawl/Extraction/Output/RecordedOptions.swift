// The options that shape a list of pairs.

internal import Files
internal import Foundation
internal import Ground
internal import Stores
internal import Tables

/// What all tables of a folder are made with: a run with other options would mix them.
struct RecordedOptions: Codable, Hashable {
    let minimumCaptionLength: Int
    let dedup: String
    let condition: String?
    let excludeLists: [String]
    let html: Bool
    let language: Bool

    /// - Throws: `command` for an exclude list that cannot be read.
    init(_ options: ExtractionOptions) throws(CommandFailure) {
        minimumCaptionLength = options.minimumCaptionLength
        dedup = options.sameness.rawValue
        condition = options.condition
        excludeLists = try options.excludeLists.map { path throws(CommandFailure) in
            try Self.recorded(path, options.stores)
        }
        html = options.readsHTML
        language = options.detectsLanguage
    }

    /// An exclude list with its content, or its version in a store: one that was changed makes other pairs.
    private static func recorded(_ path: String, _ stores: CrawlStores) throws(CommandFailure) -> String {
        if let place = StorePath(path) {
            do throws(TableError) {
                let file = try stores.stores.file(place)
                return "\(path) (\(file.byteCount) bytes, version \(file.version))"
            } catch {
                throw CommandFailure(.command, "\(path): \(error.detail)")
            }
        }
        do throws(FileError) {
            return "\(path) (CRC-32C \(try FileChecksum(path: path).checksum))"
        } catch {
            throw CommandFailure(.command, error.description)
        }
    }

    private var flags: [(name: String, value: String)] {
        [
            ("--min-caption-length", String(minimumCaptionLength)), ("--dedup", dedup),
            ("--where", condition ?? "none"),
            ("--exclude-list", excludeLists.isEmpty ? "none" : excludeLists.joined(separator: " ")),
            ("--html", html ? "given" : "not given"), ("--detect-language", language ? "given" : "not given"),
        ]
    }

    /// Compares with what an earlier run recorded, and records.
    func keep(at path: String) throws(CommandFailure) {
        let bytes = try Output.writing { () throws(FileError) in try SmallFile.read(path) }
        if let bytes {
            guard let earlier = try? JSONDecoder().decode(RecordedOptions.self, from: Data(bytes)) else {
                throw CommandFailure(.output, "\(path) is damaged\n  choose another --output-folder")
            }
            if earlier == self { return }
            let differences = zip(earlier.flags, flags).filter { $0.value != $1.value }
                .map { "\n  \($0.name): \($0.value) then, \($1.value) now" }
            throw CommandFailure(
                .command,
                "this --output-folder has pairs made with other options" + differences.joined()
                    + "\n  give the same options, or choose another --output-folder")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(self) else { return }
        try Output.writing { () throws(FileError) in
            try Durable.replace(path, with: Array(line) + [UInt8(ascii: "\n")])
        }
    }
}
