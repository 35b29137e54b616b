// The blocks of 8x8 samples that a JPEG is coded in.

/// How many blocks and MCUs there are (ITU-T T.81, A.2).
struct JPEGBlockGrid {
    private static let side = 8

    let sampling: ChromaSampling
    private let width: Int
    private let height: Int

    init(header: JPEGHeader, sampling: ChromaSampling) {
        self.sampling = sampling
        width = header.width
        height = header.height
    }

    /// MCUs of all components.
    var mcusAcross: Int { Self.divided(width, Self.side * sampling.across) }
    var mcusDown: Int { Self.divided(height, Self.side * sampling.down) }

    /// Blocks of component `place` in an MCU of all components.
    func mcuAcross(_ place: Int) -> Int { place == 0 ? sampling.across : 1 }
    func mcuDown(_ place: Int) -> Int { place == 0 ? sampling.down : 1 }

    /// Blocks of component `place` that show the picture: those of a scan of its own.
    func blocksAcross(_ place: Int) -> Int {
        Self.divided(Self.divided(width, place == 0 ? 1 : sampling.across), Self.side)
    }
    func blocksDown(_ place: Int) -> Int {
        Self.divided(Self.divided(height, place == 0 ? 1 : sampling.down), Self.side)
    }

    /// Blocks from one row of component `place` to the next, and rows: whole MCUs.
    func rowBlocks(_ place: Int) -> Int { mcusAcross * mcuAcross(place) }
    func rows(_ place: Int) -> Int { mcusDown * mcuDown(place) }

    private static func divided(_ length: Int, _ part: Int) -> Int { (length + part - 1) / part }
}
