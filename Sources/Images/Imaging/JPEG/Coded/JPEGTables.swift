// The tables that a JPEG's scans are coded with.

internal import CodedImages

/// Reads DQT, DHT and DRI (ITU-T T.81, annex B.2.4); everything odd is a false. Memory is kept from picture to picture.
final class JPEGTables {
    enum Kind: Int { case dc, ac }

    /// Tables of one kind have the numbers 0 to 3.
    private static let tableCount = 4
    private static let stepCount = 64

    private let codes = UnsafeMutablePointer<jpeg_codes>.allocate(capacity: 2 * tableCount)
    private let steps = UnsafeMutablePointer<UInt16>.allocate(capacity: tableCount * stepCount)
    private var hasCodes: [Bool] = []
    private var hasSteps: [Bool] = []
    /// MCUs between two restart markers, 0 for none.
    private(set) var restartInterval = 0

    deinit {
        codes.deallocate()
        steps.deallocate()
    }

    /// Forgets the tables of the picture before.
    func begin() {
        hasCodes = Array(repeating: false, count: 2 * Self.tableCount)
        hasSteps = Array(repeating: false, count: Self.tableCount)
        restartInterval = 0
    }

    /// A Huffman table, nil when the picture has none with this number.
    func codes(_ kind: Kind, _ number: Int) -> UnsafePointer<jpeg_codes>? {
        let table = kind.rawValue * Self.tableCount + number
        return number < Self.tableCount && hasCodes[table] ? UnsafePointer(codes + table) : nil
    }

    /// Quantization steps in zigzag order, nil when the picture has none with this number.
    func steps(_ number: Int) -> UnsafePointer<UInt16>? {
        number < Self.tableCount && hasSteps[number] ? UnsafePointer(steps + number * Self.stepCount) : nil
    }

    /// Takes the tables of a segment before a scan, if it has any. False if they are not valid, and for segments that do not
    /// stand there.
    func take(marker: UInt8, _ data: UnsafeRawBufferPointer) -> Bool {
        switch marker {
        case 0xC0, 0xC1, 0xC2, 0xE0...0xEF, 0xFE: return true
        case 0xC4: return readCodes(data)
        case 0xDB: return readSteps(data)
        case 0xDD:
            guard data.count == 2 else { return false }
            restartInterval = Int(data[0]) << 8 | Int(data[1])
            return true
        default: return false
        }
    }

    private func readCodes(_ segment: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while position < segment.count {
            guard segment.count - position >= 17, let start = segment.baseAddress else { return false }
            let (kind, number) = (Int(segment[position] >> 4), Int(segment[position] & 15))
            let counts = UnsafeRawBufferPointer(rebasing: segment[(position + 1)..<(position + 17)])
            let symbolCount = counts.reduce(0) { $0 + Int($1) }
            position += 17
            guard kind < 2, number < Self.tableCount, segment.count - position >= symbolCount else { return false }
            let table = kind * Self.tableCount + number
            let bytes = start.assumingMemoryBound(to: UInt8.self)
            guard jpeg_codes_make(codes + table, bytes + position - 16, bytes + position, kind == Kind.dc.rawValue)
            else { return false }
            hasCodes[table] = true
            position += symbolCount
        }
        return true
    }

    private func readSteps(_ segment: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while position < segment.count {
            let (bytesPerStep, number) = (Int(segment[position] >> 4) + 1, Int(segment[position] & 15))
            position += 1
            guard bytesPerStep <= 2, number < Self.tableCount,
                segment.count - position >= Self.stepCount * bytesPerStep
            else { return false }
            for index in 0..<Self.stepCount {
                let at = position + index * bytesPerStep
                steps[number * Self.stepCount + index] =
                    bytesPerStep == 1 ? UInt16(segment[at]) : UInt16(segment[at]) << 8 | UInt16(segment[at + 1])
            }
            hasSteps[number] = true
            position += Self.stepCount * bytesPerStep
        }
        return true
    }
}
