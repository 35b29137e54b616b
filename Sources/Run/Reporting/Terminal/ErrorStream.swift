// Writing to stderr: the one place in this target that writes.

internal import Glibc

/// A file descriptor for what a person reads. What cannot be written is lost: a run does not fail of its own talk.
package struct ErrorStream: Sendable {
    /// Not owned.
    package let fileDescriptor: Int32

    package init(fileDescriptor: Int32 = 2) { self.fileDescriptor = fileDescriptor }

    package var isTerminal: Bool { isatty(fileDescriptor) == 1 }

    /// Columns and rows; 80 by 24 where the terminal does not say.
    package var size: ScreenPainter.Size {
        var size = winsize()
        let isKnown = ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 && size.ws_row > 0
        return isKnown
            ? ScreenPainter.Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
            : ScreenPainter.Size(columns: 80, rows: 24)
    }

    /// Whether a write would not wait, as it would on a terminal stopped with Ctrl-S.
    package var isReady: Bool {
        var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// Writes all of `text`, in one call if the system takes it at once, so that no other output gets between.
    package func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(fileDescriptor, rest.baseAddress, rest.count)
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else if count == 0 {
                    // errno is of another call then.
                    return
                } else if errno == EAGAIN {
                    var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
                    guard poll(&descriptor, 1, 1000) > 0 else { return }
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
