// How Swift calls the bridge: every failure becomes a TableError.

internal import ArrowBridge

extension TableError {
    /// Takes over the error a call has set, and frees its text; nil when none was set.
    init?(taking error: inout arrow_bridge_error) {
        guard error.category != Int32(ARROW_BRIDGE_NO_ERROR) else { return nil }
        category =
            switch Int(error.category) {
            case ARROW_BRIDGE_NOT_FOUND: .notFound
            case ARROW_BRIDGE_UNREADABLE: .unreadable
            case ARROW_BRIDGE_UNSUPPORTED: .unsupported
            case ARROW_BRIDGE_DISK_FULL: .diskFull
            case ARROW_BRIDGE_UNWRITABLE: .unwritable
            case ARROW_BRIDGE_OUT_OF_MEMORY: .outOfMemory
            case ARROW_BRIDGE_MISUSE: .misuse
            case ARROW_BRIDGE_DENIED: .denied
            case ARROW_BRIDGE_UNREACHABLE: .unreachable
            case ARROW_BRIDGE_CHANGED: .changed
            case ARROW_BRIDGE_READER_LEFT: .readerLeft
            default: .malformed
            }
        detail = error.detail.map { String(cString: $0) } ?? "unknown failure"
        arrow_bridge_error_clear(&error)
    }
}

extension TableError {
    /// The bridge's number for its category.
    var code: Int32 {
        switch category {
        case .notFound: Int32(ARROW_BRIDGE_NOT_FOUND)
        case .unreadable: Int32(ARROW_BRIDGE_UNREADABLE)
        case .malformed: Int32(ARROW_BRIDGE_MALFORMED)
        case .unsupported: Int32(ARROW_BRIDGE_UNSUPPORTED)
        case .diskFull: Int32(ARROW_BRIDGE_DISK_FULL)
        case .unwritable: Int32(ARROW_BRIDGE_UNWRITABLE)
        case .outOfMemory: Int32(ARROW_BRIDGE_OUT_OF_MEMORY)
        case .misuse: Int32(ARROW_BRIDGE_MISUSE)
        case .denied: Int32(ARROW_BRIDGE_DENIED)
        case .unreachable: Int32(ARROW_BRIDGE_UNREACHABLE)
        case .changed: Int32(ARROW_BRIDGE_CHANGED)
        case .readerLeft: Int32(ARROW_BRIDGE_READER_LEFT)
        }
    }
}

/// Runs a call of the bridge and throws what it sets as its error.
func bridged<R>(_ call: (UnsafeMutablePointer<arrow_bridge_error>) -> R) throws(TableError) -> R {
    var error = arrow_bridge_error()
    let result = call(&error)
    if let failure = TableError(taking: &error) { throw failure }
    return result
}

/// The same for a call that gives a new handle, always.
func bridgedHandle(
    _ call: (UnsafeMutablePointer<arrow_bridge_error>) -> OpaquePointer?
) throws(TableError) -> OpaquePointer {
    guard let handle = try bridged(call) else {
        throw TableError(category: .misuse, detail: "the bridge gave neither a result nor an error")
    }
    return handle
}

/// Lends `strings` as C strings, for the length of `body`.
func withCStrings<R, E: Error>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) throws(E) -> R
) throws(E) -> R {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for string in strings {
        starts.append(bytes.count)
        bytes.append(contentsOf: string.utf8CString)
    }
    let result: Result<R, E> = bytes.withUnsafeBufferPointer { bytes in
        let pointers = starts.map { start in bytes.baseAddress.map { $0 + start } }
        return pointers.withUnsafeBufferPointer { pointers in
            do throws(E) { return .success(try body(pointers.baseAddress)) } catch { return .failure(error) }
        }
    }
    return try result.get()
}
