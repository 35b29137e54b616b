// The directories of a TIFF structure and the tags in them.

/// Reads directory after directory into a list of names and texts.
struct TagDirectory {
    /// Most entries looked at in one file; a camera writes some hundred.
    static let maximumEntries = 4096
    /// Most directories followed: a TIFF file has one for each page.
    private static let maximumDirectories = 64
    /// Most bytes of text kept.
    private static let maximumTextBytes = 256 << 10

    /// XMP, maker note, user comment: img2dataset leaves them out.
    private static let ignoredTags: Set<Int> = [0x02BC, 0x927C, 0x9286]

    private enum Kind {
        case image, gps, interoperability

        var names: [Int: String] {
            switch self {
            case .image: ExifTagNames.image
            case .gps: ExifTagNames.gps
            case .interoperability: ExifTagNames.interoperability
            }
        }
    }

    /// What was found so far.
    private(set) var tags = TagList()
    private let source: TIFFBytes
    private var entries = 0
    private var textBytes = 0

    init(_ source: TIFFBytes) {
        self.source = source
    }

    /// Follows the chain of directories, then the EXIF directory that the first one names.
    mutating func readAll() throws(ExifUnreadable) {
        var seen: Set<Int> = []
        var offset = try number(4, 4)
        while offset != 0, seen.count < Self.maximumDirectories, seen.insert(offset).inserted {
            let name = seen.count == 1 ? "Image" : seen.count == 2 ? "Thumbnail" : "IFD \(seen.count - 1)"
            try read(at: offset, as: name, .image)
            let count = try number(offset, 2)
            offset = try number(offset + 2 + 12 * count, 4)
        }
        if let exif = tags.exifOffset { try read(at: exif, as: "EXIF", .image) }
    }

    private func number(_ offset: Int, _ count: Int) throws(ExifUnreadable) -> Int {
        Int(truncatingIfNeeded: try source.number(at: offset, count: count))
    }

    private mutating func read(at offset: Int, as name: String, _ kind: Kind) throws(ExifUnreadable) {
        let count = try number(offset, 2)
        for index in 0..<count {
            let entry = offset + 2 + 12 * index
            guard entry < source.count, entries < Self.maximumEntries, textBytes < Self.maximumTextBytes else { return }
            entries += 1
            let tag = try number(entry, 2)
            if !Self.ignoredTags.contains(tag) { try readTag(tag, at: entry, in: name, kind) }
        }
    }

    private mutating func readTag(_ tag: Int, at entry: Int, in directory: String, _ kind: Kind)
        throws(ExifUnreadable)
    {
        guard let type = TagType(rawValue: try number(entry + 2, 2)) else { return }
        let count = try number(entry + 4, 4)
        let isInline = count <= 4 / type.bytes
        let values = try TagValues(type, count: count, at: isInline ? entry + 8 : try number(entry + 8, 4), in: source)
        if kind == .image {
            // The pointed-at tags come before the pointer.
            if tag == 0x8825, let first = values.firstNumber { try read(at: first, as: "GPS", .gps) }
            if tag == 0xA005, let first = values.firstNumber {
                try read(at: first, as: "Interoperability", .interoperability)
            }
            if tag == 0x8769, directory == "Image" { tags.exifOffset = values.firstNumber }
        }
        let text = kind == .image ? values.text(of: tag) : values.text
        let name = kind.names[tag] ?? "Tag 0x" + hexadecimal(tag)
        textBytes += text.utf8.count
        tags.set(directory + " " + name, text)
    }

    private func hexadecimal(_ tag: Int) -> String {
        let digits = String(tag, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
