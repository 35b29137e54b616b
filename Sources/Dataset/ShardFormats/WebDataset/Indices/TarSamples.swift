// The members of a finished tar, sample by sample: what indices are made of.

internal import DatasetFolder
internal import TarArchiving

/// One member as it lies in the archive.
struct PlacedMember {
    /// The sample's key.
    let key: String
    /// Without the dot.
    let suffix: String
    /// First byte of the data.
    let offset: Int
    let byteCount: Int

    var name: String { key + "." + suffix }
}

/// Members of one key side by side.
enum TarSamples {
    /// Every sample of a tar in its order.
    static func read(path: String) throws(ShardError) -> [[PlacedMember]] {
        do throws(TarError) {
            var reader = try TarReader(path: path)
            var samples: [[PlacedMember]] = []
            while let entry = try reader.next() {
                let parts = entry.name.split(separator: ".", maxSplits: 1)
                // USTAR: one header of 512 bytes before the data.
                let member = PlacedMember(
                    key: String(parts.first ?? ""), suffix: parts.count > 1 ? String(parts[1]) : "",
                    offset: entry.headerOffset + 512, byteCount: entry.byteCount)
                if let last = samples.last?.first, last.key == member.key {
                    samples[samples.count - 1].append(member)
                } else {
                    samples.append([member])
                }
            }
            return samples
        } catch {
            throw ShardError(.io, "cannot index \(path): \(error.detail)")
        }
    }
}
