// The drawn images that other tests, the demo and the benchmarks stand on.

import Testing
import Vips

@Suite("Drawn images")
struct DrawnImageTests {
    @Test("The same seed gives the same bytes, another seed others")
    func repeats() throws {
        let first = try DrawnImage.encoded(seed: 7, width: 100, height: 80)
        #expect(try DrawnImage.encoded(seed: 7, width: 100, height: 80) == first)
        #expect(try DrawnImage.encoded(seed: 8, width: 100, height: 80) != first)
    }

    @Test("A photograph of 500 by 375 at quality 92 takes about 110 KB")
    func looksLikeAPhotograph() throws {
        var total = 0
        for seed in 1...12 { total += try DrawnImage.encoded(seed: UInt64(seed), width: 500, height: 375).count }
        #expect((90_000...130_000).contains(total / 12))
    }

    @Test("Every format can be drawn", arguments: DrawnImage.Format.allCases)
    func everyFormat(format: DrawnImage.Format) throws {
        #expect(try DrawnImage.encoded(seed: 3, width: 33, height: 21, format: format).count > 100)
    }
}
