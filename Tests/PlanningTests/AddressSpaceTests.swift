// How much memory a run maps.

import Testing

@testable import Planning

@Suite("The need of address space")
struct AddressSpaceTests {
    @Test("The need grows with the threads, and with heaps up to eight a core")
    func need() {
        let few = AddressSpace.need(mapped: 1000, workers: 2, cores: 2, stackBytes: 100)
        #expect(few == 1000 + 10 * 100 + 10 * (64 << 20))
        let many = AddressSpace.need(mapped: 1000, workers: 92, cores: 2, stackBytes: 100)
        #expect(many == 1000 + 100 * 100 + 16 * (64 << 20))
    }
}
