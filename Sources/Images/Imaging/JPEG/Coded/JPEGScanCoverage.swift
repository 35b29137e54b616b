// Which coefficients the scans of a JPEG bring: a file that is cut between two scans lacks some, and no decoder warns.

/// The bits that are still missing of every coefficient after the scans in a file (ITU-T T.81, G.1.1.1).
struct JPEGScanCoverage {
    private static let coefficientCount = 64
    private static let unseen = Int.max

    /// By component of the frame, in its order: the lowest bit that was sent of each coefficient.
    private var lowestBits: [[Int]]
    private let header: JPEGHeader

    /// Before the first scan.
    init(_ header: JPEGHeader) {
        self.header = header
        lowestBits = header.components.map { _ in Array(repeating: Self.unseen, count: Self.coefficientCount) }
    }

    /// Reads the headers of all scans of `bytes`, up to the end marker or the last byte.
    init(of bytes: UnsafeRawBufferPointer, _ header: JPEGHeader) {
        self.init(header)
        var segments = JPEGSegments(bytes: bytes, position: header.firstScanOffset)
        while let segment = segments.next() {
            guard segment.marker == 0xDA else { continue }
            if let scan = JPEGScanHeader(UnsafeRawBufferPointer(rebasing: bytes[segment.data]), header) { take(scan) }
            // Most pictures have one scan: what follows need not be looked through.
            if header.coding.isSequential, isComplete { return }
        }
    }

    /// Whether every coefficient was sent to its last bit.
    var isComplete: Bool { lowestBits.allSatisfy { $0.allSatisfy { $0 == 0 } } }

    /// Whether a progressive scan brings exactly what comes next of its coefficients: all bits down to some, or one more.
    func isNext(_ scan: JPEGScanHeader) -> Bool {
        guard scan.isWhole, scan.last < Self.coefficientCount else { return false }
        if scan.first == 0 {
            // DC comes alone, AC after it and one component at a time.
            guard scan.last == 0, isAscending(scan.components.map(\.place)) else { return false }
        } else {
            guard scan.first <= scan.last, scan.components.count == 1,
                lowestBits[scan.components[0].place][0] < Self.unseen
            else { return false }
        }
        guard scan.bitBefore == 0 || scan.bitBefore == scan.lowestBit + 1 else { return false }
        let before = scan.bitBefore == 0 ? Self.unseen : scan.bitBefore
        return scan.components.allSatisfy { component in
            lowestBits[component.place][scan.first...scan.last].allSatisfy { $0 == before }
        }
    }

    private func isAscending(_ places: [Int]) -> Bool { zip(places, places.dropFirst()).allSatisfy { $0 < $1 } }

    /// One scan's header. What is odd in it is left to the decoder.
    mutating func take(_ scan: JPEGScanHeader) {
        // A sequential scan brings all, whatever its parameters are: decoders ignore them.
        var (range, bit) = (0..<Self.coefficientCount, 0)
        if !header.coding.isSequential {
            guard scan.first <= scan.last, scan.last < Self.coefficientCount else { return }
            range = scan.first..<scan.last + 1
            bit = scan.lowestBit
        }
        for component in scan.components {
            for coefficient in range { lowestBits[component.place][coefficient] = bit }
        }
    }
}
