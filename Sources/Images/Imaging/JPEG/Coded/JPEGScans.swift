// Counts a JPEG's scans before it is decoded: every scan of a progressive one visits every block.

internal import Glibc

/// The limit on scans, without which a file of some kilobytes could ask for hours.
struct JPEGScans {
    /// Most scans times pixels, beyond the scans that are always allowed: about two seconds.
    private static let maximumScanPixels = 1 << 31
    /// Encoders write 3 to 14.
    private static let alwaysAllowed = 20
    /// TurboJPEG's own limit (TJFLAG_LIMITSCANS), so that all ways have the same.
    private static let mostAllowed = 500

    let bytes: UnsafeRawBufferPointer

    /// Throws `tooManyPixels` when a picture has more scans than its size allows.
    ///
    /// - Parameter header: nil when it could not be read; then the scans that are always allowed are all.
    func check(_ header: JPEGHeader?) throws(ImageError) {
        if let header, !header.isMultiScan { return }
        let pixels = header?.pixelCount ?? .max
        let limit = min(Self.mostAllowed, max(Self.alwaysAllowed, Self.maximumScanPixels / max(1, pixels)))
        guard bytes.count / Self.leastScanBytes > limit else { return }
        guard count(marker: 0xDA, from: header?.firstScanOffset ?? 0, upTo: limit + 1) > limit else { return }
        throw ImageError(.tooManyPixels, "more than \(limit) scans of \(pixels) pixels")
    }

    /// A scan's marker and header for one component.
    private static let leastScanBytes = 10

    /// Markers cannot occur in coded data: there 0xFF is followed by zero or a restart number.
    private func count(marker: UInt8, from offset: Int, upTo limit: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var found = 0
        var position = offset
        while found < limit, position + 1 < bytes.count,
            let hit = memchr(base + position, 0xFF, bytes.count - 1 - position)
        {
            position = UnsafeRawPointer(hit) - base + 1
            if bytes[position] == marker { found += 1 }
        }
        return found
    }
}
