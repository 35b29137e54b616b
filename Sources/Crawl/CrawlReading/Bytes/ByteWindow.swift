// The part of a stream of bytes that is in memory.

internal import CrawlPages

/// Bytes that are added at the end and removed at the start. Behind the last byte there is always readable memory, which
/// the readers of records want (`CRAWL_PADDING`).
final class ByteWindow {
    private static let padding = Int(CRAWL_PADDING)

    /// Freed in `deinit`.
    private var memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    init(capacity: Int) {
        memory = .allocate(byteCount: capacity + Self.padding, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { memory.deallocate() }

    var count: Int { end - start }
    var isEmpty: Bool { start == end }

    /// Valid until the window changes.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[start..<end]) }

    func removeFirst(_ count: Int) {
        start += count
        if start == end { removeAll() }
    }

    func removeAll() {
        start = 0
        end = 0
    }

    /// Memory for at least `least` more bytes, behind those that are there. What is written to it counts with `add`.
    func room(_ least: Int) -> UnsafeMutableRawBufferPointer {
        if memory.count - Self.padding - end < least { makeRoom(least) }
        return UnsafeMutableRawBufferPointer(rebasing: memory[end..<memory.count - Self.padding])
    }

    func add(_ count: Int) { end += count }

    /// Fills the window from `source` until it has `wanted` bytes or the source ends.
    ///
    /// - Returns: the bytes that were read.
    func fill(to wanted: Int, from source: any ByteSource) throws(CrawlError) -> Int {
        var read = 0
        while count < wanted {
            let came = try source.read(into: room(wanted - count))
            if came == 0 { break }
            add(came)
            read += came
        }
        return read
    }

    private func makeRoom(_ least: Int) {
        let held = count
        let capacity = memory.count - Self.padding
        guard held + least > capacity || start < capacity / 2 else {
            // copyMemory takes pieces that overlap.
            memory.copyMemory(from: bytes)
            start = 0
            end = held
            return
        }
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(capacity * 2, held + least) + Self.padding, alignment: 64)
        larger.initializeMemory(as: UInt8.self, repeating: 0)
        larger.copyMemory(from: bytes)
        memory.deallocate()
        memory = larger
        start = 0
        end = held
    }
}
