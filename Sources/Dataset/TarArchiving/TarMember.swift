// Where a written member lies in its archive: what journals and indices are made of.

/// One member as written.
package struct TarMember: Hashable, Sendable {
    /// First byte of the member's header, counted from the start of the archive.
    package let headerOffset: Int
    /// First byte of the member's data, counted from the start of the archive.
    package let dataOffset: Int
    /// Bytes of data, without padding.
    package let byteCount: Int

    /// First byte after the member and its padding to 512 bytes: the archive can be cut here.
    package var endOffset: Int { dataOffset + (byteCount + 511) / 512 * 512 }

    package init(headerOffset: Int, dataOffset: Int, byteCount: Int) {
        self.headerOffset = headerOffset
        self.dataOffset = dataOffset
        self.byteCount = byteCount
    }
}
