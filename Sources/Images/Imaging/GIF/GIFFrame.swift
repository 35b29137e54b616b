// The first frame of a GIF as its blocks describe it (GIF89a, sections 18 to 24).

/// The first image of a GIF, found without decoding it.
struct GIFFrame {
    /// Most blocks skipped before it; there are two or three.
    private static let mostBlocks = 10_000

    let left: Int
    let top: Int
    let width: Int
    let height: Int
    /// Bits of a colour's number, from which codes start.
    let codeBits: Int
    /// First of the blocks with the coded pixels: each begins with its length, an empty one ends them.
    let dataOffset: Int

    /// nil where the bytes end before its pixels begin.
    init?(of bytes: UnsafeRawBufferPointer) {
        func number(_ offset: Int) -> Int { Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 }
        guard bytes.count > 13 else { return nil }
        var place = 13 + GIFBlocks.tableBytes(bytes[10])
        for _ in 0..<Self.mostBlocks {
            guard place + 2 < bytes.count else { return nil }
            switch bytes[place] {
            case 0x21:
                place += 2
                while place < bytes.count, bytes[place] != 0 { place += 1 + Int(bytes[place]) }
                place += 1
            case 0x2C:
                guard place + 10 < bytes.count else { return nil }
                let data = place + 10 + GIFBlocks.tableBytes(bytes[place + 9])
                guard data < bytes.count else { return nil }
                (left, top) = (number(place + 1), number(place + 3))
                (width, height) = (number(place + 5), number(place + 7))
                codeBits = Int(bytes[data])
                dataOffset = data + 1
                return
            default: return nil
            }
        }
        return nil
    }
}
