// References between the items of a HEIC or AVIF that libheif before 1.19 refuses a whole file for.

internal import Ground

/// The references of a file (ISO/IEC 14496-12, 8.11.12).
///
/// libheif 1.15 wants a description (EXIF, XMP: `cdsc`) to name one picture, and an opacity (`auxl`), too. Telephones
/// write others.
struct HEIFReferences {
    private let reader: BoxReader
    private let references: Range<Int>
    private let idBytes: Int

    /// nil for a file without references.
    init?(of bytes: UnsafeRawBufferPointer) {
        reader = BoxReader(bytes: bytes)
        guard let meta = reader.box("meta", in: 0..<bytes.count), meta.count >= 4,
            let box = reader.box("iref", in: meta.lowerBound + 4..<meta.upperBound), box.count >= 4
        else { return nil }
        references = box.lowerBound + 4..<box.upperBound
        idBytes = reader.number(box.lowerBound, 1) == 0 ? 2 : 4
    }

    /// Loads by `load`; where that fails, again without the references of descriptions, on which no pixel depends.
    ///
    /// - Throws: `unsupported` where libheif fails for want of knowledge, not for damage.
    static func loading<Result>(
        _ bytes: UnsafeRawBufferPointer, _ load: (UnsafeRawBufferPointer) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        do throws(ImageError) {
            return try load(bytes)
        } catch {
            guard error.category == .decode, let references = HEIFReferences(of: bytes) else { throw error }
            if references.nameSeveralForOpacity {
                throw ImageError(
                    .unsupported, error.detail,
                    message: "Image decoding error: this machine's libheif is too old for its references")
            }
            guard let plain = references.withoutDescriptions() else { throw error }
            return try plain.withUnsafeBytes { copy throws(ImageError) in try load(copy) }
        }
    }

    /// Calls `body` with the name, the place and the number of targets of every reference.
    private func forEach(_ body: (_ name: UInt32, _ content: Range<Int>, _ count: Int) -> Void) {
        reader.forEachBox(in: references) { name, content in
            body(name, content, reader.number(content.lowerBound + idBytes, 2) ?? 0)
            return true
        }
    }

    private var nameSeveralForOpacity: Bool {
        var isSeveral = false
        forEach { name, _, count in isSeveral = isSeveral || name == BoxReader.code("auxl") && count > 1 }
        return isSeveral
    }

    /// A copy in which descriptions describe nothing; nil where there are none.
    private func withoutDescriptions() -> ByteBuffer? {
        var places: [Int] = []
        forEach { name, content, _ in
            if name == BoxReader.code("cdsc") { places.append(content.lowerBound - 4) }
        }
        guard !places.isEmpty else { return nil }
        var file = Array(reader.bytes)
        // An unknown name is skipped.
        for place in places { file.replaceSubrange(place..<place + 4, with: "free".utf8) }
        return file.withUnsafeBytes { ByteBuffer(copying: $0) }
    }
}
