// One record of a WARC file.

/// A record, lent until the next one is read (ISO 28500, https://iipc.github.io/warc-specifications/).
package struct WARCRecord {
    /// `WARC-Type`: `metadata` in WAT files, `response` for stored pages.
    package let type: UnsafeRawBufferPointer
    /// `WARC-Target-URI`; empty without one.
    package let target: UnsafeRawBufferPointer
    /// The record's block. `CRAWL_PADDING` bytes behind it are readable.
    package let body: UnsafeRawBufferPointer

    package var isMetadata: Bool { type.elementsEqual("metadata".utf8) }
    package var isResponse: Bool { type.elementsEqual("response".utf8) }
}
