// A folder for one test.

package import Foundation

/// Made empty, removed with everything in it when the test lets go of it.
package final class TemporaryFolder {
    package let url: URL
    package var path: String { url.path }

    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "img2shards-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of a file or folder in it, which need not be there.
    package func path(_ name: String) -> String { url.appending(path: name).path }

    /// Writes a text file, the folders above it included, and gives its path back.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

    /// Writes a file, the folders above it included, and gives its path back.
    @discardableResult
    package func write(_ name: String, _ bytes: Data) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
        return file.path
    }

    /// Writes a text file and has gzip make `name.gz` of it, whose path it gives back.
    package func writeCompressed(_ name: String, _ text: String) throws -> String {
        let path = try write(name, text)
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/bin/gzip")
        gzip.arguments = [path]
        try gzip.run()
        gzip.waitUntilExit()
        return path + ".gz"
    }

    package func bytes(of name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: name))) }

    package func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }
}
