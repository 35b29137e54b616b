// The planes that are encoded.

/// The planes of the result: white where the picture does not reach.
final class PlaneCanvas {
    private let planes = [ScratchMemory(), ScratchMemory(), ScratchMemory()]
    private var width = 0
    private var height = 0

    /// White in YCbCr: full luma, neutral chroma.
    private static let background: [UInt8] = [255, 128, 128]

    /// Canvas pixels per sample of plane `index`, on each side: the result is always 4:2:0 or grey.
    static func cell(ofPlane index: Int) -> Int { index == 0 ? 1 : 2 }

    /// Takes the size of the next result, in pixels.
    func begin(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
    }

    /// Plane `index`; valid until the next `begin`. A luma plane has room to be made even.
    func plane(_ index: Int) -> SamplePlane {
        let cell = Self.cell(ofPlane: index)
        let (columns, rows) = ((width + cell - 1) / cell, (height + cell - 1) / cell)
        let stride = (columns + 1) / 2 * 2
        return SamplePlane(
            samples: planes[index].samples(stride * ((rows + 1) / 2 * 2)), stride: stride, width: columns, height: rows)
    }

    /// Paints `plane`, the one of `index`, white.
    func clear(_ plane: SamplePlane, index: Int) {
        plane.samples.update(repeating: Self.background[index], count: plane.stride * plane.height)
    }

    func trim() {
        planes.forEach { $0.trim() }
    }
}
