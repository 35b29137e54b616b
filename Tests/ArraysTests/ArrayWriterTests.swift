// .npy files as they are written.

import Arrays
import Foundation
import TestSupport
import Testing

@Suite("Writing arrays")
struct ArrayWriterTests {
    @Test("The file has numpy's header, the row count of the end, and float16 values")
    func bytes() throws {
        let folder = try TemporaryFolder()
        var writer = try ArrayWriter(path: folder.path("a.npy"), element: .float16, rowLength: 2)
        try writer.append([1, -0.5])
        try writer.append([0, 65504])
        try writer.finish()
        let bytes = try folder.bytes(of: "a.npy")
        #expect(bytes.prefix(8) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
        let header = String(decoding: bytes[10..<128], as: UTF8.self)
        #expect(header.hasPrefix("{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2), }"))
        #expect(header.hasSuffix("\n"))
        #expect(Array(bytes[128...]) == [0x00, 0x3C, 0x00, 0xB8, 0x00, 0x00, 0xFF, 0x7B])
        #expect(try ArrayFile(path: folder.path("a.npy")).floats(ofRows: 0..<2) == [1, -0.5, 0, 65504])
    }

    @Test("A writer that is dropped leaves no file")
    func dropped() throws {
        let folder = try TemporaryFolder()
        do {
            var writer = try ArrayWriter(path: folder.path("a.npy"), element: .float32, rowLength: nil)
            try writer.append([1])
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("a.npy")))
    }
}
