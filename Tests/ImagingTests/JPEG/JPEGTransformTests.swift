// JPEG to JPEG in planes: sizes, places, turns and colours.

import Ground
import Testing

@testable import Imaging

@Suite("JPEG to JPEG in planes")
struct JPEGTransformTests {
    /// A smooth picture with a colour and a brightness of its own at every place.
    static func smooth(_ sampling: ChromaSampling, _ width: Int, _ height: Int) -> PlanePicture {
        PlanePicture(sampling, width: width, height: height) { plane, x, y in
            let (across, down) = (x / Double(width), y / Double(height))
            switch plane {
            case 0: return 40 + 120 * across + 60 * down
            case 1: return 200 - 120 * across
            default: return 60 + 120 * down
            }
        }
    }

    /// The planes before encoding.
    static func drawn(_ bytes: [UInt8], _ options: ImageOptions) throws -> PlanePicture {
        try bytes.withUnsafeBytes { bytes in
            let header = try #require(JPEGHeader(scanning: bytes))
            guard case .planes(let sampling) = JPEGPathChoice(header) else {
                throw ImageError(.unsupported, "no planes")
            }
            let plan = try JPEGPlan(header: header, sampling: sampling, options: options)
            let transformer = try JPEGTransformer(options)
            try transformer.decode(bytes, header: header, plan: plan)
            return PlanePicture(
                sampling == .grey ? .grey : .quarter, copying: transformer.resized(by: plan))
        }
    }

    static func transformed(_ bytes: [UInt8], _ options: ImageOptions) throws -> TransformedImage {
        try ImageTransformer(options).transform(bytes.withUnsafeBytes { ByteBuffer(copying: $0) })
    }

    private static let sizes = [
        (1, 1), (1, 7), (7, 1), (2, 511), (511, 2), (16, 16), (333, 251), (251, 333), (1_000, 3), (97, 1_201),
    ]

    @Test("Every mode gives the size that the geometry says, also from odd sizes", arguments: ResizeMode.allCases)
    func sizes(mode: ResizeMode) throws {
        for (width, height) in Self.sizes {
            for orientation in [1, 6] {
                let bytes = try Self.smooth(.quarter, width, height).encoded(orientation: orientation)
                let seen = orientation == 1 ? (width, height) : (height, width)
                let options = ImageOptions(resizeMode: mode, targetSize: 65)
                let geometry = ResizeGeometry(width: seen.0, height: seen.1, options: options)
                let result = try Self.transformed(bytes, options)
                #expect((result.width, result.height) == (geometry.width, geometry.height))
                #expect((result.originalWidth, result.originalHeight) == seen)
                let stored = try PlanePicture(decoding: result.bytes.withUnsafeBytes { Array($0) })
                #expect((stored.width, stored.height) == (geometry.width, geometry.height))
                #expect(stored.sampling == .quarter)
            }
        }
    }

    @Test("The result is a baseline JPEG without EXIF, profile or Adobe segment")
    func plainResult() throws {
        let bytes = try Self.smooth(.full, 100, 80).encoded(orientation: 6)
        let result = try Self.transformed(bytes, ImageOptions(targetSize: 64))
        let header = result.bytes.withUnsafeBytes { JPEGHeader(scanning: $0) }
        #expect(header?.coding == .sequential)
        #expect(header?.orientation.isUpright == true)
        #expect(header?.hasICCProfile == false)
        #expect(header?.adobeTransform == nil)
    }

    @Test("The longest side libjpeg takes is made small")
    func longest() throws {
        let bytes = try Self.smooth(.quarter, 65_500, 1).encoded()
        let result = try Self.transformed(bytes, ImageOptions(resizeMode: .keepRatioLargest, targetSize: 256))
        #expect((result.width, result.height) == (256, 1))
    }

    @Test("Each stored corner comes to its place", arguments: 1...8)
    func corners(orientation: Int) throws {
        // Stored top left dark, top right brighter, bottom left brighter still.
        let picture = PlanePicture(.quarter, width: 64, height: 32) { plane, x, y in
            plane > 0 ? 128 : 40 + (x > 32 ? 60 : 0) + (y > 16 ? 120 : 0)
        }
        let seen = try Self.drawn(picture.encoded(orientation: orientation), ImageOptions(resizeMode: .no))
        let (right, bottom) = (seen.width - 1, seen.height - 1)
        let corners = [seen[0, 0, 0], seen[0, right, 0], seen[0, right, bottom], seen[0, 0, bottom]]
        // Where the stored top left and top right are seen (0 top left, then with the clock): the EXIF standard.
        let topLeft = [1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3][orientation] ?? 0
        let topRight = [1: 1, 2: 0, 3: 3, 4: 2, 5: 3, 6: 2, 7: 1, 8: 0][orientation] ?? 0
        #expect(abs(corners[topLeft] - 40) < 4)
        #expect(abs(corners[topRight] - 100) < 4)
        #expect((seen.width, seen.height) == (orientation >= 5 ? (32, 64) : (64, 32)))
    }

    @Test("Turning while resizing is resizing what was turned before, also at odd places", arguments: 2...8)
    func turns(orientation: Int) throws {
        for mode in ResizeMode.allCases {
            let stored = Self.smooth(.full, 75, 53)
            let options = ImageOptions(resizeMode: mode, targetSize: 33)
            let turned = try Self.drawn(stored.encoded(orientation: orientation), options)
            let before = try Self.drawn(stored.turned(orientation).encoded(), options)
            #expect((turned.width, turned.height) == (before.width, before.height))
            for plane in 0..<3 { #expect(turned.largestDifference(to: before, plane: plane) <= 3) }
        }
    }

    @Test("An orientation is left alone when turning is off")
    func unturned() throws {
        let bytes = try Self.smooth(.quarter, 64, 32).encoded(orientation: 6)
        let result = try Self.transformed(bytes, ImageOptions(resizeMode: .no, orients: false))
        #expect((result.width, result.height) == (64, 32))
    }

    @Test("Every source sampling gives the same picture", arguments: ChromaSampling.allCases)
    func samplings(sampling: ChromaSampling) throws {
        for (width, height) in [(120, 90), (121, 91), (91, 123)] {
            for mode in [ResizeMode.border, .centerCrop, .no] {
                let options = ImageOptions(resizeMode: mode, targetSize: 51)
                let drawn = try Self.drawn(Self.smooth(sampling, width, height).encoded(), options)
                let full = try Self.drawn(Self.smooth(.full, width, height).encoded(), options)
                #expect(drawn.planes.count == (sampling == .grey ? 1 : 3))
                for plane in drawn.planes.indices {
                    #expect(drawn.largestDifference(to: full, plane: plane) <= 3, "plane \(plane)")
                }
            }
        }
    }

    @Test("Colours stay in place: each pixel has the colour of the place it shows")
    func siting() throws {
        // Border offsets of 10, 11 and 13 pixels: chroma cells begin inside and outside of the picture.
        for height in [44, 42, 38] {
            let drawn = try Self.drawn(
                Self.smooth(.quarter, 128, height * 2).encoded(),
                ImageOptions(resizeMode: .border, targetSize: 64))
            let top = (64 - height) / 2
            for cell in 0..<32 {
                let inside = (2 * cell..<2 * cell + 2).clamped(to: top..<top + height)
                let shown = inside.reduce(0.0) { $0 + 60 + 120 * (Double($1 - top) + 0.5) / Double(height) }
                let wanted = (shown + Double(2 - inside.count) * 128) / 2
                #expect(abs(Double(drawn[2, 16, cell]) - wanted) <= 2, "row \(cell)")
            }
        }
    }

    @Test("The border is exactly white, and the picture's edge is not smeared")
    func border() throws {
        let picture = PlanePicture(.quarter, width: 90, height: 270) { [100, 80, 190][$0] + 0 * ($1 + $2) }
        let drawn = try Self.drawn(picture.encoded(), ImageOptions(targetSize: 64))
        let geometry = ResizeGeometry(width: 90, height: 270, mode: .border, targetSize: 64, onlyIfBigger: false)
        #expect((geometry.left, geometry.scaledWidth) == (21, 21))
        for y in 0..<64 {
            for x in 0..<64 {
                let isInside = (21..<42).contains(x)
                #expect(isInside ? abs(drawn[0, x, y] - 100) <= 1 : drawn[0, x, y] == 255)
            }
        }
        for cell in 0..<32 {
            let share = (2 * cell..<2 * cell + 2).clamped(to: 21..<42).count
            let wanted = [128, 104, 80][share]
            #expect(share == 0 ? drawn[1, cell, 9] == 128 : abs(drawn[1, cell, 9] - wanted) <= 1)
        }
        let stored = try PlanePicture(
            decoding: try Self.transformed(picture.encoded(), ImageOptions(targetSize: 64)).bytes.withUnsafeBytes {
                Array($0)
            })
        for x in 0..<16 { #expect((stored[0, x, 30], stored[1, x / 2, 15], stored[2, x / 2, 15]) == (255, 128, 128)) }
    }

    @Test("A picture that keeps its size keeps its samples")
    func identity() throws {
        let bytes = try Self.smooth(.quarter, 61, 43).encoded()
        let decoded = try PlanePicture(decoding: bytes)
        for filter in Interpolation.allCases {
            let drawn = try Self.drawn(
                bytes, ImageOptions(resizeMode: .no, upscaleInterpolation: filter, downscaleInterpolation: filter))
            #expect(drawn == decoded)
        }
    }

    @Test("A result never depends on the picture before it")
    func independent() throws {
        let transformer = ImageTransformer(ImageOptions(resizeMode: .keepRatioLargest, targetSize: 65))
        func result(_ bytes: [UInt8]) throws -> [UInt8] {
            let image = try transformer.transform(bytes.withUnsafeBytes { ByteBuffer(copying: $0) })
            return image.bytes.withUnsafeBytes { Array($0) }
        }
        let small = try Self.smooth(.quarter, 131, 77).encoded()
        let first = try result(small)
        _ = try result(Self.smooth(.full, 400, 401).encoded(orientation: 8))
        _ = try result(Self.smooth(.grey, 300, 20).encoded())
        #expect(try result(small) == first)
    }

    @Test("Large pictures decoded at a part of their size look like whole ones", arguments: [2, 4, 8])
    func reduced(reduction: Int) throws {
        let side = 40 * 4 * reduction + 3
        let bytes = try Self.smooth(.quarter, side, side).encoded(quality: 90)
        let header = try #require(bytes.withUnsafeBytes { JPEGHeader(scanning: $0) })
        let options = ImageOptions(resizeMode: .border, targetSize: 40)
        #expect(try JPEGPlan(header: header, sampling: .quarter, options: options).layout.reduction == reduction)
        let drawn = try Self.drawn(bytes, options)
        let small = try Self.drawn(Self.smooth(.full, 40, 40).encoded(), options)
        for plane in 0..<3 { #expect(drawn.signalToNoise(to: small, plane: plane) > 30) }
    }
}
