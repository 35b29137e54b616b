// A file for readers that take paths.

internal import Foundation

/// One small file, written anew for each input and removed at the end.
final class ScratchFile {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("input-\(UUID().uuidString)").path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The file has these bytes from now on.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }
}
