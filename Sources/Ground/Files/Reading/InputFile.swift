// A file of ours that is read at places.

internal import CLinux
internal import Checksums
internal import Glibc

/// An open plain file. Dropping it closes it.
package struct InputFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    /// The file's size when it was opened.
    package let byteCount: Int

    /// - Parameters:
    ///   - followsLinks: false refuses a link under the name.
    ///   - doing: what could not be done, for the message.
    /// - Throws: `notPlain` for a pipe, a device or a folder; the system's reasons.
    package init(path: String, followsLinks: Bool = true, doing: String = "read") throws(FileError) {
        (descriptor, byteCount) = try PlainFile.open(
            path, O_RDONLY | (followsLinks ? 0 : O_NOFOLLOW), doing: doing)
        self.path = path
    }

    /// Fills `buffer` with the bytes at `offset`.
    ///
    /// - Throws: `tooShort` when the file ends before; the system's reasons.
    package func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
        guard try readUpTo(buffer, at: offset) == buffer.count else {
            throw FileError(.tooShort, doing: "read", path: path)
        }
    }

    /// Fills `buffer` with the bytes at `offset`, as far as the file goes.
    ///
    /// - Returns: bytes that were read; fewer than the buffer's at the file's end alone.
    package func readUpTo(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        var held = 0
        while held < buffer.count {
            let count = SystemCalls.read(
                descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[held...]), at: offset + held)
            guard count >= 0 else { throw FileError("read", path) }
            if count == 0 { break }
            held += count
        }
        return held
    }

    /// Lends all bytes of the file, mapped into memory. Nobody may change the file meanwhile.
    package func withMappedBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) throws(FileError) -> R {
        guard byteCount > 0 else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        guard let pages = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0), pages != MAP_FAILED else {
            throw FileError("read", path)
        }
        defer { munmap(pages, byteCount) }
        return body(UnsafeRawBufferPointer(start: pages, count: byteCount))
    }

    /// Announces to the system that the file is read from its start to its end. Only advice.
    package func willReadInOrder() { _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }

    /// CRC-32C of a part of the file.
    ///
    /// - Parameter earlier: the checksum of bytes that count as lying before it.
    /// - Throws: `tooShort` when the file ends before `end`; the system's reasons.
    package func checksum(from start: Int, to end: Int, after earlier: UInt32 = 0) throws(FileError) -> UInt32 {
        try Self.checksum(descriptor, from: start, to: end, after: earlier, path: path)
    }

    /// As the method, of a descriptor that is open for reading.
    static func checksum(
        _ descriptor: Int32, from start: Int, to end: Int, after earlier: UInt32 = 0, path: @autoclosure () -> String
    ) throws(FileError) -> UInt32 {
        var failure: FileError?
        let checksum = withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 64) { block in
            var crc = earlier
            var position = start
            while position < end {
                let part = UnsafeMutableRawBufferPointer(rebasing: block[..<min(block.count, end - position)])
                let count = SystemCalls.read(descriptor, part, at: position)
                guard count > 0 else {
                    failure =
                        count < 0
                        ? FileError("read back", path()) : FileError(.tooShort, doing: "read back", path: path())
                    break
                }
                crc = checksum_crc32c(crc, block.baseAddress, count)
                position += count
            }
            return crc
        }
        if let failure { throw failure }
        return checksum
    }

    /// Appends a range to another file.
    package func copy(_ range: Range<Int>, to output: borrowing OutputFile) throws(FileError) {
        var from = Int64(range.lowerBound)
        while from < range.upperBound {
            let count = file_calls_copy_range(descriptor, &from, output.descriptor, range.upperBound - Int(from))
            if count > 0 || (count < 0 && errno == EINTR) { continue }
            guard count < 0 else { throw FileError(.tooShort, doing: "read", path: path) }
            switch errno {
            // File systems and devices that cannot copy within the kernel.
            case EXDEV, EINVAL, ENOSYS, EOPNOTSUPP:
                return try copyByHand(Int(from)..<range.upperBound, to: output)
            default: throw FileError("write", output.name)
            }
        }
    }

    private func copyByHand(_ range: Range<Int>, to output: borrowing OutputFile) throws(FileError) {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: min(range.count, 1 << 20), alignment: 64)
        defer { block.deallocate() }
        var from = range.lowerBound
        while from < range.upperBound {
            let part = UnsafeMutableRawBufferPointer(rebasing: block[..<min(block.count, range.upperBound - from)])
            try read(part, at: from)
            try output.write(UnsafeRawBufferPointer(part))
            from += part.count
        }
    }

    deinit { SystemCalls.close(descriptor) }
}
