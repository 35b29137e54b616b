// Boxes: how they are read, where they lie, and what is left of what is in them.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("Blurring boxes")
struct BlurTests {
    private func read(_ text: String) throws(ImageError) -> [BlurBox] {
        let bytes = Array(text.utf8)
        let boxes = bytes.withUnsafeBytes { raw in Result { () throws(ImageError) in try BlurBox.read(raw) } }
        return try boxes.get()
    }

    private func box(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) throws -> BlurBox {
        try #require(BlurBox(left: left, top: top, right: right, bottom: bottom))
    }

    @Test("A list of boxes, one box alone, and none")
    func reading() throws {
        #expect(try read("[[0.1, 0.2, 0.3, 0.4], [0,0,1,1e0]]") == [box(0.1, 0.2, 0.3, 0.4), box(0, 0, 1, 1)])
        #expect(try read(" [0.5,\n0.5,0.75, 0.75] ") == [box(0.5, 0.5, 0.75, 0.75)])
        #expect(try read("[[-0.02, 0.5, 1.04, 0.9]]") == [box(-0.02, 0.5, 1.04, 0.9)])
        for none in ["", "  ", "null", "[]", " [ ] "] { #expect(try read(none).isEmpty) }
    }

    @Test(
        "What is not understood is refused",
        arguments: [
            "x", "[", "[[]]", "[[0.1,0.2,0.3]]", "[[0.1,0.2,0.3,0.4,0.5]]", "[[0.1,0.2,0.3,0.4]", "[0.1,0.2,0.3,0.4]]",
            "[[0.1,0.2,0.3,nan]]", "[[0.1,0.2,0.3,null]]", "[null]", "[[0.1,0.2,0.3,\"0.4\"]]", "{}", "0.5",
            "[[0.6,0.2,0.3,0.4]]", "[[120,40,180,90]]", "[[0.1,0.2,0.3,0.4],]", "[[0.1,0.2,0.3,0.4]] x", "[[,,,]]",
            "[[0.1 0.2 0.3 0.4]]", "None", "nan", "[[0.1,0.2,0.3,0.4],[0.1]]",
        ])
    func refused(text: String) {
        #expect {
            _ = try read(text)
        } throws: {
            ($0 as? ImageError)?.message == "blurring boxes cannot be read"
        }
    }

    @Test("Boxes grow by a tenth of their longer side, and the largest decides the filter")
    func geometry() throws {
        let mask = BlurMask([try box(0.25, 0.5, 0.5, 0.6), try box(0.9, 0.9, 1, 1)], width: 200, height: 100)
        // 50 by 10 pixels from (50, 50): by 5 to all sides. 20 by 10 at the corner: one pixel short of the edge.
        #expect(mask.areas == [.init(columns: 45..<105, rows: 45..<65), .init(columns: 178..<199, rows: 88..<99)])
        #expect(mask.taps == 11)
        let tiny = BlurMask([try box(0.5, 0.5, 0.5, 0.5), try box(0.999, 0, 1, 1)], width: 10, height: 1)
        #expect(tiny.areas.allSatisfy { $0.columns.count == 1 && $0.rows.count == 1 })
        #expect(tiny.taps == 3)
        for taps in [1, 5, 9, 60, 400] {
            let sum = BlurMask([try box(0, 0, 1, 1)], width: taps, height: 1).kernel.reduce(0, +)
            #expect(abs(sum - 1) < 1e-4)
        }
    }

    @Test("Places outside are mirrored at the edge pixel")
    func mirrored() {
        #expect((-4...8).map { BoxBlur.reflected($0, length: 4) } == [2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2])
        #expect([-3, 0, 9].map { BoxBlur.reflected($0, length: 1) } == [0, 0, 0])
    }

    @Test("Inside little detail is left, far outside nothing changes", arguments: [DrawnImage.Format.jpg, .png])
    func effect(format: DrawnImage.Format) throws {
        let file = try DrawnImage.encoded(seed: 8, width: 200, height: 160, format: format, quality: 95)
        let plain = try pixels(file, [])
        let blurred = try pixels(file, [try box(0.25, 0.25, 0.75, 0.75)])
        #expect(
            roughness(blurred, columns: 70..<130, rows: 60..<100) * 4
                < roughness(plain, columns: 70..<130, rows: 60..<100))
        for row in 0..<160 {
            for column in [0, 10, 199] {
                #expect(blurred.pixel(column, row) == plain.pixel(column, row))
            }
        }
    }

    @Test("Every resize mode blurs the box where it is seen", arguments: ResizeMode.allCases)
    func modes(mode: ResizeMode) throws {
        let file = try DrawnImage.encoded(seed: 8, width: 240, height: 160, quality: 95)
        let options = ImageOptions(
            resizeMode: mode, targetSize: mode == .maxArea ? 98 : 120, upscaleInterpolation: .area)
        let plain = try pixels(file, [], options)
        let blurred = try pixels(file, [try box(0.4, 0.4, 0.6, 0.6)], options)
        #expect(plain.width == blurred.width && plain.height == blurred.height)
        let middle = (plain.width / 2, plain.height / 2)
        let (columns, rows) = (middle.0 - 6..<middle.0 + 6, middle.1 - 6..<middle.1 + 6)
        #expect(roughness(blurred, columns: columns, rows: rows) * 2 < roughness(plain, columns: columns, rows: rows))
        #expect(blurred.pixel(0, 0) == plain.pixel(0, 0))
        #expect(blurred.pixel(plain.width - 1, plain.height - 1) == plain.pixel(plain.width - 1, plain.height - 1))
    }

    @Test("Boxes lie on the image as stored, whichever way it is turned", arguments: 1...8)
    func turned(orientation: Int) throws {
        let file = try DrawnImage(seed: 8, width: 120, height: 80, orientation: orientation)
            .encoded(as: .jpg, quality: 95)
        let corner = try box(0, 0, 0.3, 0.3)
        func changed(_ orients: Bool) throws -> (Set<[Int]>, DecodedPixels) {
            let options = ImageOptions(resizeMode: .no, orients: orients)
            let (plain, blurred) = (try pixels(file, [], options), try pixels(file, [corner], options))
            var places: Set<[Int]> = []
            for y in 0..<plain.height {
                for x in 0..<plain.width where plain.pixel(x, y) != blurred.pixel(x, y) { places.insert([x, y]) }
            }
            return (places, plain)
        }
        let (stored, _) = try changed(false)
        let (seen, image) = try changed(true)
        let walk = ExifOrientation(orientation).walk(width: 120, height: 80)
        let asStored = Set(
            seen.map { place in
                [
                    walk.x + place[0] * walk.right.x + place[1] * walk.down.x,
                    walk.y + place[0] * walk.right.y + place[1] * walk.down.y,
                ]
            })
        #expect(image.width == (orientation < 5 ? 120 : 80))
        // A pixel's difference: shares are cut to whole pixels from the other side.
        #expect(abs(asStored.count - stored.count) < 200 && !stored.isEmpty)
        #expect(asStored.intersection(stored).count * 10 > stored.count * 9)
    }

    @Test("Grey and 16 bits are blurred too")
    func kinds() throws {
        let all = try box(0, 0, 1, 1)
        for kind in [DrawnImage.Kind.gray, .sixteenBit, .cmyk, .alpha, .palette] {
            let file = try DrawnImage.encoded(
                seed: 8, width: 90, height: 70, kind: kind, format: kind == .cmyk ? .tiff : .png)
            let (plain, blurred) = (try pixels(file, []), try pixels(file, [all]))
            #expect(plain.values.count == blurred.values.count && plain.values != blurred.values, "\(kind)")
        }
    }

    @Test("Images of one row, one column and one pixel", arguments: [(1, 40), (40, 1), (1, 1), (2, 3)])
    func slim(width: Int, height: Int) throws {
        let file = try DrawnImage.encoded(seed: 8, width: width, height: height, format: .png)
        let result = try pixels(file, [try box(0, 0, 1, 1)], ImageOptions(resizeMode: .no))
        #expect(result.width == width && result.height == height)
    }

    private func pixels(
        _ file: [UInt8], _ boxes: [BlurBox], _ options: ImageOptions = ImageOptions(resizeMode: .no)
    ) throws -> DecodedPixels {
        var options = options
        (options.encodeFormat, options.encodeQuality) = (.png, 1)
        let body = file.withUnsafeBytes { ByteBuffer(copying: $0) }
        return try DecodedPixels(ImageTransformer(options).transform(body, blurring: boxes).bytes, .png)
    }

    /// Mean difference of neighbours in a row.
    private func roughness(_ image: DecodedPixels, columns: Range<Int>, rows: Range<Int>) -> Double {
        var sum = 0
        for row in rows {
            for column in columns { sum += abs(image.pixel(column, row)[0] - image.pixel(column + 1, row)[0]) }
        }
        return Double(sum) / Double(rows.count * columns.count)
    }
}
