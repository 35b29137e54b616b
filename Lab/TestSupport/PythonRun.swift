// Programs in Python, where there is one: its tools are the judges of what we write.

internal import Foundation

/// The program ended with another status than 0.
package struct PythonFailed: Error {
    package let status: Int32
}

/// What `python3 -c program arguments` prints, or nil where there is no Python.
///
/// - Throws: `PythonFailed`.
package func python(_ program: String, _ arguments: [String] = []) throws -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
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
