// What S3 answers when it is asked what lies in a folder.

internal import Glibc

/// A page of `ListObjectsV2`, as the store says it: nothing is known about its names and numbers.
struct ObjectListing: Sendable {
    struct Object: Hashable, Sendable {
        let key: String
        /// Nil if the store says no number.
        let byteCount: Int?
        /// Since 1970; 0 if the store does not say.
        let changedSeconds: Int
    }

    let objects: [Object]
    /// What keys below folders begin with, each with a slash at its end.
    let prefixes: [String]
    /// Whether there is another page.
    let isTruncated: Bool
    /// Where the next page begins; nil if the store does not say.
    let token: String?

    /// Nil for what is no such page, or only a part of one.
    init?(_ answer: XMLText) {
        guard let page = answer.first("ListBucketResult") else { return nil }
        objects = page.elements("Contents").compactMap { part in
            guard let key = part.first("Key")?.text else { return nil }
            return Object(
                key: key, byteCount: part.first("Size").flatMap { Int($0.text) },
                changedSeconds: part.first("LastModified").map { Self.seconds($0.text) } ?? 0)
        }
        prefixes = page.elements("CommonPrefixes").compactMap { $0.first("Prefix")?.text }
        isTruncated = page.first("IsTruncated")?.text == "true"
        token = page.first("NextContinuationToken").map(\.text).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `2026-11-29T12:00:00.000Z`.
    private static func seconds(_ text: String) -> Int {
        let numbers = text.prefix(19).split { !("0"..."9").contains($0) }.compactMap { Int32($0) }
        guard text.utf8.count <= 64, numbers.count == 6 else { return 0 }
        var time = tm()
        (time.tm_year, time.tm_mon, time.tm_mday) = (numbers[0] &- 1900, numbers[1] &- 1, numbers[2])
        (time.tm_hour, time.tm_min, time.tm_sec) = (numbers[3], numbers[4], numbers[5])
        return max(0, timegm(&time))
    }
}
