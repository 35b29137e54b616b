// Our decoder of PNGs against libvips', and sums that are wrong.

import Ground
import HostileInputs
import Testing
import Vips

@testable import Imaging

@Suite("PNGs of eight bits")
struct PlainPNGTests {
    /// Width, bands and values; nil for what is left to libvips.
    private func decoded(_ file: [UInt8]) -> (width: Int, bands: Int, values: [UInt8])? {
        let memory = ScratchMemory()
        return file.withUnsafeBytes { bytes in
            guard let image = try? PlainPNGDecoder.decode(bytes, into: memory, check: { _, _, _ in }) else {
                return nil
            }
            return (image.width, image.bands, [UInt8](UnsafeRawBufferPointer(image.pixels)))
        }
    }

    private func expectEqual(_ file: [UInt8], _ what: String) throws {
        let ours = try #require(decoded(file), "\(what)")
        let theirs = try DecodedPixels(file.withUnsafeBytes { ByteBuffer(copying: $0) }, .png)
        #expect(ours.width == theirs.width && ours.bands == theirs.bands, "\(what)")
        #expect(ours.values == theirs.values, "\(what)")
    }

    @Test(
        "Samples are libvips', for every kind of colours and every filter",
        arguments: [DrawnImage.Kind.photo, .gray, .alpha, .grayAlpha, .palette])
    func kinds(kind: DrawnImage.Kind) throws {
        for (width, height) in [(1, 1), (3, 2), (200, 150), (1201, 40)] {
            let file = try DrawnImage.encoded(seed: 9, width: width, height: height, kind: kind, format: .png)
            try expectEqual(file, "\(kind) \(width)")
        }
    }

    @Test("Every filter is undone, for pixels of one to four bytes", arguments: [0, 2, 4, 6])
    func filters(colourType: Int) throws {
        let size = [0: 1, 2: 3, 4: 2, 6: 4][colourType] ?? 1
        for filter in 0...4 {
            // Narrow, and wide enough for several rows to be undone at once.
            for width in [1, 2, 4, 5, 6, 7, 40] {
                var rows = (0..<11).map { row in
                    (0..<width * size).map { UInt8(truncatingIfNeeded: $0 * $0 * 31 + row * 77 + filter) }
                }
                // The first row has nothing above it.
                rows.swapAt(0, 3)
                let png = MadePNG(
                    width: width, height: rows.count, colourType: UInt8(colourType), rows: rows, filter: UInt8(filter))
                try expectEqual(png.file, "type \(colourType), filter \(filter), width \(width)")
            }
        }
    }

    @Test("Transparent colours and palettes with opacity become an opacity")
    func transparency() throws {
        var grey = MadePNG(width: 4, height: 1, colourType: 0, rows: [[1, 2, 3, 2]])
        grey.chunks = [("tRNS", [0, 2])]
        #expect(decoded(grey.file)?.values == [1, 255, 2, 0, 3, 255, 2, 0])
        try expectEqual(grey.file, "grey")
        var colour = MadePNG(width: 2, height: 1, colourType: 2, rows: [[1, 2, 3, 1, 2, 4]])
        colour.chunks = [("tRNS", [0, 1, 0, 2, 0, 3])]
        #expect(decoded(colour.file)?.values == [1, 2, 3, 0, 1, 2, 4, 255])
        try expectEqual(colour.file, "colour")
        var palette = MadePNG(width: 3, height: 1, colourType: 3, rows: [[0, 1, 2]])
        palette.chunks = [
            ("PLTE", [9, 8, 7, 6, 5, 4, 3, 2, 1]), ("tRNS", [0, 128]),
        ]
        #expect(decoded(palette.file)?.values == [9, 8, 7, 0, 6, 5, 4, 128, 3, 2, 1, 255])
        try expectEqual(palette.file, "palette")
    }

    @Test("Data in many chunks is one; chunks behind its end do not count, damaged ones before do")
    func chunks() throws {
        let whole = try DrawnImage.encoded(seed: 9, width: 60, height: 40, kind: .alpha, format: .png)
        let (head, data, end) = try #require(parts(whole))
        let expected = decoded(whole)?.values
        for length in [1, 7, 1_000, data.count - 1] {
            var pieces = stride(from: 0, to: data.count, by: length).map { start in
                MadePNG.chunk("IDAT", Array(data[start..<min(start + length, data.count)]))
            }
            pieces.insert(MadePNG.chunk("IDAT", []), at: 1)
            #expect(decoded(head + pieces.joined() + end)?.values == expected, "\(length)")
            var behind = MadePNG.chunk("IDAT", [1, 2, 3])
            behind[behind.count - 1] ^= 1
            #expect(decoded(head + pieces.joined() + behind + end)?.values == expected, "\(length)")
            #expect(decoded(head + pieces.dropLast().joined() + end) == nil, "\(length)")
            pieces[0][pieces[0].count - 1] ^= 1
            #expect(decoded(head + pieces.joined() + end) == nil, "\(length)")
        }
    }

    /// What stands before, in and behind the one chunk of data of a file.
    private func parts(_ file: [UInt8]) -> (head: [UInt8], data: [UInt8], end: [UInt8])? {
        var (place, head, data) = (8, Array(file[..<8]), [UInt8]())
        while place + 12 <= file.count {
            let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let chunk = Array(file[place..<place + 12 + length])
            if chunk[4..<8].elementsEqual("IEND".utf8) { return (head, data, chunk) }
            if chunk[4..<8].elementsEqual("IDAT".utf8) { data += chunk[8..<8 + length] } else { head += chunk }
            place += chunk.count
        }
        return nil
    }

    @Test("What is odd, damaged or cut is left to libvips")
    func others() throws {
        let whole = try DrawnImage.encoded(seed: 9, width: 60, height: 40, format: .png)
        #expect(decoded(whole) != nil)
        for length in stride(from: 0, to: whole.count - 16, by: 97) { #expect(decoded(Array(whole[..<length])) == nil) }
        for place in stride(from: 16, to: whole.count - 12, by: 61) {
            var changed = whole
            changed[place] ^= 1
            #expect(decoded(changed) == nil, "byte \(place)")
        }
        #expect(decoded(MadePNG.interlaced(width: 9, height: 9) { UInt8($0 + $1) }.file) == nil)
        #expect(try decoded(DrawnImage.encoded(seed: 9, width: 9, height: 9, kind: .sixteenBit, format: .png)) == nil)
        var beyond = MadePNG(width: 2, height: 1, colourType: 3, rows: [[0, 1]])
        beyond.chunks = [("PLTE", [1, 2, 3])]
        #expect(decoded(beyond.file) == nil)
    }

    @Test("Pixels that are not those of the sum fail, in every kind and kept, too")
    func sums() throws {
        func failing(_ png: MadePNG, _ what: String) {
            var png = png
            #expect(failure(png.file) == nil, "\(what)")
            png.hasWrongSum = true
            for keeping in [KeptBytes.none, .anyFormat] {
                var options = ImageOptions(resizeMode: .no, encodeFormat: .png)
                options.keeping = keeping
                #expect(failure(png.file, options)?.category == .decode, "\(what) \(keeping)")
            }
        }
        let rows = [[UInt8]](repeating: [1, 2, 3, 4, 5, 6], count: 5)
        failing(MadePNG(width: 2, height: 5, colourType: 2, rows: rows), "plain")
        failing(MadePNG(width: 1, height: 5, bitDepth: 16, colourType: 2, rows: rows), "16 bits")
        failing(MadePNG.interlaced(width: 13, height: 11) { UInt8($0 * 19 + $1) }, "interlaced")
    }

    @Test("Mutated files never crash it, and what it takes is what libvips takes")
    func mutated() throws {
        for (index, kind) in [DrawnImage.Kind.photo, .grayAlpha, .palette, .alpha].enumerated() {
            let file = try DrawnImage.encoded(seed: 9, width: 40, height: 30, kind: kind, format: .png)
            var mutator = ByteMutator(seed: UInt64(index))
            for _ in 0..<300 {
                let changed = mutator.mutated(file)
                if decoded(changed) != nil { try expectEqual(changed, "\(kind)") }
            }
        }
    }
}
