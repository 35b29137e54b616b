// How the files of a shard are distinguished from everything else in a folder.

package import DatasetModel

/// A top-level name that a shard's file has: digits, then what kind of file it is.
package struct ShardFileName: Hashable {
    package enum Kind: Hashable {
        /// `S_stats.json`.
        case stats
        /// `S.parquet`.
        case metadata
        /// `S.tar`, or what another format writes; the suffix is empty for the folder `S`.
        case data(suffix: String)
        /// `S.idx`, the index of a tar.
        case index
    }

    /// The digits, as they stand, with those of the part.
    package let stem: String
    package let shard: ShardID
    /// 0 for a shard of one part, and for the first of several: `00012_001.tar` is the second.
    package let part: Int
    package let kind: Kind

    /// The digits of a shard that a name is of: of one of its files, or of the shard itself.
    static func stem(of name: String, _ formats: KnownFormats) -> String? {
        ShardFileName(name, formats)?.stem ?? ShardFileName(name + "_stats.json", formats)?.stem
    }

    /// The number that a file's name begins with, whatever folder it lies in; 0 when it begins otherwise.
    static func number(in path: String) -> Int {
        let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
        let digits = name.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    /// nil when `name` is no name of a shard's file.
    package init?(_ name: String, _ formats: KnownFormats) {
        let digits = name.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        // 18 digits always fit an Int.
        guard !digits.isEmpty, digits.count <= 18, let whole = String(digits), let number = Int(whole) else {
            return nil
        }
        var stem = whole
        var part = 0
        let behind = name.utf8.dropFirst(whole.utf8.count)
        if behind.first == UInt8(ascii: "_") {
            let partDigits = behind.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            // A part has at least three digits and is none of `000`, which would be the first.
            if (3...9).contains(partDigits.count), let text = String(partDigits), let value = Int(text), value > 0 {
                stem += "_" + text
                part = value
            }
        }
        let rest = String(name.dropFirst(stem.count))
        switch rest {
        case "_stats.json": kind = .stats
        case ".parquet": kind = .metadata
        case ".idx": kind = .index
        case "": kind = .data(suffix: "")
        default:
            guard rest.first == ".", formats.dataSuffixes.contains(String(rest.dropFirst())) else { return nil }
            kind = .data(suffix: String(rest.dropFirst()))
        }
        self.stem = stem
        self.shard = ShardID(number)
        self.part = part
    }
}
