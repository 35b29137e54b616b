// EXIF in HEIC and AVIF: an item of the file's `meta` box.

/// Follows `iinf` (which item is the EXIF) and `iloc` (where it lies): ISO/IEC 14496-12, 8.11.
struct BoxedExif {
    /// Most items looked at; a tiled photograph has some hundred.
    private static let maximumItems = 4096

    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Offset of the TIFF head, nil when there is none that can be found.
    var tiffStart: Int? {
        guard let meta = box("meta", in: 0..<bytes.count) else { return nil }
        let inside = min(meta.lowerBound + 4, meta.upperBound)..<meta.upperBound
        guard let items = box("iinf", in: inside), let id = exifItem(in: items),
            let locations = box("iloc", in: inside), let place = location(of: id, in: locations)
        else { return nil }
        // The item begins with the length of what stands before the TIFF head.
        guard let skip = number(place, 4), place + 4 + skip + 8 <= bytes.count else { return nil }
        return place + 4 + skip
    }

    private func number(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, count <= 8, offset <= bytes.count - count else { return nil }
        return Int(exactly: (0..<count).reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[offset + $1]) })
    }

    /// The content of the first box of a kind in a range, as far as the file has it.
    private func box(_ kind: StaticString, in range: Range<Int>) -> Range<Int>? {
        var offset = range.lowerBound
        var count = 0
        while offset + 8 <= range.upperBound, count < Self.maximumItems, let content = content(at: offset, in: range) {
            if has(kind, at: offset + 4) { return content }
            offset = content.upperBound
            count += 1
        }
        return nil
    }

    private func has(_ kind: StaticString, at offset: Int) -> Bool {
        (0..<4).allSatisfy { bytes[offset + $0] == kind.utf8Start[$0] }
    }

    private func content(at offset: Int, in range: Range<Int>) -> Range<Int>? {
        guard var length = number(offset, 4) else { return nil }
        var head = 8
        if length == 1 {
            guard let long = number(offset + 8, 8) else { return nil }
            length = long
            head = 16
        } else if length == 0 {
            length = range.upperBound - offset
        }
        guard length >= head, length <= range.upperBound - offset else { return nil }
        return offset + head..<offset + length
    }

    /// The number of the item whose type is `Exif`.
    private func exifItem(in items: Range<Int>) -> Int? {
        guard let version = number(items.lowerBound, 1) else { return nil }
        var offset = items.lowerBound + (version == 0 ? 6 : 8)
        var count = 0
        while offset + 8 <= items.upperBound, count < Self.maximumItems, let entry = content(at: offset, in: items) {
            if let version = number(entry.lowerBound, 1), version >= 2 {
                let idBytes = version == 2 ? 2 : 4
                let type = entry.lowerBound + 4 + idBytes + 2
                if type + 4 <= entry.upperBound, has("Exif", at: type) {
                    return number(entry.lowerBound + 4, idBytes)
                }
            }
            offset = entry.upperBound
            count += 1
        }
        return nil
    }

    /// Where the first extent of an item lies in the file.
    private func location(of wanted: Int, in box: Range<Int>) -> Int? {
        guard let version = number(box.lowerBound, 1), version <= 2, let sizes = number(box.lowerBound + 4, 2) else {
            return nil
        }
        let (offsetBytes, lengthBytes) = (sizes >> 12, sizes >> 8 & 15)
        let (baseBytes, indexBytes) = (sizes >> 4 & 15, version == 0 ? 0 : sizes & 15)
        let idBytes = version == 2 ? 4 : 2
        guard let count = number(box.lowerBound + 6, idBytes) else { return nil }
        var place = box.lowerBound + 6 + idBytes
        for _ in 0..<min(count, Self.maximumItems) {
            guard place < box.upperBound, let id = number(place, idBytes) else { return nil }
            place += idBytes
            var method = 0
            if version > 0 {
                method = (number(place, 2) ?? 0) & 15
                place += 2
            }
            guard let base = number(place + 2, baseBytes), let extents = number(place + 2 + baseBytes, 2) else {
                return nil
            }
            place += 2 + baseBytes + 2
            if id == wanted {
                // Only items that lie in the file itself, not in another box.
                guard method == 0, extents > 0, let offset = number(place + indexBytes, offsetBytes) else { return nil }
                let (sum, overflows) = base.addingReportingOverflow(offset)
                return overflows ? nil : sum
            }
            place += extents * (indexBytes + offsetBytes + lengthBytes)
        }
        return nil
    }
}
