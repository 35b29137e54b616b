// Files that end early, and files that only seem to.

import CodedImages
import Testing
import Vips

@testable import Imaging

@Suite("Cut files of every format")
struct CutFileTests {
    private let stored = ImageOptions(resizeMode: .no, encodeFormat: .png, encodeQuality: 1)

    @Test("A cut file is no picture", arguments: DrawnImage.Format.allCases)
    func cut(format: DrawnImage.Format) throws {
        let file = try DrawnImage.encoded(seed: 6, width: 160, height: 120, format: format)
        #expect(failure(file, stored) == nil)
        for length in [file.count / 40, file.count / 3, file.count / 2, file.count * 9 / 10] {
            #expect(failure(Array(file[..<length]), stored) != nil, "\(length) of \(file.count)")
        }
    }

    /// The first frame's blocks of coded pixels: where each begins.
    private func blocks(_ gif: [UInt8]) throws -> [Int] {
        let frame = try #require(gif.withUnsafeBytes { GIFFrame(of: $0) })
        var places: [Int] = []
        var place = frame.dataOffset
        while gif[place] != 0 {
            places.append(place)
            place += 1 + Int(gif[place])
        }
        return places
    }

    private func gif() throws -> [UInt8] { try DrawnImage.encoded(seed: 6, width: 120, height: 90, format: .gif) }

    @Test("A GIF that lacks nothing but its last bytes is a picture")
    func ends() throws {
        let file = try gif()
        #expect(file.suffix(2) == [0x00, 0x3B])
        let whole = try transformedPixels(file, stored)
        for ending in [file.dropLast(1), file.dropLast(2), file.dropLast(1) + [0], file + [1, 2, 3]] {
            #expect(try transformedPixels(Array(ending), stored).values == whole.values)
        }
    }

    @Test("A GIF whose data ends early fails, also with a proper end behind the cut")
    func data() throws {
        let file = try gif()
        let blocks = try blocks(file)
        try #require(blocks.count > 4)
        for block in [blocks[1], blocks[blocks.count / 2], blocks[blocks.count - 1]] {
            let cut = Array(file[..<block])
            #expect(failure(cut, stored)?.category == .decode, "at \(block)")
            #expect(failure(cut + [0x00, 0x3B], stored)?.category == .decode, "at \(block), ended")
            #expect(failure(Array(file[..<(block + 1)]), stored)?.category == .decode, "inside \(block)")
        }
    }

    @Test("A GIF that is cut behind its first frame is drawn, and never kept as it is")
    func animation() throws {
        let file = try DrawnImage.encoded(seed: 2, width: 60, height: 40, kind: .animation, format: .gif)
        #expect(file.withUnsafeBytes { GIFBlocks.areWhole($0) })
        #expect((file + [1, 2]).withUnsafeBytes { GIFBlocks.areWhole($0) })
        for count in 0..<file.count {
            #expect(!Array(file.prefix(count)).withUnsafeBytes { GIFBlocks.areWhole($0) }, "\(count)")
        }
        var keeping = ImageOptions(resizeMode: .no, encodeFormat: .jpg)
        keeping.keeping = .anyFormat
        #expect(file.withUnsafeBytes { keeping.mayKeep(.gif, $0) })
        #expect(!Array(file.dropLast(9)).withUnsafeBytes { keeping.mayKeep(.gif, $0) })
        #expect(failure(Array(file.dropLast(9)), stored) == nil)
    }

    @Test("The pixels of a GIF are counted as they are coded")
    func counting() throws {
        func isWhole(_ file: [UInt8], pixelsMore: UInt64 = 0) -> Bool? {
            file.withUnsafeBytes { bytes in
                guard let frame = GIFFrame(of: bytes) else { return nil }
                let pixels = UInt64(frame.width) * UInt64(frame.height) + pixelsMore
                let codes = gif_codes_read(
                    bytes.baseAddress, bytes.count, frame.dataOffset, Int32(frame.codeBits), pixels)
                return codes.isWhole && codes.hasEnd
            }
        }
        // Tables that grow, fill up and are cleared; few colours; one pixel.
        for (width, height) in [(1, 1), (3, 2), (40, 30), (300, 400), (700, 10)] {
            for kind in [DrawnImage.Kind.photo, .gray, .animation] {
                let file = try DrawnImage.encoded(seed: 2, width: width, height: height, kind: kind, format: .gif)
                #expect(isWhole(file) == true, "\(kind) \(width)")
                #expect(isWhole(file, pixelsMore: 1) == false, "\(kind) \(width)")
            }
        }
        #expect(isWhole(MadeFrames.gif()) == true)
        let file = try gif()
        for count in 0..<file.count where count % 7 == 0 { #expect(isWhole(Array(file.prefix(count))) != true) }
        #expect(isWhole(Array(file.prefix(12))) == nil)
    }
}
