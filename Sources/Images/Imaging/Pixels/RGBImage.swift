// Pixels for those who compute with them.

/// An image of 8 bits: red, green, blue, rows one after the other without gaps.
package struct RGBImage: Sendable {
    package let width: Int
    package let height: Int
    /// `3 * width * height`.
    package let bytes: [UInt8]

    package init(width: Int, height: Int, bytes: [UInt8]) {
        precondition(bytes.count == 3 * width * height)
        self.width = width
        self.height = height
        self.bytes = bytes
    }
}
