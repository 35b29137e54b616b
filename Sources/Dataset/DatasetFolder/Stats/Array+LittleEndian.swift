// Numbers in files of ours.

extension [UInt8] {
    /// Little-endian.
    mutating func appendFixed(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
