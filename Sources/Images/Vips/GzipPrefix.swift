// The beginning of what a gzip file holds, by GLib, which libvips brings with it.

internal import CVips

/// Inflates no more than is asked for.
package enum GzipPrefix {
    /// At most `count` bytes; fewer where the data ends or is damaged.
    package static func inflated(_ bytes: UnsafeRawBufferPointer, atMost count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { memory, used in
            used = cvips_gunzip(bytes.baseAddress, bytes.count, memory.baseAddress, count)
        }
    }
}
