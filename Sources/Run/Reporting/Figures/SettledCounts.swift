// What settled rows add up to.

/// Sums over rows that are settled: had, or failed for good.
package struct SettledCounts: Hashable, Sendable {
    package var rows: Int
    /// Rows whose image was stored.
    package var images: Int
    /// Bytes fetched, those of failed images included.
    package var bytesIn: Int
    /// Bytes of written images.
    package var bytesOut: Int

    package init(rows: Int = 0, images: Int = 0, bytesIn: Int = 0, bytesOut: Int = 0) {
        self.rows = rows
        self.images = images
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
    }

    package static func + (a: SettledCounts, b: SettledCounts) -> SettledCounts {
        SettledCounts(
            rows: a.rows + b.rows, images: a.images + b.images, bytesIn: a.bytesIn + b.bytesIn,
            bytesOut: a.bytesOut + b.bytesOut)
    }

    package static func += (a: inout SettledCounts, b: SettledCounts) { a = a + b }
}
