// EXIF text against what img2dataset's reader prints for the same bytes.

import Testing

@testable import ExifReading

@Suite("EXIF as JSON")
struct ExifReaderTests {
    private let made = MadeTIFF()

    private func json(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { ExifReader.json(of: $0) }
    }

    private func json(_ entries: MadeEntry...) -> String { json(MadeTIFF.jpeg(made.file(entries))) }

    @Test("Numbers have the words of their tag, or are printed")
    func words() {
        #expect(json(made.short(0x0112, 1)) == #"{"Image Orientation": "Horizontal (normal)"}"#)
        #expect(json(made.short(0x0112, 9)) == #"{"Image Orientation": "9"}"#)
        #expect(json(made.short(0x0102, 8, 8, 8)) == #"{"Image BitsPerSample": "[8, 8, 8]"}"#)
        #expect(json(made.short(0xC0DE, 5)) == #"{"Image Tag 0xC0DE": "5"}"#)
    }

    @Test("Ratios are reduced, and one without a denominator stays")
    func ratios() {
        #expect(json(made.ratio(0x011A, 144, 2)) == #"{"Image XResolution": "72"}"#)
        #expect(json(made.ratio(0x011A, 10, 600)) == #"{"Image XResolution": "1/60"}"#)
        #expect(json(made.ratio(0x011A, signed: true, -2, 6)) == #"{"Image XResolution": "-1/3"}"#)
        #expect(json(made.ratio(0x011A, 5, 0)) == #"{"Image XResolution": "5/0"}"#)
        #expect(json(made.ratio(0x013E, 1, 2, 6, 2)) == #"{"Image WhitePoint": "[1/2, 3]"}"#)
    }

    @Test("Texts end at their zero, lose spaces at the ends and are escaped")
    func texts() {
        #expect(json(made.text(0x010F, " Canon \"é\"\n")) == #"{"Image Make": "Canon \"\u00e9\""}"#)
        #expect(json(made.text(0x010F, "📷")) == #"{"Image Make": "\ud83d\udcf7"}"#)
        #expect(json(made.text(0x010F, Array("ab".utf8) + [0] + Array("cd".utf8))) == #"{"Image Make": "ab"}"#)
        #expect(json(made.text(0x010F, [0x63, 0xE9])) == #"{"Image Make": "b'c\\xe9'"}"#)
    }

    @Test("Characters stored as bytes are read as characters")
    func characters() {
        #expect(json(made.undefined(0x9000, Array("0221".utf8))) == #"{"Image ExifVersion": "0221"}"#)
        #expect(json(made.undefined(0x9101, [1, 2, 3, 0])) == #"{"Image ComponentsConfiguration": "YCbCr"}"#)
    }

    @Test("Long lists are cut after twenty values, very long ones are empty")
    func longLists() {
        let numbers = (0..<60).map { $0 }
        let entry = MadeEntry(tag: 0xC000, type: 3, count: 60, bytes: numbers.flatMap { made.number($0, bytes: 2) })
        let shown = (0..<20).map(String.init).joined(separator: ", ")
        #expect(json(entry) == "{\"Image Tag 0xC000\": \"[\(shown), ... ]\"}")
        let long = MadeEntry(tag: 0xC000, type: 4, count: 1000, bytes: [UInt8](repeating: 1, count: 4000))
        #expect(json(long) == #"{"Image Tag 0xC000": "[]"}"#)
    }

    @Test("Maker notes, user comments and XMP are left out")
    func ignored() {
        #expect(
            json(made.undefined(0x927C, [1, 2, 3]), made.undefined(0x9286, [65]), made.undefined(0x02BC, [65]))
                == "{}")
    }

    @Test("The EXIF, GPS and thumbnail directories are followed in both byte orders", arguments: [true, false])
    func directories(isLittleEndian: Bool) {
        let made = MadeTIFF(isLittleEndian: isLittleEndian)
        let exif = 8 + 2 + 24 + 4
        let gps = exif + 18
        let thumbnail = gps + 18
        let file =
            made.head
            + made.directory([made.long(0x8769, exif), made.long(0x8825, gps)], at: 8, next: thumbnail)
            + made.directory([made.long(0xA002, 321)], at: exif)
            + made.directory([made.text(0x0001, "N")], at: gps)
            + made.directory([made.short(0x0103, 6)], at: thumbnail)
        #expect(
            json(MadeTIFF.jpeg(file))
                == "{\"Image ExifOffset\": \"\(exif)\", \"GPS GPSLatitudeRef\": \"N\", "
                + "\"Image GPSInfo\": \"\(gps)\", \"Thumbnail Compression\": \"JPEG (old-style)\", "
                + "\"EXIF ExifImageWidth\": \"321\"}")
    }

    @Test("EXIF is found in JPEG after other segments, in TIFF, PNG and WebP")
    func containers() {
        let tiff = made.file([made.short(0x0112, 6)])
        let expected = #"{"Image Orientation": "Rotated 90 CW"}"#
        let jfif: [UInt8] = [0xFF, 0xE0, 0, 6, 1, 2, 3, 4]
        #expect(json(MadeTIFF.jpeg(tiff, before: jfif)) == expected)
        #expect(json(tiff) == expected)
        let big = MadeTIFF(isLittleEndian: false)
        let chunk = big.number(tiff.count, bytes: 4) + Array("eXIf".utf8) + tiff + [0, 0, 0, 0]
        let ihdr = big.number(13, bytes: 4) + Array("IHDR".utf8) + [UInt8](repeating: 0, count: 17)
        #expect(json([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + ihdr + chunk) == expected)
        let webp =
            Array("RIFF....WEBPVP8X".utf8) + made.number(10, bytes: 4) + [8] + [UInt8](repeating: 0, count: 9)
            + Array("EXIF".utf8) + made.number(tiff.count, bytes: 4) + tiff
        #expect(json(webp) == expected)
    }

    @Test("A file without EXIF has an empty object, whatever it is")
    func none() {
        #expect(json([]) == "{}")
        #expect(json(Array("<html><body>hello".utf8)) == "{}")
        #expect(json([0xFF, 0xD8, 0xFF, 0xDA, 0, 8] + [UInt8](repeating: 0, count: 20)) == "{}")
    }

    @Test("A head that is no TIFF head cannot be read")
    func unreadable() {
        #expect(json(MadeTIFF.jpeg([UInt8](repeating: 7, count: 40))) == "{}")
    }

    @Test("Directories that point at each other end")
    func loops() {
        let file = made.file([made.short(0x0112, 6), made.long(0x8769, 8), made.long(0x8825, 8)], next: 8)
        let text = json(file)
        #expect(text.contains(#""EXIF Orientation": "Rotated 90 CW""#))
    }

    @Test("A structure that claims endless entries costs a bounded number of them")
    func bounded() {
        // Every directory claims 65,535 entries and points at one two bytes on.
        var file = made.head
        while file.count < 60_000 { file += [0xFF, 0xFF] }
        #expect(json(file).utf8.count < 1 << 20)
    }

    @Test("Changed bytes never crash it")
    func hostileBytes() {
        let exif = 8 + 2 + 36 + 4
        let original =
            made.head
            + made.directory(
                [made.long(0x8769, exif), made.long(0x8825, exif), made.ratio(0x011A, 72, 1)], at: 8, next: exif)
            + made.directory([made.long(0xA002, 321), made.text(0x0001, "North")], at: exif)
        for place in original.indices {
            for value: UInt8 in [0, 1, 2, 0x7F, 0x80, 0xFF] {
                var changed = original
                changed[place] = value
                let text = json(MadeTIFF.jpeg(changed))
                #expect(text.hasPrefix("{"))
            }
        }
    }
}
