// What a place has said that it has of a shard.

internal import FoundationEssentials

/// Written on this machine when the dataset's place has all files of a shard: it is finished, though its data is elsewhere.
package struct ShardReceipt: Codable, Hashable, Sendable {
    /// A file as the place has it.
    package struct File: Codable, Hashable, Sendable {
        /// In the dataset: `00012.tar`.
        package let name: String
        package let byteCount: Int
        /// What changes when the file is written again, as an ETag; empty where that is not known.
        package let version: String

        package init(name: String, byteCount: Int, version: String) {
            self.name = name
            self.byteCount = byteCount
            self.version = version
        }
    }

    package let files: [File]

    package init(files: [File]) { self.files = files }

    /// Nil for bytes that are something else.
    init?(parsing bytes: [UInt8]) {
        // Why it is none does not matter: the place is asked again.
        guard let receipt = try? JSONDecoder().decode(ShardReceipt.self, from: Data(bytes)) else { return nil }
        self = receipt
    }

    /// The file's bytes.
    func json() throws(ShardError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(self))
        } catch {
            throw ShardError(.damagedState, "the record of a shard cannot be made: \(error)")
        }
    }

    /// The size of one of its files; nil for another name.
    package func byteCount(of name: String) -> Int? { files.first { $0.name == name }?.byteCount }
}
