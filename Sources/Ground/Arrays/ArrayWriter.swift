// A .npy file that is written row after row.

internal import Files
internal import HalfFloats

/// Writes an array under a temporary name: the number of rows is known only at the end, and stands in the header then.
/// Dropping the writer before `finish()` closes and removes the file. Used by one thread at a time.
package struct ArrayWriter: ~Copyable {
    /// Room for a row count of every size: the file's first bytes are written again at the end.
    private static let headerBytes = 128
    /// Rows are collected to this many bytes for a call to the system.
    private static let blockBytes = 1 << 20

    private let file: OutputFile
    private let path: String
    private let element: ArrayElement
    private let rowLength: Int?
    private var block: [UInt8] = []
    private var byteCount = 0

    /// Creates the file, or empties what is there under this name.
    ///
    /// - Parameters:
    ///   - path: a temporary name: who publishes it moves the complete file (`Durable.publish`).
    ///   - element: what values become in the file.
    ///   - rowLength: values in a row; nil for an array of one dimension, whose rows have one value.
    package init(path: String, element: ArrayElement, rowLength: Int?) throws(ArrayError) {
        precondition((rowLength ?? 1) > 0, "rows without values")
        self.path = path
        self.element = element
        self.rowLength = rowLength
        block.reserveCapacity(Self.blockBytes)
        file = try Self.created(path)
    }

    private static func created(_ path: String) throws(ArrayError) -> OutputFile {
        do {
            let file = try OutputFile(path: path)
            try file.write([UInt8](repeating: 0, count: headerBytes))
            return file
        } catch {
            throw ArrayError(error)
        }
    }

    /// Rows that were appended so far.
    package var rowCount: Int { byteCount / ((rowLength ?? 1) * element.byteCount) }

    /// Appends rows of floats, one after the other, rounded to the array's float16 or float32.
    ///
    /// - Precondition: the array is one of these, and `values` are whole rows.
    package mutating func append(_ values: UnsafeBufferPointer<Float>) throws(ArrayError) {
        precondition(values.count % (rowLength ?? 1) == 0, "a row that is not whole")
        switch element {
        case .float32: try append(bytes: UnsafeRawBufferPointer(values))
        case .float16:
            var start = 0
            while start < values.count {
                let part = UnsafeBufferPointer(rebasing: values[start..<min(values.count, start + Self.blockBytes / 2)])
                let halves = [UInt16](unsafeUninitializedCapacity: part.count) { buffer, filled in
                    if let to = buffer.baseAddress, let from = part.baseAddress {
                        half_from_float(to, from, part.count)
                    }
                    filled = part.count
                }
                try halves.withUnsafeBufferPointer { (halves) throws(ArrayError) in
                    try append(bytes: UnsafeRawBufferPointer(halves))
                }
                start += part.count
            }
        default: preconditionFailure("floats for an array of \(element.rawValue)")
        }
    }

    /// Appends rows of floats, one after the other.
    package mutating func append(_ values: [Float]) throws(ArrayError) {
        try values.withUnsafeBufferPointer { (values) throws(ArrayError) in try append(values) }
    }

    /// Appends rows, or parts of them, as they are stored. At the end the rows must be whole.
    package mutating func append(bytes: UnsafeRawBufferPointer) throws(ArrayError) {
        byteCount += bytes.count
        if block.count + bytes.count > Self.blockBytes { try writeBlock() }
        if bytes.count > Self.blockBytes {
            do { try file.write(bytes) } catch { throw ArrayError(error) }
        } else {
            block.append(contentsOf: bytes)
        }
    }

    /// Appends a part of `bytes`, as the other.
    package mutating func append(_ bytes: [UInt8], _ range: Range<Int>) throws(ArrayError) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "bytes that are not there")
        try bytes.withUnsafeBufferPointer { (bytes) throws(ArrayError) in
            try append(bytes: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[range]))
        }
    }

    private mutating func writeBlock() throws(ArrayError) {
        do { try file.write(block) } catch { throw ArrayError(error) }
        block.removeAll(keepingCapacity: true)
    }

    /// Writes the header and closes the file: it is complete, and on disk unless `syncs` is false, only when this returns.
    ///
    /// - Returns: rows of the array.
    @discardableResult
    package consuming func finish(syncs: Bool = true) throws(ArrayError) -> Int {
        precondition(byteCount % ((rowLength ?? 1) * element.byteCount) == 0, "a row that is not whole")
        let rows = rowCount
        try writeBlock()
        let header = ArrayHeader(element: element, rowCount: rows, rowLength: rowLength)
        guard let bytes = header.bytes(byteCount: Self.headerBytes) else {
            throw ArrayError(.shape, path: path, detail: "has too long a shape")
        }
        do {
            try file.overwrite(at: 0, with: bytes)
            _ = try file.finish(syncs: syncs)
        } catch {
            throw ArrayError(error)
        }
        return rows
    }
}
