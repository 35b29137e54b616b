// What lies in a folder.

internal import Glibc

/// Lists folders.
enum FolderNames {
    /// Names in a folder, without `.` and `..`, in no order.
    static func list(_ folder: String) throws(ShardError) -> [String] {
        guard let stream = opendir(folder) else { throw ShardError(system: errno, doing: "list", path: folder) }
        defer { closedir(stream) }
        return try list(stream, path: folder)
    }

    /// The names that are left in an open folder.
    ///
    /// - Parameter path: of the folder, for the message.
    /// - Throws: `io` when the system cannot read on: what it gave before is not all.
    static func list(_ stream: OpaquePointer, path: String) throws(ShardError) -> [String] {
        var names: [String] = []
        while true {
            // The end and an error are told apart by errno alone.
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw ShardError(system: errno, doing: "list", path: path) }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
    }
}
