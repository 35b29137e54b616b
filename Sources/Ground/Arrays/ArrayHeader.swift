// The first bytes of a .npy file: numpy/lib/format.py describes them.

/// What a file's header says, checked: values one row after the other, one or two dimensions.
package struct ArrayHeader: Hashable, Sendable {
    package let element: ArrayElement
    /// Values of an array of one dimension.
    package let rowCount: Int
    /// Values in a row; nil for an array of one dimension.
    package let rowLength: Int?

    /// Larger headers belong to arrays of records, which are not read here. numpy itself trusts at most 10,000 bytes.
    static let mostBytes = 64 << 10
    /// `\x93NUMPY`, two bytes of version, two of length.
    static let shortestPrefix = 10
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    package init(element: ArrayElement, rowCount: Int, rowLength: Int?) {
        self.element = element
        self.rowCount = rowCount
        self.rowLength = rowLength
    }

    package var rowByteCount: Int { (rowLength ?? 1) * element.byteCount }

    // MARK: Writing

    /// A header of version 1.0, so long that the values start at a multiple of 64.
    ///
    /// - Parameter byteCount: of the whole header, a multiple of 64; nil for the shortest that is enough.
    /// - Returns: nil when it needs more than `byteCount`.
    func bytes(byteCount: Int? = nil) -> [UInt8]? {
        let shape = rowLength.map { "(\(rowCount), \($0))" } ?? "(\(rowCount),)"
        let text = "{'descr': '\(element.rawValue)', 'fortran_order': False, 'shape': \(shape), }"
        let needed = Self.shortestPrefix + text.utf8.count + 1
        let whole = byteCount ?? (needed + 63) / 64 * 64
        guard needed <= whole, whole - Self.shortestPrefix <= Int(UInt16.max) else { return nil }
        let length = UInt16(whole - Self.shortestPrefix)
        return Self.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8)
            + [UInt8](repeating: UInt8(ascii: " "), count: whole - needed) + [UInt8(ascii: "\n")]
    }

    // MARK: Reading

    /// Reads the header at the start of a file's bytes.
    ///
    /// - Returns: the header, and where the values start.
    static func read(
        _ file: UnsafeRawBufferPointer, path: String
    ) throws(ArrayError) -> (header: ArrayHeader, valuesOffset: Int) {
        guard file.count >= shortestPrefix, file.prefix(magic.count).elementsEqual(magic) else {
            throw ArrayError(.notAnArray, path: path, detail: "not a .npy file")
        }
        let lengthBytes: Int
        switch (file[6], file[7]) {
        case (1, 0): lengthBytes = 2
        case (2, 0), (3, 0): lengthBytes = 4
        default:
            throw ArrayError(
                .notAnArray, path: path,
                detail: "a .npy file of version \(file[6]).\(file[7]); 1.0, 2.0 and 3.0 are read")
        }
        guard file.count >= 8 + lengthBytes else {
            throw ArrayError(.length, path: path, detail: "ends inside of its header")
        }
        var length = 0
        for place in (0..<lengthBytes).reversed() { length = length << 8 | Int(file[8 + place]) }
        guard length <= mostBytes else {
            throw ArrayError(.header, path: path, detail: "has a header of \(length) bytes; \(mostBytes) are read")
        }
        let start = 8 + lengthBytes
        guard file.count - start >= length else {
            throw ArrayError(.length, path: path, detail: "ends inside of its header")
        }
        var text = ArrayHeaderText(UnsafeRawBufferPointer(rebasing: file[start..<(start + length)]), path: path)
        return (try text.header(), start + length)
    }
}
