// What each stage cost, in words and for machines.

import Testing

@testable import Reporting

@Suite("CPU times")
struct CPUTimesTests {
    @Test("Stages per image; what no stage has is other")
    func items() {
        let times = CPUTimes(
            [.fetch: 1_000_000_000, .decode: 2_055_000_000, .other: 7], processNanoseconds: 4_000_000_000)
        #expect(
            times.items(images: 1000) == ["4.00 ms per image", "fetch 1.00", "decode 2.06"]
                + ["resize", "encode", "hash", "exif", "write"].map { $0 + " 0.00" } + ["other 0.95"])
        #expect(times.items(images: 0).isEmpty)
    }

    @Test("A process clock that lags behind makes nothing negative")
    func lagging() {
        #expect(CPUTimes([.decode: 5_000_000], processNanoseconds: 0).milliseconds(of: .other, images: 1) == 0)
    }
}
