// What servers pack, whole, cut, damaged and mislabelled.

import ContentDecoding
import Foundation
import Ground
import Testing

@Suite("Content decoding")
struct ContentDecodingTests {
    /// What is packed in all of `packed`.
    private static let body = Array((0..<60).map { "line \($0 * $0 % 97) of \($0)\n" }.joined().utf8)

    enum Packing: CaseIterable, Sendable { case gzip, zlib, bare, brotli, zstd }

    /// Made with zlib, Google's encoder and zstd's own, at their usual settings.
    private static let packed: [Packing: [UInt8]] = [
        .gzip: bytes(
            "H4sIAAAAAAACA1XSS4rEMAwE0H2fIkeI9fHnQNPQEHruvxtcVQbNTsKS9eTk+Xx/rvv6fV/369lx23FjHDs2xmvHrp"
                + "q+k2BiuZNk4jjpakfPYNJx2WQyMWWpBxM13lDWDmAgE2EYMiGYCOFkS9F5JsYCsMnhHCfIwOpNkoY+EyVRaaIsbGai"
                + "BJ9GlIXpJkuwT5bFSlkS80yWiUSUDqaJYtjcRZmodFESV7ooBrSLMvmdROmA+fk4mOCiNJ4dCtbzY2EmS2B6yOKYF7"
                + "I0nsnC/+K8Ct4hRJkYHqIMMEOUwTNRBvvmv2zVyrzrLdnqhLQ6Pb3AMqo5s+6Tve6ao75DzvpGuV5/B0nhgjUDAAA="),
        .zlib: bytes(
            "eNpV0kuKxDAMBNB9nyJHiPXx50DT0BB67r8bXFUGzU7CkvXk5Pl8f677+n1f9+vZcdtxYxw7NsZrx66avpNgYrmTZO"
                + "I46WpHz2DScdlkMjFlqQcTNd5Q1g5gIBNhGDIhmAjhZEvReSbGArDJ4RwnyMDqTZKGPhMlUWmiLGxmogSfRpSF6SZL"
                + "sE+WxUpZEvNMlolElA6miWLY3EWZqHRREle6KAa0izL5nUTpgPn5OJjgojSeHQrW82NhJktgesjimBeyNJ7Jwv/ivA"
                + "reIUSZGB6iDDBDlMEzUQb75r9s1cq86y3Z6oS0Oj29wDKqObPuk73umqO+Q876Rrlef/Xm21Y="),
        .bare: bytes(
            "VdJLisQwDATQfZ8iR4j18edA09AQeu6/G1xVBs1OwpL15OT5fH+u+/p9X/fr2XHbcWMcOzbGa8eumr6TYGK5k2TiOO"
                + "lqR89g0nHZZDIxZakHEzXeUNYOYCATYRgyIZgI4WRL0XkmxgKwyeEcJ8jA6k2Shj4TJVFpoixsZqIEn0aUhekmS7BP"
                + "lsVKWRLzTJaJRJQOpoli2NxFmah0URJXuigGtIsy+Z1E6YD5+TiY4KI0nh0K1vNjYSZLYHrI4pgXsjSeycL/4rwK3i"
                + "FEmRgeogwwQ5TBM1EG++a/bNXKvOst2eqEtDo9vcAyqjmz7pO97pqjvkPO+ka5Xn8="),
        .brotli: bytes(
            "GzQDAMR+7Vv/JW2IO9c7YlAQROHtu9D3DR0gXjcrPyl0rGhnHeRC6lpO48eGHxusTP9+P7/Xuef/PvfRQmG5uLb0QT"
                + "3li6mgaBVeV01tWMNUyl43gQWY+sagZzS6icZ+hWVdcsWl3iBZJaXuiwTWhiLZIezpQuz2CNZBKHut8GYLUjOEmdBL"
                + "WQ2Bp49gsiPIthFN3sLzrUQXboGqRBjxA8XRnhHYQQyqGWPExf43TmdevYhhDMTQVmPcceFe+5yZx2aP3J1GUGWEDn"
                + "4jcyP2PZIzjdR5R7oXI9Onb/YB"),
        .zstd: bytes(
            "KLUv/WA1Av0GAHKNHhKwpdAG1kFYDZN296ad0lYMwoGBu4ghZHaiug29/o1z/3rjw8/mKrr6bXyejpFTh5kzkZmsTJ"
                + "LvmzQ+s9t6TpsFV69kVuE0n+G5My0d64eSoWjzxxI9brVYH82G6obIf0fEEKJFDLmKGDIUMYQiCBgABIKIIUEEAQOA"
                + "cKhBYHxqfwOgkyQdEEjneeb//7wceLEQT9qRGwkS6PCj3XzCV1vLmQBl9NxhWde2ZlVSAw1HJ8ux9Vd3V+M9GYBYME"
                + "xhuBOSlE4JAq6HvYQUVZyCjRqB5W+HeVD9r//7XwU="),
    ]

    private static func bytes(_ base64: String) -> [UInt8] { Data(base64Encoded: base64).map { Array($0) } ?? [] }

    private func coding(_ packing: Packing) -> ContentCoding {
        switch packing {
        case .gzip: .gzip
        case .zlib, .bare: .deflate
        case .brotli: .brotli
        case .zstd: .zstd
        }
    }

    private func packed(_ packing: Packing) throws -> [UInt8] {
        let bytes = try #require(Self.packed[packing])
        try #require(bytes.count > 100)
        return bytes
    }

    private func content(
        _ bytes: [UInt8], _ codings: [ContentCoding], maximumBytes: Int = 1 << 20, takesPart: Bool = false
    ) throws(ContentDecodingError) -> [UInt8] {
        let buffer = bytes.withUnsafeBytes { ByteBuffer(copying: $0) }
        let content = try ContentDecoder.content(
            of: buffer, codings: codings, maximumBytes: maximumBytes, takesPart: takesPart)
        return content.withUnsafeBytes { Array($0) }
    }

    @Test("A whole body is unpacked, whatever stands behind it", arguments: Packing.allCases)
    func whole(_ packing: Packing) throws {
        for junk in ["", "\n \n\n", "\0\0\0\0\0\0\0\0\0\0", "something else, and long"] {
            let bytes = try packed(packing) + Array(junk.utf8)
            #expect(try content(bytes, [coding(packing)]) == Self.body)
        }
        // zlib's form under gzip's name, and the other way round.
        if packing == .zlib || packing == .bare { #expect(try content(packed(packing), [.gzip]) == Self.body) }
    }

    @Test("A body that is cut anywhere is known for that", arguments: Packing.allCases)
    func cut(_ packing: Packing) throws {
        let bytes = try packed(packing)
        // Checksums behind the data may be missing: nothing of the body is.
        let checksum = [.gzip: 8, .zlib: 4, .zstd: 0][packing, default: 0]
        for count in 12..<bytes.count - checksum {
            let found = Result { () throws(ContentDecodingError) in
                try content(Array(bytes[..<count]), [coding(packing)])
            }
            switch found {
            case .failure(let error): #expect(error == .cut, "\(count) of \(bytes.count): \(error)")
            // The mark of the end alone was missing.
            case .success(let content): #expect(content == Self.body, "\(count) of \(bytes.count): \(content.count)")
            }
        }
        for count in bytes.count - checksum..<bytes.count {
            #expect(try content(Array(bytes[..<count]), [coding(packing)]) == Self.body, "\(count)")
        }
    }

    /// The data with the fixed codes, where zeros behind a cut read as the end of a block.
    private static let fixed = bytes(
        "y8nMS1UwUMhPUzDgygGxDUFsQwjbBMQ2grAtQWxjqBozEMcEwjEyBXFMIRxjsIwZVDtYjzmEYwY2zALCsQDbYgnVA7"
            + "YRar0RWJkhzAHmYB7UCeZGYB7UERAO1BHGEGdDXWEGkYM6wxLsQEOoO4wh1kEdYg72uiHUJYZgfUZQp5iCVRpBnWIJ"
            + "9pkR1CkmkKCBOsUSbLsR1C0mEH1Qt1hCVELdYgq2zwjqFgswB+oUM7AzjaBOMQL73BjqFAuwSmOoU0zBRhpDnWIEdr"
            + "Qx1CkWkHiCOsUM7DBjWOSAbTCGOsUQIgdzCth7xjC3QHhQt5iAbTeBusUYbJ8J1C2GEDmoWyDpAhYq4HAwgTrFAmy5"
            + "CdQp5mBnmkCdYg6RgzrFHKLPAoVniazS1ADZFFNDZBtMjZBtNzVGcpipCbKbTU2R/WNqhuxXU3PkcDC1QA4jU0suAA"
            + "==")

    @Test("A cut is seen in data with fixed codes, in all wrappings")
    func cutFixed() throws {
        let wrappings: [(head: [UInt8], coding: ContentCoding)] = [
            ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], .gzip), ([0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, 0x61, 0], .gzip),
            ([0x78, 0x9C], .deflate), ([], .deflate),
        ]
        for (head, coding) in wrappings {
            #expect(try content(head + Self.fixed, [coding]) == Self.body)
            for count in 1..<Self.fixed.count {
                let found = Result { () throws(ContentDecodingError) in
                    try content(head + Self.fixed.prefix(count), [coding])
                }
                guard case .failure(.cut) = found else {
                    Issue.record("\(coding), \(count) of \(Self.fixed.count): \(found)")
                    continue
                }
            }
        }
    }

    @Test("A byte that is wrong is no other body", arguments: [Packing.gzip, .zlib])
    func damaged(_ packing: Packing) throws {
        let bytes = try packed(packing)
        for index in 20..<bytes.count {
            var wrong = bytes
            wrong[index] ^= 0x10
            do {
                let content = try content(wrong, [coding(packing)])
                Issue.record("\(index): \(content.count) bytes")
            } catch {}
        }
    }

    @Test("A body that was never packed is taken as it is, whatever its label says")
    func plain() throws {
        let images: [[UInt8]] = [
            [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10] + Array("JFIF, and more of it than there is".utf8),
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR and what follows".utf8),
            Array("RIFF????WEBPVP8 and more".utf8), Array("GIF89a and more".utf8),
            Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8),
        ]
        for image in images {
            for coding in [ContentCoding.gzip, .deflate, .brotli, .zstd] {
                #expect(try content(image, [coding]) == image, "\(coding): \(image.prefix(4))")
            }
            #expect(try content(image, [.gzip, .gzip]) == image)
        }
        #expect(try content([], [.gzip]) == [])
    }

    @Test("Members and frames behind each other are one body")
    func members() throws {
        let null: [UInt8] =
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 1, 0, 0, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 8)
        let gzip = try packed(.gzip)
        #expect(try content(gzip + gzip, [.gzip]) == Self.body + Self.body)
        #expect(try content(gzip + null, [.gzip]) == Self.body)
        #expect(throws: ContentDecodingError.cut) { try content(gzip + gzip.dropLast(30), [.gzip]) }
        let zstd = try packed(.zstd)
        let skipped: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        #expect(try content(zstd + skipped + zstd, [.zstd]) == Self.body + Self.body)
    }

    @Test("Codings around each other are taken away from the outside, a few at most")
    func nested() throws {
        let stored = Self.stored(try packed(.brotli))
        #expect(try content(stored, [.brotli, .gzip]) == Self.body)
        #expect(throws: ContentDecodingError.tooManyCodings) { try content(stored, Array(repeating: .gzip, count: 6)) }
    }

    @Test("What comes out has a largest size, and a part of it can be enough", arguments: Packing.allCases)
    func limit(_ packing: Packing) throws {
        let bytes = try packed(packing)
        #expect(throws: ContentDecodingError.tooLarge) {
            try content(bytes, [coding(packing)], maximumBytes: Self.body.count - 1)
        }
        #expect(try content(bytes, [coding(packing)], maximumBytes: Self.body.count) == Self.body)
        let part = try content(Array(bytes.dropLast(20)), [coding(packing)], takesPart: true)
        #expect(part == Array(Self.body.prefix(part.count)))
    }

    @Test(
        "Names nobody knows say nothing of the bytes",
        arguments: [
            ("", []), ("identity", []), ("UTF-8", []), ("aws-chunked", []), ("none", []), ("lzma", []),
            ("gzip", [ContentCoding.gzip]), ("X-GZIP", [.gzip]), (" deflate , br", [.deflate, .brotli]),
            ("aws-chunked,gzip", [.gzip]), ("gzip,", [.gzip]), ("chunked", []), ("zstd", [.zstd]),
        ] as [(String, [ContentCoding])])
    func names(_ value: String, _ codings: [ContentCoding]) {
        #expect(ContentCoding.named(in: value) == codings)
    }

    /// `bytes` as gzip in one stored block, without its checksum.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(bytes.count)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 1]
            + [count, ~count].flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } + bytes
    }
}
