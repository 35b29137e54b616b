// A random share of the rows that can be repeated.

internal import Ground

/// Decides for each row alone, by its place: whatever else is asked for, and in whatever order rows are read.
package struct RowSampling: Hashable, Sendable {
    private let seed: UInt64
    /// A row is kept when its hash is below; nil keeps all.
    private let bound: UInt64?

    /// - Parameters:
    ///   - share: of the rows, above 0, at most 1.
    ///   - seed: another seed, another choice.
    package init(share: Double, seed: UInt64) {
        self.seed = SeededBits.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
        bound = share >= 1 ? nil : UInt64(max(0, share) * 0x1p64)
    }

    /// - Parameters:
    ///   - row: place in its file.
    ///   - file: place of the file in the list.
    package func keeps(row: Int, ofFile file: Int) -> Bool {
        guard let bound else { return true }
        let ofFile = SeededBits.mixed(seed ^ UInt64(truncatingIfNeeded: file) &* 0xD1B5_4A32_D192_ED03)
        return SeededBits.mixed(ofFile &+ UInt64(truncatingIfNeeded: row) &* 0x9E37_79B9_7F4A_7C15) < bound
    }
}
