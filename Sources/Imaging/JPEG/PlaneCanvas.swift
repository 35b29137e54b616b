// The planes that are encoded.

/// The planes of the result: white where the picture does not reach.
final class PlaneCanvas {
    private let planes = [ScratchMemory(), ScratchMemory(), ScratchMemory()]
    private(set) var width = 0
    private(set) var height = 0
    private(set) var isGrey = false

    /// White in YCbCr: full luma, neutral chroma.
    private static let background: [UInt8] = [255, 128, 128]

    var planeCount: Int { isGrey ? 1 : 3 }

    /// Canvas pixels per sample of plane `index`, on each side: the result is always 4:2:0 or grey.
    static func cell(ofPlane index: Int) -> Int { index == 0 ? 1 : 2 }

    func begin(width: Int, height: Int, isGrey: Bool) {
        (self.width, self.height, self.isGrey) = (width, height, isGrey)
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
