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
