// A file name of a test's own, and how a test looks at the bytes.

import Foundation

/// A folder that is removed with its owner.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "img2shards-tar-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func file(_ name: String) -> String { path + "/" + name }

    func bytes(of name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    deinit {
        // Nothing is lost when the system's own cleaning has to remove it.
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// What `/usr/bin/env python3 -c program arguments` prints, or nil where there is no Python.
func python(_ program: String, _ arguments: [String]) throws -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus == 127 { return nil }
    guard process.terminationStatus == 0 else { throw PythonFailed(status: process.terminationStatus) }
    return String(bytes: data, encoding: .utf8)
}

struct PythonFailed: Error {
    let status: Int32
}
