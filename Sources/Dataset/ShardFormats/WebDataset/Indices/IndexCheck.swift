// The indices of finished tars against the tars.

package import DatasetFolder
internal import Files
internal import FoundationEssentials

/// The indices of a dataset. What has none is not missed.
package struct IndexCheck: Sendable {
    private struct WidsList: Decodable {
        struct Entry: Decodable {
            let url: String
            let nsamples: Int
            let filesize: Int
        }

        let shardlist: [Entry]
    }

    private struct Webshart: Decodable {
        struct File: Decodable, Equatable {
            let offset: Int
            let length: Int
            let jsonOffset: Int?
            let jsonLength: Int?

            enum CodingKeys: String, CodingKey {
                case offset, length
                case jsonOffset = "json_offset"
                case jsonLength = "json_length"
            }
        }
        let filesize: Int
        let files: [String: File]
    }

    private let folder: String
    /// By the tar's name.
    private let wids: [String: WidsList.Entry]

    package init(_ listing: DatasetListing) {
        folder = listing.folder
        // A list that cannot be read vouches for nothing, and the next download writes it again.
        let bytes = (try? SmallFile.read(folder + "/" + WidsIndex.name)) ?? nil
        let list = bytes.flatMap { try? JSONDecoder().decode(WidsList.self, from: Data($0)) }
        wids = Dictionary(
            (list?.shardlist ?? []).map { ($0.url.split(separator: "/").last.map(String.init) ?? "", $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// What does not fit of the indices of a shard, in words.
    package func faults(of shard: DatasetListing.Shard) -> [String] {
        guard let data = shard.data, shard.format?.indices.isEmpty == false else { return [] }
        let name = shard.name + ".tar"
        let webshart = "\(ShardIndexFolder.webshart)/\(shard.name).json"
        do {
            let index = try asShardError(SmallFile.read(folder + "/" + webshart, maximumBytes: Self.maximumBytes))
            let dali = try shard.index.flatMap { path throws(ShardError) in
                try asShardError(SmallFile.read(path, maximumBytes: Self.maximumBytes))
            }
            guard index != nil || dali != nil || wids[name] != nil else { return [] }
            let samples = try TarSamples.read(path: data)
            let size = FileSize.of(data) ?? 0
            var faults: [String] = []
            if let dali, let why = Self.fault(ofDALI: dali, samples) { faults.append("\(shard.name).idx: \(why)") }
            if let index, let why = Self.fault(ofWebshart: index, samples, fileBytes: size) {
                faults.append("\(webshart): \(why)")
            }
            if let entry = wids[name], entry.nsamples != samples.count || entry.filesize != size {
                faults.append(
                    "\(WidsIndex.name): \(entry.nsamples) samples in \(entry.filesize) bytes, "
                        + "the tar has \(samples.count) in \(size)")
            }
            return faults
        } catch {
            return [error.message]
        }
    }

    /// A shard of a million samples has one of 100 MB.
    private static let maximumBytes = 1 << 30

    private static func fault(ofDALI bytes: [UInt8], _ samples: [[PlacedMember]]) -> String? {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let head = (lines.first ?? "").split(separator: " ")
        guard head.count == 2, head[0].hasPrefix("v1."), let count = Int(head[1]) else {
            return "it is no index of DALI"
        }
        guard count == samples.count, lines.count == count + 1 else {
            return "it is of \(count) samples, the tar has \(samples.count)"
        }
        // Before version 1.2 members have no names.
        let words = head[0] == "v1.2" ? 4 : 3
        for (line, sample) in zip(lines.dropFirst(), samples) {
            let parts = line.split(separator: " ")
            let fits =
                parts.count == words * sample.count
                && sample.enumerated().allSatisfy { place, member in
                    let own = parts[(words * place)...].prefix(3)
                    return Array(own) == [Substring(member.suffix), "\(member.offset)", "\(member.byteCount)"]
                }
            guard fits else { return "\(sample.first?.key ?? "a sample") is elsewhere in the tar" }
        }
        return nil
    }

    private static func fault(
        ofWebshart bytes: [UInt8], _ samples: [[PlacedMember]], fileBytes: Int
    ) -> String? {
        guard let index = try? JSONDecoder().decode(Webshart.self, from: Data(bytes)) else {
            return "it is no index of webshart"
        }
        guard index.filesize == fileBytes else { return "it is of \(index.filesize) bytes, the tar has \(fileBytes)" }
        guard index.files.count == samples.count else {
            return "it is of \(index.files.count) samples, the tar has \(samples.count)"
        }
        for sample in samples {
            guard let image = sample.first(where: { $0.suffix != "json" && $0.suffix != "txt" }) else { continue }
            let json = sample.first { $0.suffix == "json" }
            let own = Webshart.File(
                offset: image.offset, length: image.byteCount, jsonOffset: json?.offset, jsonLength: json?.byteCount)
            guard index.files[image.name] == own else { return "\(image.name) is elsewhere in the tar" }
        }
        return nil
    }
}
