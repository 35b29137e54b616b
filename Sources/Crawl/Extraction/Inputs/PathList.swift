// Lists of a crawl's files, as Common Crawl's wat.paths.gz.

internal import CrawlReading

/// The lines of a list of paths.
enum PathList {
    /// A crawl's list has some hundred thousand lines of 140 bytes.
    private static let maximumBytes = 1 << 30

    /// Lines that are not empty, without blanks around; those that begin with # are comments.
    static func lines(_ source: any ByteSource) throws(CrawlError) -> [String] {
        let bytes = try PlainBytes.read(source, maximumBytes: maximumBytes)
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let kept = line.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()
            return kept.isEmpty || kept.first == UInt8(ascii: "#") ? nil : String(decoding: Array(kept), as: UTF8.self)
        }
    }
}
