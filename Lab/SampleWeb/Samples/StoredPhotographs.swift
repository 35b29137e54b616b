// Photographs of a folder, held in memory.

internal import Glibc
package import Ground

/// The JPEG files of a folder.
package enum StoredPhotographs {
    /// Most bytes taken from a folder: 512 MiB.
    static let maximumBytes = 512 << 20

    /// The names of the files that end in `.jpg`, in order.
    package static func names(in folder: String) throws(SampleWebError) -> [String] {
        guard let directory = opendir(folder) else {
            throw SampleWebError(.file, "cannot read \(folder): \(String(cString: strerror(errno)))")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".jpg") { names.append(name) }
        }
        guard !names.isEmpty else { throw SampleWebError(.file, "no .jpg in \(folder)") }
        return names.sorted()
    }

    /// The path under which a file is served.
    package static func path(of name: String) -> String { "/photo/" + PercentCoding.encoded(name) }

    /// The bytes of these files.
    package static func read(_ names: [String], in folder: String) throws(SampleWebError) -> [ByteBuffer] {
        var left = maximumBytes
        var photographs: [ByteBuffer] = []
        for name in names {
            let path = "\(folder)/\(name)"
            var status = stat()
            guard stat(path, &status) == 0, let file = fopen(path, "r") else {
                throw SampleWebError(.file, "cannot read \(path): \(String(cString: strerror(errno)))")
            }
            defer { fclose(file) }
            left -= Int(status.st_size)
            guard left >= 0 else { throw SampleWebError(.file, "\(folder) has more than \(maximumBytes >> 20) MiB") }
            var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
            guard fread(&bytes, 1, bytes.count, file) == bytes.count else {
                throw SampleWebError(.file, "cannot read \(path) in full")
            }
            photographs.append(ByteBuffer(bytes))
        }
        return photographs
    }
}
