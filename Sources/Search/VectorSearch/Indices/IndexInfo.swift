// `info.json` of an index: what it was made of, and what it finds.

internal import Files
internal import Foundation
internal import Ground

/// How an index is built.
package enum IndexType: String, CaseIterable, Codable, Hashable, Sendable {
    /// All codes in order; each search compares them all.
    case flat
    /// Codes in lists by their nearest centre; a search compares some lists.
    case ivf
}

/// What is known of an index's folder. Written last: without it there is no index.
package struct IndexInfo: Codable, Hashable, Sendable {
    package static let fileName = "info.json"
    /// Of these members; another one is refused.
    package static let newestFormat = 1

    package var format = newestFormat
    /// Folders of the embeddings in the order of their rows, absolute.
    package var embeddings: [String]
    package var image: Part?
    package var text: Part?

    package init(embeddings: [String]) { self.embeddings = embeddings }

    /// One index.
    package struct Part: Codable, Hashable, Sendable {
        package var type: IndexType
        package var vectors: Int
        package var dimension: Int
        /// Of the index's file.
        package var bytes: Int
        /// `VectorFiles.fingerprint` of the embeddings.
        package var fingerprint: UInt32
        /// `VectorFiles.stamps` of the embeddings.
        package var stamps: [String]
        /// Rows without a direction: zeros, or values that are not finite. They are never found.
        package var unusableRows: Int
        package var buildSeconds: Double
        /// Lists, and how many of them a search looks at; nil for flat.
        package var lists: Int?
        package var probes: Int?
        /// Measured against exact search, with each kind of query and number of lists.
        package var recall: [Recall]

        package init(type: IndexType, vectors: Int, dimension: Int, fingerprint: UInt32, stamps: [String]) {
            (self.type, self.vectors, self.dimension, self.fingerprint) = (type, vectors, dimension, fingerprint)
            self.stamps = stamps
            (bytes, unusableRows, buildSeconds, recall) = (0, 0, 0, [])
        }
    }

    /// How many of the nearest rows a search finds.
    package struct Recall: Codable, Hashable, Sendable {
        /// What asked: "image" or "text" embeddings; a row of the index is itself left out of what it finds.
        package var queries: String
        package var count: Int
        package var probes: Int?
        /// Share of the 1, 10 and 100 nearest rows that are among as many results.
        package var at1: Double
        package var at10: Double
        package var at100: Double
        /// Processor time of one search for 100 rows.
        package var milliseconds: Double

        package init(
            queries: String, count: Int, probes: Int?, at1: Double, at10: Double, at100: Double, milliseconds: Double
        ) {
            (self.queries, self.count, self.probes) = (queries, count, probes)
            (self.at1, self.at10, self.at100, self.milliseconds) = (at1, at10, at100, milliseconds)
        }
    }

    package subscript(_ modality: VectorModality) -> Part? {
        get {
            switch modality {
            case .image: image
            case .text: text
            }
        }
        set {
            switch modality {
            case .image: image = newValue
            case .text: text = newValue
            }
        }
    }

    /// The name of an index's file, as clip-retrieval has it.
    package static func file(_ modality: VectorModality) -> String { "\(modality.rawValue).index" }

    // MARK: JSON

    /// nil when the folder has no such file.
    package static func read(folder: String) throws(SearchError) -> IndexInfo? {
        let path = folder + "/" + fileName
        let bytes: [UInt8]?
        do { bytes = try SmallFile.read(path, maximumBytes: 1 << 20) } catch { throw SearchError(error) }
        guard let bytes else { return nil }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let info: IndexInfo
        do { info = try decoder.decode(IndexInfo.self, from: Data(bytes)) } catch {
            throw SearchError(.damaged, "\(path) is no info of an index\n  \(rebuildHint(folder))")
        }
        guard info.format == newestFormat, info.image != nil || info.text != nil, !info.embeddings.isEmpty else {
            throw SearchError(.damaged, "\(path) is the info of another version's index\n  \(rebuildHint(folder))")
        }
        return info
    }

    /// How an index is made anew.
    ///
    /// - Parameter embeddings: its folders; empty where they are not known.
    static func rebuildHint(_ folder: String, embeddings: [String] = []) -> String {
        let folders = embeddings.isEmpty ? ["…"] : embeddings.map(ShellWord.path)
        let words = ["img2shards index"] + folders + ["--output-folder", ShellWord.path(folder)]
        return "build it again: " + words.joined(separator: " ")
    }

    /// The file's bytes.
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }
}
