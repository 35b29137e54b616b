// The decoded planes of one JPEG.

/// Sizes of the planes that a JPEG decodes to, at a reduction in the DCT.
struct JPEGPlaneLayout: Equatable {
    let sampling: ChromaSampling
    /// 1, 2, 4 or 8: each side is divided by it, rounded up.
    let reduction: Int
    let width: Int
    let height: Int

    init(header: JPEGHeader, sampling: ChromaSampling, reduction: Int) {
        self.sampling = sampling
        self.reduction = reduction
        width = (header.width + reduction - 1) / reduction
        height = (header.height + reduction - 1) / reduction
    }

    var planeCount: Int { sampling == .grey ? 1 : 3 }

    /// Columns of plane `index`.
    func width(ofPlane index: Int) -> Int { index == 0 ? width : (width + sampling.across - 1) / sampling.across }

    /// Rows of plane `index`.
    func height(ofPlane index: Int) -> Int { index == 0 ? height : (height + sampling.down - 1) / sampling.down }

    /// Bytes from one row to the next: whole vectors of the kernels, whole chroma cells for TurboJPEG.
    func stride(ofPlane index: Int) -> Int { (width(ofPlane: index) + 31) / 32 * 32 }

    /// Decoders write whole MCUs: 8 or 16 rows.
    func bytes(ofPlane index: Int) -> Int { stride(ofPlane: index) * ((height(ofPlane: index) + 15) / 16 * 16) }

    var bytes: Int { (0..<planeCount).reduce(0) { $0 + bytes(ofPlane: $1) } }
}
