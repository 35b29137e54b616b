// Archives that somebody else wrote.

internal import Foundation
internal import TarArchiving

/// Reads every member of an archive.
final class TarTrial: InputTrial {
    private static let maximumBytes = 1 << 20

    let name = "tar"
    let words = ["ustar\u{0}00", "ustar  \u{0}", "././@LongLink", "GNU.sparse.major=1\n", "30 GNU.sparse.realsize=9\n"]
    private let file = ScratchFile()

    /// An archive as ours are, one with a long name of PAX, and one with a hole of GNU.
    var seeds: [[UInt8]] {
        let end = [UInt8](repeating: 0, count: 1024)
        let long = "d/" + String(repeating: "x", count: 120)
        let pax = Self.member("pax", Array("\(10 + long.utf8.count) path=\(long)\n".utf8), type: "x")
        var sparse = Self.header("hole", 512, type: "S")
        // A map of one piece behind 512 bytes of hole.
        sparse.replaceSubrange(386..<410, with: Array("00000001000\u{0}00000001000\u{0}".utf8))
        sparse.replaceSubrange(483..<495, with: Array("00000002000\0".utf8))
        return [
            Self.member("00000.jpg", [1, 2, 3]) + Self.member("00000.json", Array("{}".utf8)) + end,
            pax + Self.member("short", [9]) + Self.member("dir/", [], type: "5") + end,
            Self.summed(sparse) + [UInt8](repeating: 7, count: 512) + end,
        ]
    }

    private static func member(_ name: String, _ bytes: [UInt8], type: Character = "0") -> [UInt8] {
        summed(header(name, bytes.count, type: type)) + bytes
            + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
    }

    private static func header(_ name: String, _ count: Int, type: Character) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at place: Int) {
            block.replaceSubrange(place..<place + text.utf8.count, with: Array(text.utf8))
        }
        func octal(_ number: Int, _ digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: digits - text.count) + text
        }
        put(name, at: 0)
        put("0000444\0", at: 100)
        put("0000000\0", at: 108)
        put("0000000\0", at: 116)
        put(octal(count, 11), at: 124)
        put(octal(0, 11), at: 136)
        put(String(type), at: 156)
        put(type == "S" ? "ustar  \0" : "ustar\u{0}00", at: 257)
        return block
    }

    /// With the header's own checksum.
    private static func summed(_ header: [UInt8]) -> [UInt8] {
        var header = header
        header.replaceSubrange(148..<156, with: Array("        ".utf8))
        let sum = header.reduce(0) { $0 + Int($1) }
        let digits = String(sum, radix: 8)
        header.replaceSubrange(
            148..<156, with: Array((String(repeating: "0", count: 6 - digits.count) + digits + "\0 ").utf8))
        return header
    }

    /// Makes the checksums of headers right again, where a change left a header recognisable: otherwise nearly every
    /// input ends at its first header.
    private static func mended(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes = Array(bytes)
        for start in stride(from: 0, to: bytes.count - 511, by: 512)
        where bytes[start + 257..<start + 262].elementsEqual("ustar".utf8) {
            bytes.replaceSubrange(start..<start + 512, with: summed(Array(bytes[start..<start + 512])))
        }
        return bytes
    }

    func problem(with bytes: UnsafeRawBufferPointer) throws -> String? {
        let bytes = Self.mended(bytes)
        try file.write(bytes)
        _ = try TarReader.hasEndOfArchive(path: file.path)
        do throws(TarError) {
            var reader = try TarReader(path: file.path)
            var last = -1
            while let entry = try reader.next() {
                if entry.headerOffset <= last || entry.headerOffset >= bytes.count { return "a header nowhere" }
                last = entry.headerOffset
                let data = try reader.readData(maximumBytes: Self.maximumBytes)
                if entry.isRegularFile && data.count != entry.byteCount {
                    return "\(data.count) of \(entry.byteCount) bytes"
                }
            }
        } catch {
            // A refusal is in order; it says why.
            return error.detail.isEmpty ? "an error without words" : nil
        }
        return nil
    }
}
