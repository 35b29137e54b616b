// Where the images of a finished shard lie.

package import DatasetFolder
internal import Files
internal import TarArchiving

/// The image of one sample.
package struct ImagePlace: Hashable, Sendable {
    package let key: String
    /// `jpg`: what its file or member is called behind the key.
    package let suffix: String
    /// In the shard's data file; nil where each image is a file, or the format has no places.
    package let bytes: Range<Int>?
}

extension DatasetListing.Shard {
    /// The places of all images of a tar or a folder, found without reading them; nil for other formats, whose samples are
    /// looked up by their keys.
    ///
    /// - Throws: `damagedShard`, `io`, `permission`.
    package func imagePlaces() throws(ShardError) -> [ImagePlace]? {
        guard let data else { return nil }
        switch dataSuffix {
        case "tar": return try Self.places(inTar: data)
        case "": return try Self.places(inFolder: data)
        default: return nil
        }
    }

    private static func places(inFolder path: String) throws(ShardError) -> [ImagePlace] {
        var places: [ImagePlace] = []
        for name in try asShardError(FolderNames.list(path)) {
            guard let dot = name.firstIndex(of: "."), dot != name.startIndex else { continue }
            let suffix = String(name[name.index(after: dot)...])
            guard ShardReading.isImage(suffix) else { continue }
            places.append(ImagePlace(key: String(name[..<dot]), suffix: suffix, bytes: nil))
        }
        return places
    }

    private static func places(inTar path: String) throws(ShardError) -> [ImagePlace] {
        let file = try asShardError(InputFile(path: path))
        var places: [ImagePlace] = []
        do throws(TarError) {
            var tar = try TarReader(path: path)
            while let entry = try tar.next() {
                guard entry.isRegularFile else { continue }
                let base = entry.name.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
                guard let dot = base.firstIndex(of: ".") else { continue }
                let suffix = String(base[base.index(after: dot)...])
                guard ShardReading.isImage(suffix), let start = dataOffset(file, entry.headerOffset) else { continue }
                places.append(
                    ImagePlace(
                        key: String(entry.name.dropLast(base[dot...].count)), suffix: suffix,
                        bytes: start..<start + entry.byteCount))
            }
        } catch {
            // What lies before a damage is shown.
            guard !places.isEmpty else {
                throw ShardError(error.category == .corrupt ? .damagedShard : .io, "\(path): \(error.detail)")
            }
        }
        return places
    }

    /// Where a member's data begins: behind its header, and behind headers that only extend it (pax, long names), which
    /// Python's tarfile writes.
    private static func dataOffset(_ file: borrowing InputFile, _ header: Int) -> Int? {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 1)
        defer { block.deallocate() }
        var offset = header
        for _ in 0..<8 {
            // A header that cannot be read has no data.
            guard offset + 512 <= file.byteCount, (try? file.read(block, at: offset)) != nil else { return nil }
            guard "xgLK".utf8.contains(block[156]) else { return offset + 512 }
            let digits = block[124..<136].filter { (0x30...0x37).contains($0) }
            let size = digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
            offset += 512 + (size + 511) / 512 * 512
        }
        return nil
    }
}
