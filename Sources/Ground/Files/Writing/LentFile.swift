// Writing to a file whose descriptor was lent.

internal import Glibc

/// Writes for a library that makes a file's bytes and knows its descriptor only: see `DataFile.descriptor`.
package enum LentFile {
    /// Writes two pieces, one behind the other, at the descriptor's place.
    ///
    /// - Returns: 0, or the system's error number: then some of the bytes may be written.
    package static func writeAll(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, to descriptor: Int32
    ) -> Int32 {
        SystemCalls.writeAll(first, second, to: descriptor) ? 0 : errno
    }
}
