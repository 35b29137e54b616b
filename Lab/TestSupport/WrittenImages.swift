// The images of a dataset read back, whatever its format.

internal import DatasetFolder
package import Foundation
internal import ShardFormats
internal import Tables
internal import TarArchiving

/// Images by key, as often as they are there.
package struct WrittenImages {
    /// Every image with its key; a key that is there twice comes twice.
    package let all: [(key: String, bytes: Data)]

    /// Reads the finished shards of a folder, by readers of the tests' own where there is one for the format; nil for
    /// `dummy`.
    package init?(_ folder: String, format: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let stems = names.filter { $0.hasSuffix("_stats.json") }.map { String($0.dropLast("_stats.json".count)) }
        var all: [(key: String, bytes: Data)] = []
        for stem in stems {
            switch format {
            case "webdataset": all += try Self.tar("\(folder)/\(stem).tar")
            case "files": all += try Self.files("\(folder)/\(stem)")
            case "tfrecord": all += try Self.records("\(folder)/\(stem).tfrecord")
            case "parquet": all += try Self.table("\(folder)/\(stem).parquet")
            default:
                guard TestedFormats.all.contains(format) else { return nil }
                all += try Self.shard("\(folder)/\(stem)_stats.json")
            }
        }
        self.all = all
    }

    private static func shard(_ path: String) throws -> [(key: String, bytes: Data)] {
        var images: [(key: String, bytes: Data)] = []
        for shard in try DatasetListing(path: path).shards {
            guard let reader = try shard.reader() else { continue }
            while let sample = try reader.next() { images.append((sample.key, Data(sample.image?.bytes ?? []))) }
        }
        return images
    }

    private static func tar(_ path: String) throws -> [(key: String, bytes: Data)] {
        var tar = try TarReader(path: path)
        var images: [(key: String, bytes: Data)] = []
        while let entry = try tar.next() {
            guard entry.name.hasSuffix(".jpg") else { continue }
            images.append((String(entry.name.dropLast(4)), Data(try tar.readData(maximumBytes: 1 << 26))))
        }
        return images
    }

    private static func files(_ folder: String) throws -> [(key: String, bytes: Data)] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jpg") }.map {
            (String($0.dropLast(4)), try Data(contentsOf: URL(filePath: folder + "/" + $0)))
        }
    }

    private static func table(_ path: String) throws -> [(key: String, bytes: Data)] {
        let reader = try ParquetReader(path: path)
        let choices = try ["key", "jpg"].map { name in
            guard let column = reader.schema.index(of: name) else { throw CocoaError(.fileReadCorruptFile) }
            return ColumnChoice(column: column, name: name, isText: name == "key")
        }
        try reader.start(atRowGroup: 0, batchRows: 1000, columns: choices)
        var images: [(key: String, bytes: Data)] = []
        while let batch = try reader.next() {
            let column = try batch.bytes("jpg")
            for row in 0..<batch.rowCount {
                guard let bytes = column.bytes(row) else { continue }
                images.append((batch.text("key")?.string(row) ?? "", Data(bytes)))
            }
        }
        return images
    }

    /// A TFRecord is a length, its checksum, an Example, its checksum.
    private static func records(_ path: String) throws -> [(key: String, bytes: Data)] {
        let file = try Data(contentsOf: URL(filePath: path))
        var images: [(key: String, bytes: Data)] = []
        var place = 0
        while place + 16 <= file.count {
            let length = file[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            guard length <= file.count - place - 16 else { throw CocoaError(.fileReadCorruptFile) }
            let features = try features(of: file.subdata(in: place + 12..<place + 12 + length))
            images.append((String(decoding: features["key"] ?? Data(), as: UTF8.self), features["jpg"] ?? Data()))
            place += 16 + length
        }
        guard place == file.count else { throw CocoaError(.fileReadCorruptFile) }
        return images
    }

    /// The first bytes of each feature of a tf.train.Example.
    private static func features(of example: Data) throws -> [String: Data] {
        var features: [String: Data] = [:]
        for list in try fields(of: example) {
            for entry in try fields(of: list) {
                let pair = try fields(of: entry)
                guard pair.count == 2 else { continue }
                // Feature, in it BytesList, in it the bytes; other kinds of features are not looked at.
                let bytes = (try? fields(of: pair[1]).first).flatMap { list in try? fields(of: list).first }
                features[String(decoding: pair[0], as: UTF8.self)] = bytes ?? Data()
            }
        }
        return features
    }

    /// The fields of a protobuf message, which must all be of the kind with a length.
    private static func fields(of message: Data) throws -> [Data] {
        let bytes = Data(message)
        var fields: [Data] = []
        var place = 0
        while place < bytes.count {
            guard bytes[place] & 7 == 2 else { throw CocoaError(.fileReadCorruptFile) }
            place += 1
            var length = 0
            var shift = 0
            while place < bytes.count, shift < 35 {
                let byte = bytes[place]
                place += 1
                length |= Int(byte & 0x7f) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            guard length <= bytes.count - place else { throw CocoaError(.fileReadCorruptFile) }
            fields.append(bytes.subdata(in: place..<place + length))
            place += length
        }
        return fields
    }
}
