// Walks the marker segments up to the first scan; never past the bytes, never over the coded picture.

extension JPEGHeader {
    /// Reads the head of `bytes`; nil when they are no JPEG, or no frame comes before the first scan.
    ///
    /// Garbage between segments is skipped as libjpeg does, so that both see the same frame.
    init?(scanning bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return nil }
        self.init(
            width: 0, height: 0, precision: 0, coding: .sequential, components: [], firstScanOffset: 0)
        var hasFrame = false
        var segments = JPEGSegments(bytes: bytes, position: 2)
        while let segment = segments.next() {
            let data = UnsafeRawBufferPointer(rebasing: bytes[segment.data])
            switch segment.marker {
            case 0xDA:
                guard hasFrame else { return nil }
                firstScanOffset = segment.data.lowerBound - 4
                firstScanComponentCount = Int(data.first ?? 0)
                return
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF, 0xF7:
                guard !hasFrame, readFrame(data, marker: segment.marker) else { return nil }
                hasFrame = true
            case 0xE0:
                if data.starts(with: Self.jfif), data.count >= 14 { hasJFIF = true }
            case 0xE1:
                if orientation.isUpright, data.starts(with: Self.exif) {
                    orientation = ExifOrientation(
                        tiffBlock: UnsafeRawBufferPointer(rebasing: data.dropFirst(Self.exif.count)))
                }
            case 0xE2:
                if data.starts(with: Self.icc), !hasICCProfile {
                    hasICCProfile = true
                    // Chunk number and count come first; a description lies in the first chunk.
                    let profile = UnsafeRawBufferPointer(rebasing: data.dropFirst(Self.icc.count + 2))
                    hasForeignProfile = !ColourProfile(profile).isSRGB
                }
            case 0xEE:
                if data.count >= 12, data.starts(with: Self.adobe) { adobeTransform = data[11] }
            default:
                break
            }
        }
        return nil
    }

    private static let jfif: StaticBytes = "JFIF\0"
    private static let exif: StaticBytes = "Exif\0\0"
    private static let icc: StaticBytes = "ICC_PROFILE\0"
    private static let adobe: StaticBytes = "Adobe"

    private mutating func readFrame(_ data: UnsafeRawBufferPointer, marker: UInt8) -> Bool {
        guard data.count >= 6 else { return false }
        precision = Int(data[0])
        height = Int(data[1]) << 8 | Int(data[2])
        width = Int(data[3]) << 8 | Int(data[4])
        coding =
            switch marker {
            case 0xC0, 0xC1: .sequential
            case 0xC2: .progressive
            case 0xC9: .arithmetic
            case 0xCA: .progressiveArithmetic
            default: .unknown
            }
        let count = Int(data[5])
        guard (1...4).contains(count), data.count >= 6 + 3 * count else { return false }
        hasExactFrame = data.count == 6 + 3 * count
        components = (0..<count).map { index in
            let at = 6 + 3 * index
            return Component(
                id: data[at], horizontal: Int(data[at + 1] >> 4), vertical: Int(data[at + 1] & 15),
                stepTable: Int(data[at + 2]))
        }
        return true
    }
}
