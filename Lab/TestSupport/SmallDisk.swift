// A file system of a few megabytes, for tests that fill it.

internal import Foundation

/// A tmpfs of its own, unmounted when the test lets go of it.
package final class SmallDisk {
    private let folder: TemporaryFolder

    /// Whether this process may mount; found out by mounting one.
    package static let canBeMade: Bool = (try? SmallDisk(megabytes: 1)) != nil

    package init(megabytes: Int) throws {
        folder = try TemporaryFolder()
        try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.url.path])
    }

    deinit { try? Self.run("umount", [folder.url.path]) }

    package func path(_ name: String) -> String { folder.path(name) }

    package func grow(megabytes: Int) throws {
        try Self.run("mount", ["-o", "remount,size=\(megabytes)m", folder.url.path])
    }

    private static func run(_ command: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
