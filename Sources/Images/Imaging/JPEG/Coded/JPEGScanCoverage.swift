// Which coefficients the scans of a JPEG bring: a file that is cut between two scans lacks some, and no decoder warns.

/// The bits that are still missing of every coefficient after the scans in a file (ITU-T T.81, G.1.1.1).
struct JPEGScanCoverage {
    private static let coefficientCount = 64
    private static let unseen: UInt8 = .max

    /// By component of the frame, in its order: the lowest bit that was sent of each coefficient.
    private var lowestBits: [[UInt8]]
    private let header: JPEGHeader

    /// Reads the headers of all scans of `bytes`, up to the end marker or the last byte.
    init(of bytes: UnsafeRawBufferPointer, _ header: JPEGHeader) {
        self.header = header
        lowestBits = header.components.map { _ in [UInt8](repeating: Self.unseen, count: Self.coefficientCount) }
        var segments = JPEGSegments(bytes: bytes, position: header.firstScanOffset)
        while let segment = segments.next() {
            guard segment.marker == 0xDA else { continue }
            take(UnsafeRawBufferPointer(rebasing: bytes[segment.data]))
            // Most pictures have one scan: what follows need not be looked through.
            if header.coding.isSequential, isComplete { return }
        }
    }

    /// Whether every coefficient was sent to its last bit.
    var isComplete: Bool { lowestBits.allSatisfy { $0.allSatisfy { $0 == 0 } } }

    /// One scan's header. What is odd in it is left to the decoder.
    private mutating func take(_ scan: UnsafeRawBufferPointer) {
        guard let first = scan.first else { return }
        let count = Int(first)
        guard (1...4).contains(count), scan.count >= 4 + 2 * count else { return }
        // A sequential scan brings all, whatever its parameters are: decoders ignore them.
        var (range, bit) = (0..<Self.coefficientCount, UInt8(0))
        if !header.coding.isSequential {
            let (from, to) = (Int(scan[1 + 2 * count]), Int(scan[2 + 2 * count]))
            guard from <= to, to < Self.coefficientCount else { return }
            range = from..<to + 1
            bit = scan[3 + 2 * count] & 15
        }
        for index in 0..<count {
            let id = scan[1 + 2 * index]
            guard let place = header.components.firstIndex(where: { $0.id == id }) else { continue }
            for coefficient in range { lowestBits[place][coefficient] = bit }
        }
    }
}
