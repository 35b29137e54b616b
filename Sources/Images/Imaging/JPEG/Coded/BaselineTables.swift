// The tables before a baseline JPEG's only scan, and what its header chooses of them.

internal import CodedImages

/// Reads DQT, DHT, DRI and SOS (ITU-T T.81, annex B.2); everything odd is a nil. Memory is kept from picture to picture.
final class BaselineTables {
    enum Kind: Int { case dc, ac }

    /// What a scan's header says.
    struct Scan {
        struct Component {
            var stepTable: Int
            var dcTable: Int
            var acTable: Int
        }

        /// In the order of the frame.
        var components: [Component]
        /// MCUs between two restart markers, 0 for none.
        var restartInterval: Int
        /// First byte of the coded data, from the start of the picture.
        var dataOffset: Int
    }

    /// Tables of one kind have the numbers 0 to 3.
    private static let tableCount = 4
    private static let stepCount = 64

    private let codes = UnsafeMutablePointer<baseline_codes>.allocate(capacity: 2 * tableCount)
    private let steps = UnsafeMutablePointer<UInt16>.allocate(capacity: tableCount * stepCount)
    private var hasCodes: [Bool] = []
    private var hasSteps: [Bool] = []

    deinit {
        codes.deallocate()
        steps.deallocate()
    }

    /// A Huffman table of the picture read last, one that its scan has chosen.
    func codes(_ kind: Kind, _ number: Int) -> UnsafePointer<baseline_codes> {
        UnsafePointer(codes + kind.rawValue * Self.tableCount + number)
    }

    /// Quantization steps of the picture read last, in zigzag order.
    func steps(_ number: Int) -> UnsafePointer<UInt16> { UnsafePointer(steps + number * Self.stepCount) }

    /// Reads up to the first scan. Nil unless that scan has all components of the frame, and all tables are there.
    func read(_ bytes: UnsafeRawBufferPointer) -> Scan? {
        hasCodes = Array(repeating: false, count: 2 * Self.tableCount)
        hasSteps = Array(repeating: false, count: Self.tableCount)
        var frame: [(id: UInt8, stepTable: Int)] = []
        var restartInterval = 0
        var segments = JPEGSegments(bytes: bytes, position: 2)
        while let segment = segments.next() {
            let data = UnsafeRawBufferPointer(rebasing: bytes[segment.data])
            switch segment.marker {
            case 0xC0, 0xC1:
                guard data.count >= 6, data.count == 6 + 3 * Int(data[5]) else { return nil }
                frame = (0..<Int(data[5])).map { (data[6 + 3 * $0], Int(data[8 + 3 * $0])) }
            case 0xC4:
                guard readCodes(data) else { return nil }
            case 0xDB:
                guard readSteps(data) else { return nil }
            case 0xDD:
                guard data.count == 2 else { return nil }
                restartInterval = Int(data[0]) << 8 | Int(data[1])
            case 0xDA:
                guard let components = scanned(data, frame) else { return nil }
                return Scan(
                    components: components, restartInterval: restartInterval, dataOffset: segment.data.upperBound)
            default:
                break
            }
        }
        return nil
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
            guard baseline_codes_make(codes + table, bytes + position - 16, bytes + position, kind == Kind.dc.rawValue)
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

    private func scanned(
        _ segment: UnsafeRawBufferPointer, _ frame: [(id: UInt8, stepTable: Int)]
    ) -> [Scan.Component]? {
        let count = frame.count
        guard count > 0, segment.count == 4 + 2 * count, Int(segment[0]) == count else { return nil }
        // All coefficients at once, at their full precision.
        guard segment[1 + 2 * count] == 0, segment[2 + 2 * count] == 63, segment[3 + 2 * count] == 0 else { return nil }
        var components: [Scan.Component] = []
        for (index, part) in frame.enumerated() {
            let (dc, ac) = (Int(segment[2 + 2 * index] >> 4), Int(segment[2 + 2 * index] & 15))
            guard segment[1 + 2 * index] == part.id, dc < Self.tableCount, ac < Self.tableCount,
                part.stepTable < Self.tableCount, hasCodes[dc], hasCodes[Self.tableCount + ac], hasSteps[part.stepTable]
            else { return nil }
            components.append(Scan.Component(stepTable: part.stepTable, dcTable: dc, acTable: ac))
        }
        return components
    }
}
