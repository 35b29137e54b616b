// What lies in a folder.

internal import Glibc

/// Lists folders.
enum FolderNames {
    /// Names in a folder, without `.` and `..`, in no order.
    static func list(_ folder: String) throws(ShardError) -> [String] {
        guard let stream = opendir(folder) else { throw ShardError(system: errno, doing: "list", path: folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
