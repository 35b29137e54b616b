// Files by their first bytes.

import Testing
import Vips

@testable import Imaging

@Suite("Kinds of files")
struct ImageKindTests {
    private func kind(_ bytes: [UInt8]) -> ImageKind { bytes.withUnsafeBytes { ImageKind(of: $0) } }
    private func kind(_ text: String) -> ImageKind { kind(Array(text.utf8)) }

    @Test(
        "Every format that is drawn is recognised",
        arguments: [
            (DrawnImage.Format.jpg, ImageKind.jpeg), (.png, .png), (.webp, .webp), (.gif, .gif), (.tiff, .tiff),
            (.avif, .avif), (.heic, .heic), (.jp2, .jp2), (.jxl, .jxl), (.bmp, .bmp),
        ])
    func drawn(format: DrawnImage.Format, expected: ImageKind) throws {
        #expect(kind(try DrawnImage.encoded(seed: 1, width: 16, height: 16, format: format)) == expected)
    }

    @Test("Pages and documents are recognised")
    func texts() {
        #expect(kind("<!DOCTYPE html><html>") == .html)
        #expect(kind("\u{FEFF}\r\n  <HTML lang=en>") == .html)
        #expect(kind("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\">") == .svg)
        #expect(kind("%PDF-1.7\n") == .pdf)
        #expect(kind("8BPS\0\u{1}") == .psd)
    }

    private static let icon =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><path d=\"M0 0h24\"/></svg>"

    @Test(
        "A drawing inside something else does not make it a drawing",
        arguments: [
            "<!DOCTYPE html><html><body>\(icon)<p>Not found</p></body></html>", "<html><body>\(icon)</body></html>",
            "<body>\(icon)", "<!-- <svg> --><html>", "<p>\(icon)</p>", "<!doctype html>\(icon)",
            "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"><html>\(icon)",
            "<?xml version=\"1.0\"?><!-- <svg> is elsewhere --><Error><Code>NoSuchKey</Code></Error>",
            "{\"icon\": \"\(icon)\"}", "see \(icon)", "<", "<!--", "<?xml", "<!DOCTYPE", "<>",
        ])
    func pages(text: String) {
        let kind = kind(text)
        #expect(kind == .html || kind == .unknown)
        #expect((try? ImagePath(for: kind)) == nil)
    }

    @Test("A drawing is known behind comments, document types and prefixes, in every encoding and under gzip")
    func drawings() throws {
        let plain = Self.icon
        let before = [
            "", "\u{FEFF}", "\r\n ", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n",
            "<!-- \(String(repeating: "licence ", count: 900)) -->",
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" [<!ENTITY ns \"http://x\"><!ENTITY t \"u\">]>",
            "<!-- <html> -->",
        ]
        for start in before { #expect(kind(start + plain) == .svg, "\(start.prefix(20))") }
        #expect(kind("<svg:svg xmlns:svg='http://www.w3.org/2000/svg'>") == .svg)
        #expect(kind("<SVG>") == .svg)
        let little = ("\u{FEFF}" + plain).utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = ("\u{FEFF}" + plain).utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        for bytes in [little, big, Array(little.dropFirst(2)), Array(big.dropFirst(2))] { #expect(kind(bytes) == .svg) }
        // Stored, not compressed: any inflater takes that.
        let stored = Array(plain.utf8)
        let length = [UInt8(stored.count & 255), UInt8(stored.count >> 8)]
        let gzip = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + length + length.map(~) + stored
        #expect(kind(gzip) == .svg)
        #expect(kind(Array(gzip.prefix(8))) == .unknown)
        #expect(kind([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF]) == .unknown)
    }

    @Test("Texts that begin like an image are not taken for one")
    func lookalikes() {
        #expect(kind("BM is the beginning of many sentences, this one too") == .unknown)
        #expect(kind("II. Chapter") == .unknown)
        #expect(kind("RIFF....WAVEfmt ") == .unknown)
        #expect(kind("not found") == .unknown)
    }

    @Test("A few bytes are never read past")
    func short() {
        for count in 0...30 {
            #expect(kind([UInt8](repeating: 0, count: count)) == .unknown)
            #expect(kind([UInt8](repeating: 0xFF, count: count)) == .unknown)
        }
        #expect(kind([0xFF, 0xD8, 0xFF]) == .jpeg)
    }

    @Test("A box file is avif or heic by any of its brands")
    func brands() {
        func file(_ major: String, _ compatible: String) -> [UInt8] {
            let length = UInt8(16 + compatible.utf8.count)
            return [0, 0, 0, length] + Array("ftyp\(major)".utf8) + [0, 0, 0, 0] + Array(compatible.utf8)
        }
        #expect(kind(file("mif1", "miafavif")) == .avif)
        #expect(kind(file("mif1", "mif1heic")) == .heic)
        #expect(kind(file("isom", "mp42")) == .unknown)
    }

    @Test("Only loaders of the list are ever chosen")
    func paths() throws {
        for kind in ImageKind.allCases {
            switch kind {
            case .svg, .psd:
                #expect(throws: ImageError.self) { try ImagePath(for: kind) }
            case .pdf, .html, .unknown:
                #expect(throws: ImageError.self) { try ImagePath(for: kind) }
            case .ico: #expect(try ImagePath(for: kind) == .icon)
            case .bmp: #expect(try ImagePath(for: kind) == .bitmap)
            default: _ = try ImagePath(for: kind)
            }
        }
    }
}
