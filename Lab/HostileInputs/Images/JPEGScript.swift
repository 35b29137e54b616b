// The orders of scans in which encoders write progressive JPEGs.

internal import JPEGRescan

/// A scan script, by the encoder that writes it.
package enum JPEGScript: String, CaseIterable, Sendable {
    /// libjpeg's own, as jpegtran and most programs write it.
    case libjpeg
    /// mozjpeg's usual one: low frequencies before high ones, luma refined from bit 2.
    case mozjpeg
    /// No refinement: each band comes whole, as some cameras and Photoshop write.
    case bands
    /// DC by component, and everything refined from bit 3.
    case deep
    /// A component after the other, each frequency a scan of its own for the first of them.
    case narrow

    private struct Scan {
        let components: [UInt8]
        let first: UInt8
        let last: UInt8
        let bitBefore: UInt8
        let lowestBit: UInt8

        /// - Parameter bits: the bit that came before, 0 for a first scan, and the lowest that comes.
        init(_ components: [UInt8], _ first: Int, _ last: Int, bits: (Int, Int) = (0, 0)) {
            self.components = components
            (self.first, self.last) = (UInt8(first), UInt8(last))
            (bitBefore, lowestBit) = (UInt8(bits.0), UInt8(bits.1))
        }
    }

    /// For three components; the scans of a grey picture are those of the first.
    private var scans: [Scan] {
        switch self {
        case .libjpeg: return []
        case .mozjpeg:
            return [
                Scan([0, 1, 2], 0, 0), Scan([0], 1, 8, bits: (0, 2)), Scan([1], 1, 8), Scan([2], 1, 8),
                Scan([0], 9, 63, bits: (0, 2)), Scan([0], 1, 63, bits: (2, 1)), Scan([0], 1, 63, bits: (1, 0)),
                Scan([1], 9, 63), Scan([2], 9, 63),
            ]
        case .bands:
            return [
                Scan([0, 1, 2], 0, 0, bits: (0, 1)), Scan([0], 1, 5), Scan([1], 1, 63), Scan([2], 1, 63),
                Scan([0], 6, 63), Scan([0, 1, 2], 0, 0, bits: (1, 0)),
            ]
        case .deep:
            var scans = [Scan([0], 0, 0, bits: (0, 3)), Scan([1, 2], 0, 0, bits: (0, 3))]
            for component: UInt8 in 0..<3 { scans.append(Scan([component], 1, 63, bits: (0, 3))) }
            for bit in [2, 1, 0] {
                scans.append(Scan([0, 1, 2], 0, 0, bits: (bit + 1, bit)))
                for component: UInt8 in 0..<3 { scans.append(Scan([component], 1, 63, bits: (bit + 1, bit))) }
            }
            return scans
        case .narrow:
            var scans = [Scan([0], 0, 0), Scan([1], 0, 0), Scan([2], 0, 0)]
            for place in 1..<10 { scans.append(Scan([0], place, place, bits: (0, 1))) }
            scans += [Scan([0], 10, 63, bits: (0, 1)), Scan([0], 1, 63, bits: (1, 0))]
            scans += [Scan([1], 1, 63), Scan([2], 1, 63)]
            return scans
        }
    }

    /// The picture in `jpeg`, of three components or one, in these scans; nil where libjpeg cannot read it.
    ///
    /// - Parameter restartInterval: MCUs between two restart markers, 0 for none.
    package func applied(to jpeg: [UInt8], isGrey: Bool = false, restartInterval: Int = 0) -> [UInt8]? {
        var script: [jpeg_rescan] = []
        for scan in scans {
            let components = isGrey ? scan.components.filter { $0 == 0 } : scan.components
            if components.isEmpty { continue }
            let padded = components + Array(repeating: 0, count: 3 - components.count)
            script.append(
                jpeg_rescan(
                    componentCount: UInt8(components.count), components: (padded[0], padded[1], padded[2]),
                    first: scan.first, last: scan.last, bitBefore: scan.bitBefore, lowestBit: scan.lowestBit))
        }
        var out = [UInt8](repeating: 0, count: 2 * jpeg.count + 4096)
        let count = jpeg_rescanned(
            jpeg, jpeg.count, script, Int32(script.count), Int32(restartInterval), &out, out.count)
        return count == 0 ? nil : Array(out.prefix(count))
    }
}
