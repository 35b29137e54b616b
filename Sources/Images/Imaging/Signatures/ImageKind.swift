// What kind of file some bytes are, by their first bytes and nothing else.

/// A kind of file that turns up behind image URLs.
///
/// File names and `Content-Type` are not asked: both are often wrong on the web.
package enum ImageKind: String, CaseIterable, Sendable {
    case jpeg, png, webp, gif, tiff, bmp, avif, heic, jp2, jxl, ico
    case svg, pdf, psd, html, unknown

    /// The kind of the file that begins with `bytes`: the first 128 are read, of a text all that stands before its
    /// first element.
    package init(of bytes: UnsafeRawBufferPointer) {
        self = ImageSignature(bytes: bytes).kind
    }
}
