// Owned memory: limits, growth and who frees.

import Ground
import Synchronization
import Testing

@Suite("A byte buffer")
struct ByteBufferTests {
    private func bytes(of buffer: ByteBuffer) -> [UInt8] { buffer.withUnsafeBytes { Array($0) } }

    @Test("Appended runs stand one behind the other")
    func appending() {
        let buffer = ByteBuffer(maximumBytes: 10_000)
        var expected: [UInt8] = []
        for number in 0..<100 {
            let run = [UInt8](repeating: UInt8(number), count: number)
            #expect(run.withUnsafeBytes { buffer.append($0) })
            expected += run
        }
        #expect(bytes(of: buffer) == expected)
    }

    @Test("What would pass the maximum is refused whole")
    func maximum() {
        let buffer = ByteBuffer(maximumBytes: 5)
        #expect([UInt8]([1, 2, 3]).withUnsafeBytes { buffer.append($0) })
        #expect(![UInt8]([4, 5, 6]).withUnsafeBytes { buffer.append($0) })
        #expect([UInt8]([4, 5]).withUnsafeBytes { buffer.append($0) })
        #expect(bytes(of: buffer) == [1, 2, 3, 4, 5])
    }

    @Test("A reserve beyond the maximum takes no more than the maximum")
    func reserve() {
        let buffer = ByteBuffer(maximumBytes: 100)
        buffer.reserve(1 << 40)
        #expect(buffer.capacityBytes == 100)
    }

    @Test("Adopted memory is given back once")
    func adopting() {
        let freed = FreedCount()
        do {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: 4, alignment: 1)
            let buffer = ByteBuffer(adopting: memory, count: 4) {
                $0.deallocate()
                freed.count.wrappingAdd(1, ordering: .relaxed)
            }
            #expect(buffer.count == 4)
        }
        let times = freed.count.load(ordering: .relaxed)
        #expect(times == 1)
    }

    private final class FreedCount: Sendable {
        let count = Atomic<Int>(0)
    }
}
