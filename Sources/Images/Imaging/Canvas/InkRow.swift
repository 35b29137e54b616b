// Four inks to red, green and blue where no profile says how.

/// As OpenCV and browsers do without a profile: each ink takes away its share of the light.
enum InkRow {
    /// Converts `pixels` pixels of cyan, magenta, yellow and black, 255 all ink, to `result`, three bytes each.
    static func convert(_ inks: UnsafeRawPointer, pixels: Int, into result: UnsafeMutableRawPointer) {
        let inks = inks.assumingMemoryBound(to: UInt8.self)
        let result = result.assumingMemoryBound(to: UInt8.self)
        for pixel in 0..<pixels {
            let light = 255 - UInt32(inks[4 * pixel + 3])
            for band in 0..<3 {
                let product = (255 - UInt32(inks[4 * pixel + band])) * light + 128
                // Divided by 255, rounded.
                result[3 * pixel + band] = UInt8(truncatingIfNeeded: (product + product >> 8) >> 8)
            }
        }
    }
}
