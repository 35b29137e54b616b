// System calls of this target, not ended by a signal: each is asked again when it says EINTR.
//
// Local file systems never say it; NFS mounted with `intr` and FUSE may, of any call. These have the names and types of
// Glibc's, and so every call in this target is one of them: a module's own declarations hide those it imports. For tests
// that import both, `@_disfavoredOverload` leaves the name to Glibc.

internal import Glibc

/// Calls again until the answer is not EINTR.
private func uninterrupted(_ call: () -> Int32) -> Int32 {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}

@_disfavoredOverload
func open(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 { uninterrupted { Glibc.open(path, flags) } }

@_disfavoredOverload
func open(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
    uninterrupted { Glibc.open(path, flags, mode) }
}

@_disfavoredOverload
func openat(_ folder: Int32, _ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
    uninterrupted { Glibc.openat(folder, path, flags, mode) }
}

/// The descriptor is gone also when Linux says EINTR (close(2)): that is no failure, and a second call would close
/// somebody else's.
@_disfavoredOverload
@discardableResult
func close(_ descriptor: Int32) -> Int32 {
    let result = Glibc.close(descriptor)
    return result == -1 && errno == EINTR ? 0 : result
}

@_disfavoredOverload
func fsync(_ descriptor: Int32) -> Int32 { uninterrupted { Glibc.fsync(descriptor) } }

@_disfavoredOverload
func fdatasync(_ descriptor: Int32) -> Int32 { uninterrupted { Glibc.fdatasync(descriptor) } }

@_disfavoredOverload
@discardableResult
func ftruncate(_ descriptor: Int32, _ size: off_t) -> Int32 { uninterrupted { Glibc.ftruncate(descriptor, size) } }

@_disfavoredOverload
func rename(_ from: UnsafePointer<CChar>!, _ to: UnsafePointer<CChar>!) -> Int32 {
    uninterrupted { Glibc.rename(from, to) }
}

@_disfavoredOverload
func mkdir(_ path: UnsafePointer<CChar>, _ mode: mode_t) -> Int32 { uninterrupted { Glibc.mkdir(path, mode) } }

@_disfavoredOverload
@discardableResult
func unlink(_ path: UnsafePointer<CChar>) -> Int32 { uninterrupted { Glibc.unlink(path) } }

@_disfavoredOverload
@discardableResult
func unlinkat(_ folder: Int32, _ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
    uninterrupted { Glibc.unlinkat(folder, path, flags) }
}

@_disfavoredOverload
@discardableResult
func rmdir(_ path: UnsafePointer<CChar>) -> Int32 { uninterrupted { Glibc.rmdir(path) } }

@_disfavoredOverload
func opendir(_ path: UnsafePointer<CChar>) -> OpaquePointer? {
    while true {
        let result = Glibc.opendir(path)
        if result != nil || errno != EINTR { return result }
    }
}
