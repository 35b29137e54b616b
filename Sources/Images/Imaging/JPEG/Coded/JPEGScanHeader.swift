// What the header of one scan says.

/// The header of a scan (SOS; ITU-T T.81, annexes B.2.3 and G.1.1.1).
struct JPEGScanHeader {
    struct Component: Hashable {
        /// Its place in the frame.
        let place: Int
        let dcTable: Int
        let acTable: Int
    }

    /// In the scan's order; those that the frame does not have are left out.
    let components: [Component]
    /// Whether all components of the scan are the frame's.
    let isWhole: Bool
    /// First and last coefficient in zigzag order. 0 to 63 in a sequential scan, as the file says in a progressive one.
    let first: Int
    let last: Int
    /// The lowest bit that came before, 0 for a first scan.
    let bitBefore: Int
    /// The lowest bit of the coefficients that comes.
    let lowestBit: Int

    /// Nil where the segment is too short for what it says.
    init?(_ data: UnsafeRawBufferPointer, _ header: JPEGHeader) {
        guard let byte = data.first else { return nil }
        let count = Int(byte)
        guard (1...4).contains(count), data.count >= 4 + 2 * count else { return nil }
        components = (0..<count).compactMap { index in
            let (id, tables) = (data[1 + 2 * index], data[2 + 2 * index])
            guard let place = header.components.firstIndex(where: { $0.id == id }) else { return nil }
            return Component(place: place, dcTable: Int(tables >> 4), acTable: Int(tables & 15))
        }
        isWhole = components.count == count && data.count == 4 + 2 * count
        first = Int(data[1 + 2 * count])
        last = Int(data[2 + 2 * count])
        bitBefore = Int(data[3 + 2 * count] >> 4)
        lowestBit = Int(data[3 + 2 * count] & 15)
    }

    /// Whether it brings everything of the frame's components, in their order, as most pictures' only scan does.
    func isOnlyScan(of header: JPEGHeader) -> Bool {
        isWhole && components.map(\.place) == Array(header.components.indices) && first == 0 && last == 63
            && bitBefore == 0 && lowestBit == 0
    }
}
