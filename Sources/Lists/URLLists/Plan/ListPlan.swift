// A plan that was made before: which rows of a list are wanted, without deciding again.

internal import DatasetModel
internal import Files

/// A plan's file, mapped into memory. Any thread may ask; what is asked for is checked first, as the file may be anything.
package struct ListPlan: Sendable {
    /// As given, for messages.
    package let path: String
    package let header: ListPlanHeader
    private let file: MappedFile
    /// Where the index begins in the file.
    private let indexPlace: Int
    /// The first window of each file, in the index.
    private let firstWindows: [Int]

    /// A window, and which of the kept rows of its file lie in it.
    struct Window {
        /// Its place in the file, from 0.
        let number: Int
        let keptBefore: Int
        let keptCount: Int
        /// Rows of it that the file has.
        let rows: Int

        var firstRow: Int { number * PlanWindow.rows }
    }

    private static let trailerBytes = 32
    private static let entryBytes = 16

    /// - Throws: `file`, `damaged`.
    package init(path: String) throws(ListPlanError) {
        self.path = path
        do {
            file = try MappedFile(path: path)
        } catch {
            throw ListPlanError(error)
        }
        guard let found = Self.read(file) else { throw .damaged(path) }
        (header, indexPlace, firstWindows) = (found.header, found.indexPlace, found.firstWindows)
    }

    private static func read(_ file: MappedFile) -> (header: ListPlanHeader, indexPlace: Int, firstWindows: [Int])? {
        file.withBytes { bytes in
            let magic = ListPlanWriter.magic
            guard bytes.count >= magic.count + trailerBytes, bytes.prefix(magic.count).elementsEqual(magic) else {
                return nil
            }
            let end = bytes.count - trailerBytes
            let numbers = (0..<4).map { number(bytes, at: end + 8 * $0) }
            guard let indexPlace = Int(exactly: numbers[0]), let headerPlace = Int(exactly: numbers[1]),
                let headerBytes = Int(exactly: numbers[2]), magic.count <= indexPlace, indexPlace <= headerPlace,
                headerPlace <= end, headerBytes == end - headerPlace,
                UInt64(FileChecksum(Array(bytes[indexPlace..<end])).checksum) == numbers[3],
                let header = ListPlanHeader(parsing: Array(bytes[headerPlace..<end]))
            else { return nil }
            var firstWindows = [0]
            for file in header.files where header.isSelected {
                firstWindows.append(firstWindows[firstWindows.count - 1] + file.windows)
            }
            let windows = firstWindows[firstWindows.count - 1]
            guard headerPlace - indexPlace == windows * entryBytes else { return nil }
            return (header, indexPlace, firstWindows)
        }
    }

    /// Rows that are wanted.
    package var keptRows: Int { header.files.reduce(0) { $0 + $1.keptRows } }

    /// The window with a kept row of a file.
    ///
    /// - Parameter rank: of the kept row among those of the file, from 0.
    func window(ofFile file: Int, rank: Int) -> Window? {
        guard header.isSelected, header.files.indices.contains(file), rank < header.files[file].keptRows else {
            return nil
        }
        // The last window with no more than `rank` rows before it.
        var (low, high) = (0, header.files[file].windows)
        while low + 1 < high {
            let middle = (low + high) / 2
            if keptBefore(file, middle) <= rank { low = middle } else { high = middle }
        }
        return window(file, low)
    }

    /// The kept rows of a file before one of its rows.
    func rank(ofRow row: Int, inFile file: Int) -> Int? {
        guard header.isSelected, header.files.indices.contains(file) else { return nil }
        let number = row / PlanWindow.rows
        guard number < header.files[file].windows, let window = window(file, number) else {
            return header.files[file].keptRows
        }
        guard row > window.firstRow else { return window.keptBefore }
        guard let mask = mask(of: window, inFile: file) else { return nil }
        return window.keptBefore + mask[..<min(mask.count, row - window.firstRow)].reduce(0) { $0 + Int($1) }
    }

    /// A byte for each row of a window: 1 for those that are wanted.
    ///
    /// - Returns: nil when the plan is damaged.
    func mask(of window: Window, inFile file: Int) -> [UInt8]? {
        self.file.withBytes { bytes in
            let entry = entry(file, window.number)
            let place = Self.number(bytes, at: entry + 8)
            var mask: [UInt8]?
            switch place {
            case ListPlanWriter.noneKept: mask = [UInt8](repeating: 0, count: window.rows)
            case ListPlanWriter.allKept: mask = [UInt8](repeating: 1, count: window.rows)
            default:
                guard let start = Int(exactly: place), start >= ListPlanWriter.magic.count, start < indexPlace else {
                    return nil
                }
                let end = end(ofWindowAt: entry, bytes)
                guard start < end, end <= indexPlace, end - start <= PlanWindow.mostBytes else { return nil }
                mask = PlanWindow.mask(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), count: window.rows)
            }
            guard let mask, mask.reduce(0, { $0 + Int($1) }) == window.keptCount else { return nil }
            return mask
        }
    }

    /// Where a window's bytes end: where those of the next one with bytes begin.
    private func end(ofWindowAt entry: Int, _ bytes: UnsafeRawBufferPointer) -> Int {
        let indexEnd = indexPlace + firstWindows[firstWindows.count - 1] * Self.entryBytes
        for next in stride(from: entry + Self.entryBytes, to: indexEnd, by: Self.entryBytes) {
            let place = Self.number(bytes, at: next + 8)
            if place < ListPlanWriter.allKept { return Int(exactly: place) ?? 0 }
        }
        return indexPlace
    }

    private func window(_ file: Int, _ number: Int) -> Window? {
        let rows = header.files[file].rows
        let before = keptBefore(file, number)
        let behind =
            number + 1 < header.files[file].windows ? keptBefore(file, number + 1) : header.files[file].keptRows
        let count = min(PlanWindow.rows, rows - number * PlanWindow.rows)
        guard before <= behind, behind - before <= count else { return nil }
        return Window(number: number, keptBefore: before, keptCount: behind - before, rows: count)
    }

    private func keptBefore(_ file: Int, _ window: Int) -> Int {
        self.file.withBytes { Int(clamping: Self.number($0, at: entry(file, window))) }
    }

    /// Where a window's entry lies; `window` is one of the file's.
    private func entry(_ file: Int, _ window: Int) -> Int {
        indexPlace + (firstWindows[file] + window) * Self.entryBytes
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, at place: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
}
