// Owned memory for bodies and encoded images, handed from thread to thread without a copy.

internal import Glibc

/// A growable run of bytes that cannot outgrow its maximum.
///
/// `@unchecked Sendable` holds because a buffer has one owner at a time: the thread that fills it hands it
/// over and never touches it again. Only a full buffer is read by several, and then nobody writes.
package final class ByteBuffer: @unchecked Sendable {
    /// Frees memory that another library allocated.
    package typealias Deallocator = @Sendable (UnsafeMutableRawPointer) -> Void

    /// Largest count this buffer accepts, in bytes.
    package let maximumBytes: Int
    /// Bytes held.
    package private(set) var count = 0
    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private let deallocate: Deallocator

    /// An empty buffer; memory is taken when the first bytes come.
    package init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
        self.deallocate = { free($0) }
    }

    /// Takes over `count` bytes at `base`; `deallocate` is called once with `base`. The buffer cannot grow.
    package init(adopting base: UnsafeMutableRawPointer, count: Int, deallocate: @escaping Deallocator) {
        self.maximumBytes = count
        self.count = count
        self.base = base
        self.capacity = count
        self.deallocate = deallocate
    }

    /// A buffer that holds a copy of `bytes` and cannot grow.
    package convenience init(copying bytes: UnsafeRawBufferPointer) {
        self.init(maximumBytes: bytes.count)
        _ = append(bytes)
    }

    deinit {
        if let base { deallocate(base) }
    }

    /// Makes room for `bytes` in all, as far as the maximum allows; for a length known beforehand.
    package func reserve(_ bytes: Int) {
        let wanted = min(bytes, maximumBytes)
        if wanted > capacity { grow(to: wanted) }
    }

    /// Appends `bytes`, or nothing at all when the maximum would be passed.
    ///
    /// - Returns: whether the bytes were taken.
    package func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return true }
        let needed = count + bytes.count
        guard needed <= maximumBytes else { return false }
        if needed > capacity { grow(to: min(maximumBytes, max(needed, capacity * 2, 4096))) }
        guard let base else { return false }
        memcpy(base + count, source, bytes.count)
        count = needed
        return true
    }

    /// Lends the bytes; the pointer must not leave `body`.
    package func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Bytes of memory held, filled or not.
    package var capacityBytes: Int { capacity }

    private func grow(to bytes: Int) {
        guard let grown = realloc(base, bytes) else {
            fatalError("out of memory: \(bytes) bytes for one body")
        }
        base = grown
        capacity = bytes
    }
}
