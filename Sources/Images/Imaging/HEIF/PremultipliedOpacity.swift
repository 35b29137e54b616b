// Whether an AVIF's colours were multiplied by its opacity, which libvips 8.14 does not ask.

/// Looks for the reference `prem` of the file's first image (ISO/IEC 23008-12, 6.6.2.1.2; 23000-22, 7.3.5.2).
enum PremultipliedOpacity {
    static func isUsed(in bytes: UnsafeRawBufferPointer) -> Bool {
        let reader = BoxReader(bytes: bytes)
        guard let meta = reader.box("meta", in: 0..<bytes.count), meta.count >= 4 else { return false }
        // A version and flags come first, in these boxes, too.
        let boxes = meta.lowerBound + 4..<meta.upperBound
        guard let primary = reader.box("pitm", in: boxes), let references = reader.box("iref", in: boxes),
            references.count >= 4, let primaryVersion = reader.number(primary.lowerBound, 1),
            let version = reader.number(references.lowerBound, 1),
            let first = reader.number(primary.lowerBound + 4, primaryVersion == 0 ? 2 : 4)
        else { return false }
        let premultiplied = BoxReader.code("prem")
        var isUsed = false
        reader.forEachBox(in: references.lowerBound + 4..<references.upperBound) { name, content in
            isUsed = name == premultiplied && reader.number(content.lowerBound, version == 0 ? 2 : 4) == first
            return !isUsed
        }
        return isUsed
    }
}
