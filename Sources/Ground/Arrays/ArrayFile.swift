// A .npy file that is read at places, without holding it.

package import Files
internal import HalfFloats

/// An open .npy file of one or two dimensions, mapped into memory: opening costs the same for every size.
/// Several threads may read it. Nobody may change the file meanwhile.
package final class ArrayFile: Sendable {
    package let path: String
    package let header: ArrayHeader
    private let file: MappedFile
    private let valuesOffset: Int

    /// - Throws: `ArrayError` for whatever is not exactly such a file, also when it is longer than its shape says: several
    ///   arrays in one file, or one that somebody still writes.
    package init(path: String) throws(ArrayError) {
        self.path = path
        do {
            file = try MappedFile(path: path)
        } catch {
            throw ArrayError(error)
        }
        (header, valuesOffset) = try ArrayHeader.read(file.bytes, path: path)
        let needed = header.rowCount * header.rowByteCount
        guard file.bytes.count - valuesOffset == needed else {
            throw ArrayError(
                .length, path: path,
                detail: "its shape needs \(needed) bytes of values, and \(file.bytes.count - valuesOffset) are there")
        }
    }

    package var rowCount: Int { header.rowCount }
    /// Values in a row; 1 for an array of one dimension.
    package var rowLength: Int { header.rowLength ?? 1 }

    /// Lends the bytes of rows as they are stored. They need not be aligned, and must not escape `body`.
    package func withBytes<R, E: Error>(
        ofRows rows: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "rows beyond the array's end")
        return try file.withBytes { (bytes) throws(E) -> R in
            let start = valuesOffset + rows.lowerBound * header.rowByteCount
            return try body(
                UnsafeRawBufferPointer(rebasing: bytes[start..<(start + rows.count * header.rowByteCount)]))
        }
    }

    /// Copies rows as floats, one after the other.
    ///
    /// - Parameter out: room for `rows.count * rowLength` values.
    package func read(rows: Range<Int>, into out: UnsafeMutableBufferPointer<Float>) {
        precondition(out.count >= rows.count * rowLength, "no room for the rows")
        guard let target = out.baseAddress else { return }
        let count = rows.count * rowLength
        withBytes(ofRows: rows) { bytes in
            guard let source = bytes.baseAddress, count > 0 else { return }
            switch header.element {
            case .float16:
                // numpy starts the values at a multiple of 16 at least; other writers need not.
                if UInt(bitPattern: source) % 2 == 0 {
                    half_to_float(target, source.assumingMemoryBound(to: UInt16.self), count)
                } else {
                    let halves = [UInt16](unsafeUninitializedCapacity: count) { buffer, filled in
                        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
                        filled = count
                    }
                    half_to_float(target, halves, count)
                }
            case .float32: UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: count * 4)
            case .float64: convert(source, count, target) { (value: Float64) in Float(value) }
            case .int8: convert(source, count, target) { (value: Int8) in Float(value) }
            case .uint8: convert(source, count, target) { (value: UInt8) in Float(value) }
            case .int32: convert(source, count, target) { (value: Int32) in Float(value) }
            case .int64: convert(source, count, target) { (value: Int64) in Float(value) }
            }
        }
    }

    /// Rows as floats, one after the other.
    package func floats(ofRows rows: Range<Int>) -> [Float] {
        [Float](unsafeUninitializedCapacity: rows.count * rowLength) { buffer, filled in
            read(rows: rows, into: buffer)
            filled = rows.count * rowLength
        }
    }

    /// Tells the system how the file will be read.
    package func advise(_ use: MappedFile.Use) { file.advise(use) }

    private func convert<Value: BitwiseCopyable>(
        _ source: UnsafeRawPointer, _ count: Int, _ target: UnsafeMutablePointer<Float>, _ value: (Value) -> Float
    ) {
        for place in 0..<count {
            target[place] = value(
                source.loadUnaligned(fromByteOffset: place * MemoryLayout<Value>.size, as: Value.self))
        }
    }
}
