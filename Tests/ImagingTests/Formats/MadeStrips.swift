// TIFF files of kinds that no encoder here writes, put together entry by entry.

/// An uncompressed TIFF of one strip, little-endian.
struct MadeStrips {
    var width: Int
    var height: Int
    /// Of each value, in bits.
    var bits = 8
    var valuesPerPixel = 3
    /// 2 RGB, 5 inks, 6 YCbCr.
    var photometric = 2
    var compression = 1
    /// 1 numbers, 3 floating point.
    var sampleFormat = 1
    /// Further entries of one short each.
    var shorts: [Int: [Int]] = [:]
    var data: [UInt8]

    var file: [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        // The pixels, then what is longer than four bytes, then the directory.
        var file: [UInt8] = [0x49, 0x49, 42, 0, 0, 0, 0, 0] + data
        var entries: [Int: (type: Int, values: [Int])] = [
            256: (4, [width]), 257: (4, [height]), 258: (3, Array(repeating: bits, count: valuesPerPixel)),
            259: (3, [compression]), 262: (3, [photometric]), 273: (4, [8]), 277: (3, [valuesPerPixel]),
            278: (4, [height]), 279: (4, [data.count]), 339: (3, Array(repeating: sampleFormat, count: valuesPerPixel)),
        ]
        for (tag, values) in shorts { entries[tag] = (3, values) }
        var directory = little(entries.count, 2)
        for (tag, entry) in entries.sorted(by: { $0.key < $1.key }) {
            var value = entry.values.flatMap { little($0, entry.type == 3 ? 2 : 4) }
            if value.count > 4 {
                if file.count % 2 == 1 { file.append(0) }
                let place = file.count
                file += value
                value = little(place, 4)
            }
            value += [UInt8](repeating: 0, count: 4 - value.count)
            directory += little(tag, 2) + little(entry.type, 2) + little(entry.values.count, 4) + value
        }
        if file.count % 2 == 1 { file.append(0) }
        file.replaceSubrange(4..<8, with: little(file.count, 4))
        return file + directory + [0, 0, 0, 0]
    }
}
