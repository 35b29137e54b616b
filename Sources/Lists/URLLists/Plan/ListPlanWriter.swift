// Writing a plan, window by window, in bounded memory.

internal import Files

/// Writes which rows of a list are wanted. Used by one thread; of each window it keeps 16 bytes in memory.
///
///     I2SPLAN1
///     the windows' bytes, one behind the other
///     for each window: kept rows of its file before it, and where its bytes begin (8 bytes each)
///     the header, as JSON
///     places of the two last, the header's length, CRC-32C of both (8 bytes each)
struct ListPlanWriter: ~Copyable {
    static let magic = Array("I2SPLAN1".utf8)
    /// In the place of a window's bytes: no row, or every row of it is kept.
    static let noneKept = UInt64.max
    static let allKept = UInt64.max - 1

    private static let blockBytes = 1 << 20

    private let output: OutputFile
    private var block: [UInt8]
    /// Bytes in the file and in the block.
    private var place: Int
    private var index: [UInt8] = []
    private var files: [ListPlanHeader.File] = []

    // Of the file that is looked at.
    private var window = 0
    private var bits = [UInt64](repeating: 0, count: PlanWindow.words)
    private var keptInWindow = 0
    private var keptBefore = 0

    init(path: String) throws(FileError) {
        output = try OutputFile(path: path)
        block = Self.magic
        place = block.count
    }

    /// Notes which of some rows are kept. Rows that are left out are not.
    ///
    /// - Parameters:
    ///   - mask: 1 for each row that is kept.
    ///   - row: the first one's place in the file, behind all that were noted.
    mutating func add(_ mask: [UInt8], at row: Int) throws(FileError) {
        for place in mask.indices where mask[place] != 0 {
            let kept = row + place
            if kept / PlanWindow.rows > window { try end(before: kept / PlanWindow.rows) }
            let within = kept % PlanWindow.rows
            bits[within / 64] |= 1 << UInt64(within % 64)
            keptInWindow += 1
        }
    }

    /// Ends the file that is looked at.
    ///
    /// - Parameters:
    ///   - rows: that it had, as far as they were looked at.
    ///   - keepsAll: whether the list has no windows, as every row is wanted.
    mutating func endFile(
        path: String, sizeBytes: Int, storedVersion: String?, rows: Int, keepsAll: Bool
    ) throws(FileError) {
        let file = ListPlanHeader.File(
            path: path, sizeBytes: sizeBytes, storedVersion: storedVersion, rows: rows,
            keptRows: keepsAll ? rows : keptBefore + keptInWindow)
        if !keepsAll { try end(before: file.windows, rowsOfFile: rows) }
        files.append(file)
        (window, keptBefore) = (0, 0)
    }

    /// Writes the windows up to another one.
    private mutating func end(before next: Int, rowsOfFile: Int = .max) throws(FileError) {
        while window < next {
            let count = min(PlanWindow.rows, rowsOfFile - window * PlanWindow.rows)
            Self.append(UInt64(keptBefore), to: &index)
            if keptInWindow == 0 {
                Self.append(Self.noneKept, to: &index)
            } else if keptInWindow == count {
                Self.append(Self.allKept, to: &index)
            } else {
                Self.append(UInt64(place), to: &index)
                let bytes = PlanWindow.bytes(bits, kept: keptInWindow, count: count)
                block += bytes
                place += bytes.count
                if block.count >= Self.blockBytes { try flush() }
            }
            if keptInWindow > 0 { for word in bits.indices { bits[word] = 0 } }
            keptBefore += keptInWindow
            keptInWindow = 0
            window += 1
        }
    }

    private mutating func flush() throws(FileError) {
        try output.write(block)
        block.removeAll(keepingCapacity: true)
    }

    /// Writes the rest; the file is complete only when this returns.
    ///
    /// - Returns: the plan's size in bytes.
    consuming func finish(_ header: ([ListPlanHeader.File]) -> ListPlanHeader) throws(FileError) -> Int {
        let indexPlace = place
        let bytes = header(files).bytes
        let checksum = FileChecksum(index + bytes).checksum
        var last = block + index + bytes
        for number in [indexPlace, indexPlace + index.count, bytes.count, Int(checksum)] {
            Self.append(UInt64(number), to: &last)
        }
        try output.write(last)
        return try output.finish()
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
