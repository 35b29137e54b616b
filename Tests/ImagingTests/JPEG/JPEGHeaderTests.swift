// The header scan and the choice of path.

import Testing
import Vips

@testable import Imaging

@Suite("JPEG headers")
struct JPEGHeaderTests {
    private func header(_ bytes: [UInt8]) -> JPEGHeader? { bytes.withUnsafeBytes { JPEGHeader(scanning: $0) } }

    private func choice(_ bytes: [UInt8]) throws -> JPEGPathChoice { JPEGPathChoice(try #require(header(bytes))) }

    @Test("Size, sampling and coding are read")
    func basics() throws {
        let found = try #require(header(JPEGBytes.head(frame: 0xC2, width: 513, height: 770)))
        #expect((found.width, found.height, found.precision) == (513, 770, 8))
        #expect(found.coding == .progressive)
        #expect(found.components.map(\.horizontal) == [2, 1, 1])
    }

    @Test("Garbage and fill bytes between segments are passed over")
    func garbage() throws {
        let found = try #require(header(JPEGBytes.head(before: [0x00, 0x11, 0xFF, 0xFF, 0xFF, 0x00, 0x22])))
        #expect(found.width == 40)
    }

    @Test("The orientation is read in both byte orders, and wrong ones count as upright", arguments: 1...8)
    func orientation(value: Int) throws {
        for isBigEndian in [false, true] {
            let exif = JPEGBytes.exif(orientation: value, isBigEndian: isBigEndian)
            #expect(try #require(header(JPEGBytes.head(before: exif))).orientation.value == value)
        }
        #expect(try #require(header(JPEGBytes.head(before: JPEGBytes.exif(orientation: 9)))).orientation.isUpright)
    }

    @Test("No prefix and no changed byte of a head is read past its end or taken for more than it is")
    func hostile() {
        let icc = JPEGBytes.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1])
        let adobe = JPEGBytes.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1])
        let whole = JPEGBytes.head(before: JPEGBytes.exif(orientation: 6) + icc + adobe)
        #expect(header(whole)?.hasICCProfile == true)
        #expect(header(whole)?.adobeTransform == 1)
        for length in 0..<whole.count - 10 { #expect(header(Array(whole[..<length])) == nil) }
        for index in whole.indices {
            for value: UInt8 in [0, 1, 0x7F, 0xFF] {
                var changed = whole
                changed[index] = value
                if let found = header(changed) { #expect(found.firstScanOffset < changed.count) }
            }
        }
    }

    @Test("Two frames are none")
    func twoFrames() {
        let frame = JPEGBytes.segment(0xC0, [8, 0, 9, 0, 9, 1, 1, 0x11, 0])
        #expect(header(JPEGBytes.head(before: frame)) == nil)
    }

    @Test("The common samplings go to planes")
    func samplings() throws {
        for (factors, sampling): ((UInt8, UInt8), ChromaSampling) in [
            ((1, 1), .full), ((2, 1), .half), ((2, 2), .quarter), ((1, 2), .halfDown), ((4, 1), .quarterAcross),
        ] {
            let head = JPEGBytes.head(components: [(1, factors.0, factors.1), (2, 1, 1), (3, 1, 1)])
            #expect(try choice(head) == .planes(sampling))
        }
        #expect(try choice(JPEGBytes.head(components: [(1, 1, 1)])) == .planes(.grey))
    }

    @Test("Everything else goes to libvips, for a reason")
    func others() throws {
        let colour: [(UInt8, UInt8, UInt8)] = [(1, 1, 1), (2, 1, 1), (3, 1, 1)]
        #expect(try choice(JPEGBytes.head(frame: 0xC9)) == .other(.rareCoding))
        #expect(try choice(JPEGBytes.head(frame: 0xC3)) == .other(.rareCoding))
        #expect(try choice(JPEGBytes.head(precision: 12)) == .other(.notEightBit))
        #expect(try choice(JPEGBytes.head(components: colour + [(4, 1, 1)])) == .other(.notYCbCr))
        #expect(try choice(JPEGBytes.head(components: [(82, 1, 1), (71, 1, 1), (66, 1, 1)])) == .other(.notYCbCr))
        #expect(try choice(JPEGBytes.head(components: [(1, 2, 2), (2, 2, 1), (3, 1, 1)])) == .other(.unusualSampling))
        #expect(try choice(JPEGBytes.head(components: [(1, 2, 2)])) == .other(.unusualSampling))
        #expect(try choice(JPEGBytes.head(width: 65_501)) == .other(.unusualSize))
        #expect(try choice(JPEGBytes.head(height: 0)) == .other(.unusualSize))
        let adobe = JPEGBytes.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 0])
        #expect(try choice(JPEGBytes.head(before: adobe)) == .other(.notYCbCr))
    }

    @Test("Other encode formats go to libvips")
    func formats() throws {
        let found = header(JPEGBytes.head())
        #expect(try ImagePath(for: .jpeg, header: found, options: ImageOptions(encodeFormat: .png)) == .libvips(.jpeg))
        #expect(try ImagePath(for: .jpeg, header: nil) == .libvips(.jpeg))
        #expect(
            try ImagePath(for: .jpeg, header: found) == .planes(try #require(found), .quarter))
    }
}
