// Images left out for their size.

import Testing
import Vips

@testable import Imaging

@Suite("Filters")
struct ImageFiltersTests {
    private func message(_ file: [UInt8], _ change: (inout ImageFilters) -> Void) -> String? {
        var options = ImageOptions(targetSize: 32)
        change(&options.filters)
        return failure(file, options)?.message
    }

    @Test("Each filter lets its limit pass and nothing beyond", arguments: [DrawnImage.Format.jpg, .png, .bmp])
    func limits(format: DrawnImage.Format) throws {
        let file = try DrawnImage.encoded(seed: 3, width: 80, height: 40, format: format)
        #expect(message(file) { $0.minimumSide = 40 } == nil)
        #expect(message(file) { $0.minimumSide = 41 } == "image too small")
        #expect(message(file) { $0.maximumSide = 80 } == nil)
        #expect(message(file) { $0.maximumSide = 79 } == "image too large")
        #expect(message(file) { $0.maximumArea = 3200 } == nil)
        #expect(message(file) { $0.maximumArea = 3199 } == "image area too large")
        #expect(message(file) { $0.maximumAspectRatio = 2 } == nil)
        #expect(message(file) { $0.maximumAspectRatio = 1.99 } == "aspect ratio too large")
        #expect(message(file) { $0.minimumBytes = file.count } == nil)
        #expect(message(file) { $0.minimumBytes = file.count + 1 } == "body too small")
    }

    @Test("The first that does not pass is reported, in img2dataset's order")
    func order() throws {
        let file = try DrawnImage.encoded(seed: 3, width: 80, height: 40)
        let all: (inout ImageFilters) -> Void = {
            $0.minimumSide = 100
            $0.maximumArea = 5
            $0.maximumAspectRatio = 1
        }
        #expect(message(file, all) == "image too small")
        #expect(
            message(file) {
                all(&$0); $0.minimumSide = 0
            } == "image area too large")
    }

    @Test("Kept bytes are filtered too")
    func kept() throws {
        var options = ImageOptions(resizeMode: .no)
        options.keeping = .anyFormat
        options.filters.minimumSide = 50
        for format in [DrawnImage.Format.jpg, .png, .bmp] {
            let file = try DrawnImage.encoded(seed: 3, width: 80, height: 40, format: format)
            #expect(failure(file, options)?.message == "image too small")
        }
    }
}
