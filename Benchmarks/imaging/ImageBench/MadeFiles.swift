// The files of Benchmarks/imaging/formats.py: drawn, so that everybody measures the same.

import Foundation
import Vips

/// Writes `count` files of every format and size into subfolders such as `png-500x375`.
func makeFiles(in folder: String, count: Int) throws {
    let formats: [(name: String, kind: DrawnImage.Kind, format: DrawnImage.Format)] = [
        ("jpg", .photo, .jpg), ("png", .photo, .png), ("png-alpha", .alpha, .png), ("webp", .photo, .webp),
        ("gif", .photo, .gif), ("avif", .photo, .avif), ("tiff", .photo, .tiff), ("jpg-cmyk", .cmyk, .jpg),
    ]
    for (width, height) in [(500, 375), (1600, 1067)] {
        for (name, kind, format) in formats {
            let place = URL(fileURLWithPath: folder).appendingPathComponent("\(name)-\(width)x\(height)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for index in 0..<count {
                let bytes = try DrawnImage.encoded(
                    seed: UInt64(index + 1), width: width, height: height, kind: kind, format: format, quality: 85)
                try Data(bytes).write(to: place.appendingPathComponent("\(index).\(format.rawValue)"))
            }
        }
    }
}
