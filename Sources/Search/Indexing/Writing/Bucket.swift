// Rows of some lists that follow each other, on their way into an index.

internal import Files

/// A temporary file of records: the row's number (8 bytes), its list (4 bytes), its code.
final class Bucket {
    static let headBytes = 12
    private let path: String
    private let capacity: Int
    private var file: OutputFile?
    private var buffer: [UInt8] = []

    /// - Parameter capacity: bytes that are collected for a call to the system.
    init(path: String, capacity: Int) throws(FileError) {
        self.path = path
        self.capacity = capacity
        file = try OutputFile(path: path)
    }

    func append(row: Int, list: UInt32, code: UnsafeRawBufferPointer) throws(FileError) {
        if buffer.count + Self.headBytes + code.count > capacity { try flush() }
        withUnsafeBytes(of: Int64(row).littleEndian) { buffer.append(contentsOf: $0) }
        withUnsafeBytes(of: list.littleEndian) { buffer.append(contentsOf: $0) }
        buffer.append(contentsOf: code)
    }

    private func flush() throws(FileError) {
        try file?.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Closes the file, which is read and removed again: it need not reach the disk.
    func finish() throws(FileError) {
        try flush()
        buffer = []
        if let file = file.take() { _ = try file.finish(syncs: false) }
    }

    /// Appends the lists to an index, each with its codes and then its rows' numbers, and removes the bucket.
    ///
    /// - Parameter lists: those whose rows are here.
    func move(_ lists: Range<Int>, dimension: Int, to index: borrowing OutputFile) throws(FileError) {
        let records = try MappedFile(path: path)
        let size = Self.headBytes + dimension
        let count = records.bytes.count / size
        try records.withBytes { (bytes) throws(FileError) in
            let places = SharedRoom<UInt32>(count, of: 0)
            for record in 0..<count {
                let list = UInt32(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: record * size + 8, as: UInt32.self))
                places.values[record] = list - UInt32(lists.lowerBound)
            }
            let members = Members(places.values, count: lists.count)
            var (codes, numbers): ([UInt8], [UInt8]) = ([], [])
            for list in 0..<lists.count {
                codes.removeAll(keepingCapacity: true)
                numbers.removeAll(keepingCapacity: true)
                for record in members.rows(of: list) {
                    let start = record * size
                    numbers.append(contentsOf: bytes[start..<(start + 8)])
                    codes.append(contentsOf: bytes[(start + Self.headBytes)..<(start + size)])
                }
                try index.write(codes)
                try index.write(numbers)
            }
        }
        try Durable.removeFile(path)
    }

    deinit {
        if file == nil { Durable.tryToRemoveFile(path) }
    }
}
