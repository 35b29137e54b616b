// The Hub's own words for entries.

/// An entry as the API writes it. What it has beside is ignored.
struct HubEntryAnswer: Decodable {
    struct LargeFile: Decodable {
        let oid: String
        let size: Int
    }

    let type: String
    let path: String
    let size: Int?
    let oid: String?
    let lfs: LargeFile?

    private var byteCount: Int { lfs?.size ?? size ?? 0 }

    var hasPossibleSize: Bool { (0...(1 << 50)).contains(byteCount) }

    /// Nil for what is neither file nor folder, and for names that cannot be.
    var entry: HubEntry? {
        guard type == "file" || type == "directory", !path.isEmpty, !path.hasPrefix("/"), path.utf8.count <= 4096,
            !path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return nil }
        return HubEntry(
            path: path, isFolder: type == "directory", byteCount: byteCount,
            contentID: String((lfs?.oid ?? oid ?? "").prefix(128)), sha256: lfs?.oid)
    }
}
