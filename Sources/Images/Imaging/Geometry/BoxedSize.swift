// The sizes that an AVIF's or HEIC's boxes name, read before libheif sees the file.

/// Walks the boxes of a HEIF file (ISO/IEC 23008-12) down to its image sizes, never past the bytes.
struct BoxedSize {
    /// Most boxes looked at.
    private static let mostBoxes = 10_000

    /// Width and height in pixels of the image with the most pixels; nil when no size is named.
    let largest: (width: Int, height: Int)?

    init(of bytes: UnsafeRawBufferPointer) {
        var walk = Walk(bytes: bytes, left: Self.mostBoxes)
        walk.visit(0..<bytes.count)
        largest = walk.largest
    }

    private struct Walk {
        let bytes: UnsafeRawBufferPointer
        var left: Int
        var largest: (width: Int, height: Int)?

        mutating func visit(_ range: Range<Int>) {
            var place = range.lowerBound
            while place + 8 <= range.upperBound, left > 0 {
                left -= 1
                var content = place + 8
                var length = number(at: place)
                if length == 1 {
                    guard place + 16 <= range.upperBound, number(at: place + 8) == 0 else { return }
                    length = number(at: place + 12)
                    content = place + 16
                }
                // Zero: up to the end.
                let end = length == 0 ? range.upperBound : place + length
                guard end >= content, end <= range.upperBound else { return }
                look(at: number(at: place + 4), content..<end)
                place = end
            }
        }

        private mutating func look(at type: Int, _ content: Range<Int>) {
            switch type {
            case 0x6D65_7461:  // meta, which begins with a version
                visit(min(content.upperBound, content.lowerBound + 4)..<content.upperBound)
            case 0x6970_7270, 0x6970_636F:  // iprp, ipco
                visit(content)
            case 0x6973_7065:  // ispe
                guard content.count >= 12 else { return }
                let size = (width: side(at: content.lowerBound + 4), height: side(at: content.lowerBound + 8))
                if size.width * size.height > (largest.map { $0.width * $0.height } ?? -1) { largest = size }
            default: break
            }
        }

        /// A side in pixels; cut so that the product of two fits an `Int`.
        private func side(at offset: Int) -> Int { min(number(at: offset), Int(Int32.max)) }

        /// 32 bits, highest byte first; the caller has checked the place.
        private func number(at offset: Int) -> Int {
            (0..<4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
        }
    }
}
