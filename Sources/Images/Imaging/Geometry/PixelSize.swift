// Width and height as one value, and as people write it.

/// A size in pixels, both sides at least 1. Written `512x384`: the width first.
package struct PixelSize: Hashable, Sendable, CustomStringConvertible {
    package let width: Int
    package let height: Int

    /// - Parameters: at least 1.
    package init(width: Int, height: Int) {
        precondition(width > 0 && height > 0)
        self.width = width
        self.height = height
    }

    /// The size that `text` writes, `512x384`; nil where it writes none, or one of more than nine digits a side.
    package init?(_ text: some StringProtocol) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, let width = Self.side(sides[0]), let height = Self.side(sides[1]) else { return nil }
        self.init(width: width, height: height)
    }

    /// Digits and nothing else: `Int` takes a sign, too.
    private static func side(_ text: some StringProtocol) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let side = Int(text), side > 0
        else { return nil }
        return side
    }

    package var description: String { "\(width)x\(height)" }

    package var pixelCount: Int { width * height }
}
