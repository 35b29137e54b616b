// A crawl's files: WAT and WARC, packed or not.

internal import CrawlReading

/// Reads the pages of a file; whatever the bytes are, what is found is text, and addresses are absolute.
final class CrawlTrial: InputTrial {
    /// What is in the file.
    enum Kind: String {
        case wat
        case html
    }

    let name: String
    let words = [
        "WARC/1.0\r\n", "WARC-Type: metadata\r\n", "Content-Length: ", "\r\n\r\n", "\"Links\":[",
        "\"path\":\"IMG@/src\"",
        "\"alt\":\"", "\"url\":\"", "\\ud83d", "\"Base\":\"", "//", "../", "http://", "javascript:", "<img src=",
        " alt=",
        "<base href=", "<meta name=robots content=noai>", "&amp;", "&#x0;", "\u{1F}\u{8B}\u{8}", "[::1]",
    ]
    private let kind: Kind
    private let pages: any PageReader
    private var addresses = AbsoluteAddress()

    init(_ kind: Kind) throws {
        self.kind = kind
        name = kind.rawValue
        pages = kind == .wat ? try WATPages() : try HTMLPages()
    }

    var seeds: [[UInt8]] {
        switch kind {
        case .wat:
            return [
                SampleCrawl.record(type: "metadata", body: SampleCrawl.wat),
                SampleCrawl.record(type: "metadata", body: "{}"),
            ]
        case .html:
            return [
                SampleCrawl.record(type: "response", body: SampleCrawl.response),
                SampleCrawl.record(
                    type: "response", body: "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<img alt=a src=b>"),
            ]
        }
    }

    func problem(with bytes: UnsafeRawBufferPointer) throws -> String? {
        var problem: String?
        do throws(CrawlError) {
            let records = try WARCRecords(LentBytes(bytes))
            while let record = try records.next() {
                guard pages.takes(record) else { continue }
                _ = try pages.withPage(of: record) { page throws(CrawlError) in
                    addresses.begin(page: page.address, base: page.base)
                    for image in 0..<page.imageCount { problem = problem ?? self.problem(page, image) }
                }
            }
        } catch {
            return error.category == .otherFormat ? problem : "\(error)"
        }
        return problem
    }

    private func problem(_ page: CrawlPage, _ image: Int) -> String? {
        let alt = page.alt(image)
        if alt.isEmpty || page.url(image).isEmpty { return "an empty text" }
        if !Self.isUTF8(alt) || !Self.isUTF8(page.url(image)) || !Self.isUTF8(page.address) { return "no UTF-8" }
        return addresses.with(page.url(image)) { url in
            url.starts(with: "http://".utf8) || url.starts(with: "https://".utf8) ? nil : "a relative address"
        } ?? nil
    }

    private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }
}

/// Bytes that lie in memory.
private final class LentBytes: ByteSource {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    func read(into room: UnsafeMutableRawBufferPointer) throws(CrawlError) -> Int {
        let count = min(room.count, rest.count)
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return count
    }
}
