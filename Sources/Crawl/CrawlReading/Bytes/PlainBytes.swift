// Whole small files, compressed or not.

internal import ContentDecoding

/// Reads everything that a source has.
package enum PlainBytes {
    /// All bytes, unpacked where they are gzip's.
    ///
    /// - Throws: `otherFormat` for damaged gzip, and for more than `maximumBytes`.
    package static func read(_ source: any ByteSource, maximumBytes: Int) throws(CrawlError) -> [UInt8] {
        let window = ByteWindow(capacity: 1 << 20)
        var all: [UInt8] = []
        _ = try window.fill(to: 1 << 20, from: source)
        guard window.bytes.starts(with: MemberInflater.magic) else {
            while !window.isEmpty {
                all.append(contentsOf: window.bytes)
                guard all.count <= maximumBytes else { throw tooLarge }
                window.removeAll()
                _ = try window.fill(to: 1 << 20, from: source)
            }
            return all
        }
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { room.deallocate() }
        while !window.isEmpty {
            guard var stream = GzipMemberStream() else { throw CrawlError.noMemory }
            var isOpen = true
            while isOpen {
                let step = stream.step(window.bytes, into: room)
                all.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<step.made]))
                guard all.count <= maximumBytes else { throw tooLarge }
                window.removeFirst(step.used)
                if window.isEmpty { _ = try window.fill(to: 1 << 20, from: source) }
                switch step.state {
                case .open: if step.used == 0, step.made == 0 || window.isEmpty { throw damaged }
                case .ended: isOpen = false
                case .broken: throw damaged
                }
            }
        }
        return all
    }

    private static let tooLarge = CrawlError(.otherFormat, "it is too large for a list of paths")
    private static let damaged = CrawlError(.otherFormat, "its compression (gzip) is damaged, or it was cut")
}
