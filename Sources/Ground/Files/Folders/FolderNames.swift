// What lies in a folder.

internal import Glibc

/// Lists folders.
package enum FolderNames {
    /// Names in a folder, without `.` and `..`, in no order.
    ///
    /// - Throws: the system's reasons, also when it cannot read on: what it gave before is not all.
    package static func list(_ folder: String) throws(FileError) -> [String] {
        var names: [String] = []
        try forEach(folder) { names.append(String(cString: $0)) }
        return names
    }

    /// Lends every name in a folder, but `.` and `..`, as the bytes that they are.
    ///
    /// - Throws: as `list`.
    package static func forEach(_ folder: String, _ body: (UnsafePointer<CChar>) -> Void) throws(FileError) {
        try MirroredFolders.willList(folder)
        guard let stream = SystemCalls.openNames(folder) else { throw FileError("list", folder) }
        var failure: FileError?
        forEach(stream, path: folder, body, &failure)
        if SystemCalls.closeNames(stream, folder) != 0 && failure == nil { failure = FileError("list", folder) }
        if let failure { throw failure }
    }

    /// The names that are left in an open folder.
    static func forEach(
        _ stream: OpaquePointer, path: String, _ body: (UnsafePointer<CChar>) -> Void, _ failure: inout FileError?
    ) {
        while true {
            guard let entry = SystemCalls.nextName(stream, path) else {
                if errno != 0 { failure = FileError("list", path) }
                return
            }
            withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    if strcmp($0, ".") != 0 && strcmp($0, "..") != 0 { body($0) }
                }
            }
        }
    }
}
