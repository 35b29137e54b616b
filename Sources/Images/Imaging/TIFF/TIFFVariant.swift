// Kinds of TIFF that libvips does not read, distinguished from damage.

/// What the first directory of a TIFF says that libvips 8.14 with libtiff 4.5 does not take; asked when it has failed.
enum TIFFVariant {
    /// Compressions that libtiff may have been built with (tiff.h).
    private static let compressions: Set<Int> = [
        1, 2, 3, 4, 5, 7, 8, 32_766, 32_771, 32_773, 32_809, 32_946, 34_661, 34_676, 34_677, 34_712, 34_925, 50_000,
        50_001,
    ]
    private static let integerBits: Set<Int> = [1, 2, 4, 8, 16, 32]

    /// Why nobody here reads such a file; nil for a kind that is read.
    static func unsupportedKind(of bytes: UnsafeRawBufferPointer) -> String? {
        guard let directory = TIFFDirectory(bytes) else { return nil }
        let bits = directory.values(ofTag: 258) ?? [1]
        let compression = directory.values(ofTag: 259)?.first ?? 1
        let photometric = directory.values(ofTag: 262)?.first
        let isSeparate = directory.values(ofTag: 284)?.first == 2
        let isTiled = directory.values(ofTag: 322) != nil
        let sampleFormat = directory.values(ofTag: 339)?.first ?? 1
        if !compressions.contains(compression) { return "a TIFF of compression \(compression)" }
        if Set(bits).count > 1 { return "a TIFF of \(bits) bits" }
        let depth = bits.first ?? 1
        switch sampleFormat {
        case 3:
            if depth != 32 { return "a TIFF of \(depth)-bit floating point" }
        case 5, 6: return "a TIFF of complex numbers"
        default:
            if !integerBits.contains(depth) { return "a TIFF of \(depth) bits per value" }
        }
        if isSeparate, isTiled { return "a TIFF of tiles in separate planes" }
        // JPEG inside a TIFF is put together by libjpeg; where nothing is said, four pixels share their colour.
        if photometric == 6, compression != 7, directory.values(ofTag: 530) ?? [2, 2] != [1, 1] {
            return "a TIFF of subsampled colours"
        }
        return nil
    }
}
