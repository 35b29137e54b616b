// Writing to stdout: the data that a command prints.

internal import Glibc

/// The process's standard output. Nothing is kept back: what was written is out.
package enum StandardOutput {
    /// Why it could not be written.
    package enum Failure: Error, Hashable, Sendable {
        /// The reader has seen enough, as `head` has: no fault of anybody.
        case readerLeft
        /// The system's words.
        case system(String)
    }

    /// Opens /dev/null in the place of standard streams that are closed: else the next file that is opened takes
    /// their number, and what is said goes into it. Call it before anything is opened.
    package static func fillClosedStreams() {
        for descriptor in 0...Int32(2) where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // Output that is data fails as it would on a closed stream; talk is lost.
            let mode = descriptor == 2 ? O_WRONLY : O_RDONLY
            // open(2) takes the lowest number that is free: this one.
            _ = open("/dev/null", mode)
        }
    }

    /// Whether a person reads it as it comes.
    package static var isTerminal: Bool { isatty(1) == 1 }

    /// A path of it, for libraries that open what they write to by a path.
    ///
    /// - Throws: when it takes no output: a stream that is closed, or open for reading only.
    package static func path() throws(Failure) -> String {
        let flags = fcntl(1, F_GETFL)
        guard flags >= 0, flags & O_ACCMODE != O_RDONLY else { throw .system(String(cString: strerror(EBADF))) }
        return "/dev/fd/1"
    }

    /// Whether the other end of a pipe is closed: what a library could not write was not wanted then.
    package static var readerHasLeft: Bool {
        var state = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
        return poll(&state, 1, 0) > 0 && state.revents & Int16(POLLERR) != 0
    }

    /// Writes `lines`, each with its end.
    package static func write(lines: [String]) throws(Failure) {
        try write(lines.map { $0 + "\n" }.joined())
    }

    /// Writes all of `text`.
    package static func write(_ text: String, to descriptor: Int32 = 1) throws(Failure) {
        var text = text
        let number: Int32 = text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else if count == 0 {
                    return EIO
                } else if errno == EAGAIN {
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&wait, 1, -1)
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
        switch number {
        case 0: return
        case EPIPE: throw .readerLeft
        default: throw .system(String(cString: strerror(number)))
        }
    }
}
