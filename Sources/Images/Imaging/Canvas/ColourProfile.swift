// What an ICC profile calls itself, read without a colour library.

/// The description of an ICC profile (ICC.1:2022, sections 7 and 9.2.41), enough to know sRGB when it is met.
struct ColourProfile {
    /// Most tags looked at; profiles have about twenty.
    private static let mostTags = 100
    /// Most characters of a description that are read.
    private static let mostCharacters = 100

    private let bytes: UnsafeRawBufferPointer

    /// - Parameter bytes: the profile, or its beginning.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Whether the values need no conversion. By its name: it differs in tone curves between a dozen profiles that
    /// all mean the same, while linear ones say so.
    var isSRGB: Bool {
        guard let name = description?.lowercased(), name.contains("srgb") else { return false }
        return !["linear", "g10", "labl", "scrgb"].contains(where: name.contains)
    }

    /// Whether it can turn four inks into colours: it is for them, and its table is there.
    var explainsInks: Bool {
        guard number(at: 36) == Self.code("acsp"), number(at: 16) == Self.code("CMYK"), let count = number(at: 128)
        else { return false }
        return (0..<min(count, Self.mostTags)).contains { index in
            let entry = 132 + 12 * index
            guard number(at: entry) == Self.code("A2B0"), let offset = number(at: entry + 4),
                let length = number(at: entry + 8), length >= 8, offset + length <= bytes.count
            else { return false }
            return ["mft1", "mft2", "mAB "].contains { number(at: offset) == Self.code($0) }
        }
    }

    /// The text of the `desc` tag; nil when there is none among the bytes.
    var description: String? {
        guard let count = number(at: 128) else { return nil }
        for index in 0..<min(count, Self.mostTags) {
            let entry = 132 + 12 * index
            guard let signature = number(at: entry), let offset = number(at: entry + 4) else { return nil }
            if signature == Self.code("desc") { return text(at: offset) }
        }
        return nil
    }

    private func text(at offset: Int) -> String? {
        switch number(at: offset) {
        case Self.code("desc"):
            // Version 2: a length, then ASCII.
            guard let count = number(at: offset + 8) else { return nil }
            let start = offset + 12
            let end = min(bytes.count, start + min(count, Self.mostCharacters))
            return start < end ? String(decoding: bytes[start..<end], as: UTF8.self) : nil
        case Self.code("mluc"):
            // Version 4: one text per language in UTF-16; the first is as good as any.
            guard let count = number(at: offset + 20), let place = number(at: offset + 24) else { return nil }
            let start = offset + place
            let units = stride(from: start, to: start + min(count, 2 * Self.mostCharacters), by: 2).compactMap {
                $0 + 1 < bytes.count ? UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) : nil
            }
            return String(decoding: units, as: UTF16.self)
        default: return nil
        }
    }

    private static func code(_ name: StaticString) -> Int {
        (0..<4).reduce(0) { $0 << 8 | Int(name.utf8Start[$1]) }
    }

    /// 32 bits, highest byte first; nil beyond the bytes. Offsets are sums of two such numbers at most.
    private func number(at offset: Int) -> Int? {
        guard offset >= 0, offset + 4 <= bytes.count else { return nil }
        return (0..<4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }
}
