// EXIF in files of every kind.

internal import ExifReading
internal import Foundation

/// Reads EXIF as the JSON that goes into samples.
final class ExifTrial: InputTrial {
    let name = "exif"
    let words = ["Exif\0\0", "eXIf", "II*\0", "MM\0*", "RIFF", "WEBP", "EXIF", "ftypheic", "meta", "iloc", "\u{FFFD}"]

    /// JPEG, PNG, WebP and TIFF with an ASCII, a short and a rational tag, a directory within and one behind.
    var seeds: [[UInt8]] {
        func big(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: [UInt8]) -> [UInt8] {
            big(tag, 2) + big(type, 2) + big(count, 4) + value
        }
        func directory(_ entries: [[UInt8]], next: Int) -> [UInt8] {
            big(entries.count, 2) + entries.flatMap { $0 } + big(next, 4)
        }
        // The first directory is at 8, that of EXIF at 50, the thumbnail's at 80, values from 98 on.
        let tiff =
            Array("MM\0*".utf8) + big(8, 4)
            + directory(
                [
                    entry(0x10F, 2, 6, big(98, 4)), entry(0x112, 3, 1, big(6, 2) + [0, 0]),
                    entry(0x8769, 4, 1, big(50, 4)),
                ],
                next: 80)
            + directory([entry(0x829A, 5, 1, big(104, 4)), entry(0x9000, 7, 4, Array("0221".utf8))], next: 0)
            + directory([entry(0x103, 3, 1, big(6, 2) + [0, 0])], next: 0)
            + Array("Canon\0".utf8) + big(10, 4) + big(600, 4)
        let segment = Array("Exif\0\0".utf8) + tiff
        let jpeg: [UInt8] =
            [0xFF, 0xD8, 0xFF, 0xE1] + big(segment.count + 2, 2) + segment + [0xFF, 0xDA, 0, 8, 0, 0, 0, 0, 0, 0]
        let png =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13, 4) + Array("IHDR".utf8)
            + [UInt8](repeating: 0, count: 17) + big(tiff.count, 4) + Array("eXIf".utf8) + tiff + [0, 0, 0, 0]
        func little(_ value: Int) -> [UInt8] { big(value, 4).reversed() }
        let webp =
            Array("RIFF".utf8) + little(tiff.count + 12) + Array("WEBPEXIF".utf8) + little(tiff.count) + tiff
        return [jpeg, png, webp, tiff]
    }

    func problem(with bytes: UnsafeRawBufferPointer) -> String? {
        let json = ExifReader.json(of: bytes)
        guard json.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return "not ASCII: \(json)" }
        let tags = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
        return tags == nil ? "no JSON: \(json)" : nil
    }
}
