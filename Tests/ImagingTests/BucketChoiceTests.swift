// Aspect-ratio buckets: the lists, and which bucket an image gets.

import Testing

@testable import Imaging

@Suite("Buckets")
struct BucketChoiceTests {
    private func sizes(_ texts: [String]) -> [PixelSize] { texts.compactMap { PixelSize($0) } }

    @Test("A base of 512 gives the list that NovelAI's and kohya's trainers make of it")
    func base512() throws {
        let choice = try #require(BucketChoice(base: 512, multiple: 64, maximumRatio: 4))
        let tall = ["256x1024", "256x960", "256x896", "256x832", "320x768", "320x704", "384x640", "448x576"]
        let turned = tall.reversed().compactMap { PixelSize($0) }.map { PixelSize(width: $0.height, height: $0.width) }
        #expect(choice.buckets == sizes(tall) + sizes(["512x512"]) + turned)
    }

    @Test("A base of 1024 has SDXL's best known sizes")
    func base1024() throws {
        let choice = try #require(BucketChoice(base: 1024, multiple: 64, maximumRatio: 4))
        for size in sizes([
            "1024x1024", "1152x896", "896x1152", "1216x832", "832x1216", "1344x768", "1536x640", "512x2048",
        ]) {
            #expect(choice.buckets.contains(size), "\(size)")
        }
        #expect(choice.buckets.allSatisfy { $0.width % 64 == 0 && $0.height % 64 == 0 && $0.pixelCount <= 1 << 20 })
        #expect(Set(choice.buckets.map { PixelSize(width: $0.height, height: $0.width) }) == Set(choice.buckets))
    }

    @Test("A base that is no multiple has a square bucket all the same")
    func oddBase() throws {
        let choice = try #require(BucketChoice(base: 1000, multiple: 64, maximumRatio: 2))
        #expect(choice.buckets.contains(PixelSize(width: 960, height: 960)))
        #expect(choice.buckets.allSatisfy { $0.pixelCount <= 1_000_000 })
        #expect(choice.buckets.allSatisfy { max($0.width, $0.height) <= 2 * min($0.width, $0.height) })
    }

    @Test("The ratio limits the list; 1 leaves the square")
    func ratio() {
        #expect(BucketChoice(base: 512, multiple: 64, maximumRatio: 1)?.buckets == sizes(["512x512"]))
        #expect(BucketChoice(base: 64, multiple: 64, maximumRatio: 4)?.buckets == sizes(["64x64"]))
    }

    @Test("More than a thousand buckets are refused")
    func tooMany() {
        #expect(BucketChoice(base: 8192, multiple: 1, maximumRatio: 4) == nil)
        #expect(BucketChoice(sizes((1...1001).map { "\($0)x7" })) == nil)
        #expect(BucketChoice([]) == nil)
    }

    @Test(
        "An image gets the bucket whose ratio is nearest",
        arguments: [
            (512, 512, "512x512"), (3000, 2001, "640x384"), (1920, 1080, "640x384"), (1080, 1920, "384x640"),
            (100, 75, "576x448"), (10_000, 100, "1024x256"), (1, 999, "256x1024"),
        ])
    func nearest(width: Int, height: Int, bucket: String) throws {
        let choice = try #require(BucketChoice(base: 512, multiple: 64, maximumRatio: 4))
        #expect(choice.bucket(forWidth: width, height: height).description == bucket)
    }

    @Test("An image turned by 90 degrees gets the bucket turned")
    func turned() throws {
        let choice = try #require(BucketChoice(base: 1024, multiple: 64, maximumRatio: 4))
        for width in stride(from: 1, through: 3_000, by: 97) {
            for height in stride(from: 2, through: 3_000, by: 89) {
                let upright = choice.bucket(forWidth: width, height: height)
                let lying = choice.bucket(forWidth: height, height: width)
                let (a, b) = (
                    Double(upright.width) / Double(upright.height), Double(lying.height) / Double(lying.width)
                )
                #expect(a == b, "\(width)x\(height): \(upright), \(lying)")
            }
        }
    }

    @Test("Of buckets of one ratio the largest that needs no enlargement is taken, else the smallest")
    func oneRatio() throws {
        let choice = try #require(BucketChoice(sizes(["512x512", "1024x1024", "256x256", "512x512"])))
        #expect(choice.buckets.count == 3)
        for (side, bucket) in [(100, 256), (256, 256), (511, 256), (512, 512), (1023, 512), (5_000, 1024)] {
            #expect(choice.bucket(forWidth: side, height: side).width == bucket, "\(side)")
        }
    }

    @Test("The image covers its bucket and is cut in the middle, whatever the mode says")
    func geometry() throws {
        var options = ImageOptions(resizeMode: .no)
        options.buckets = BucketChoice(base: 512, multiple: 64, maximumRatio: 4)
        let geometry = ResizeGeometry(width: 1921, height: 1081, options: options)
        #expect((geometry.width, geometry.height) == (640, 384))
        #expect((geometry.scaledWidth, geometry.scaledHeight, geometry.left, geometry.top) == (682, 384, -21, 0))
        for width in stride(from: 1, through: 2_000, by: 61) {
            for height in stride(from: 1, through: 2_000, by: 67) {
                let result = ResizeGeometry(width: width, height: height, options: options)
                #expect(result.scaledWidth >= result.width && result.scaledHeight >= result.height)
                #expect(result.scaledWidth == result.width || result.scaledHeight == result.height)
            }
        }
    }
}
