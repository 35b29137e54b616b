// Files that a person names, and that are replaced.

import Foundation
import Testing

@testable import Files

@Suite struct NamedFileTests {
    let test: TemporaryFolder

    init() throws { test = try TemporaryFolder() }

    private func link(_ name: String, to target: String) throws -> String {
        let path = test.path + "/" + name
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        return path
    }

    @Test("A new file and one that is there are written under their own names") func files() throws {
        #expect(try NamedFile.target(of: test.path + "/new") == test.path + "/new")
        let there = try test.write("old", to: "there")
        #expect(try NamedFile.target(of: there) == there)
        #expect(try NamedFile.target(of: "new-in-this-folder") == "new-in-this-folder")
    }

    @Test("Of a link the file is replaced that it leads to, also over two links and in another folder") func links()
        throws
    {
        let file = try test.write("old", to: "folder/file")
        let real = try #require(realpath(file, nil).map { String(cString: $0) })
        let first = try link("first", to: "folder/file")
        #expect(try NamedFile.target(of: first) == real)
        #expect(try NamedFile.target(of: link("second", to: first)) == real)
    }

    @Test("A device, a pipe, a folder, links to them, and names of what is open are refused") func others() throws {
        let pipe = test.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let descriptor = open(try test.write("old", to: "file"), O_WRONLY)
        defer { close(descriptor) }
        for path in ["/dev/stdout", "/dev/fd/\(descriptor)", "/proc/self/fd/\(descriptor)"] {
            #expect(throws: FileError(.notPlain, doing: "replace", path: path)) { _ = try NamedFile.target(of: path) }
        }
        for path in ["/dev/full", pipe, test.path, try link("to-null", to: "/dev/null"), try link("to-pipe", to: pipe)]
        {
            let error = #expect(throws: FileError.self) { _ = try NamedFile.target(of: path) }
            #expect(error?.reason == .notPlain, "\(path)")
            #expect(error?.path == path)
        }
    }

    @Test("A missing folder, and a link that leads nowhere, are refused before any work") func missing() throws {
        for path in [test.path + "/none/file", try link("lost", to: "nowhere")] {
            let error = #expect(throws: FileError.self) { _ = try NamedFile.target(of: path) }
            #expect(error?.systemError == ENOENT, "\(path)")
        }
    }
}
