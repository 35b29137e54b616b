// What kind of picture bytes are.

/// Types that browsers show as pictures. Neither names nor servers are believed: SVG and HTML can run scripts, and are
/// none of these.
package enum PictureType: String {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case gif = "image/gif"
    case webp = "image/webp"
    case avif = "image/avif"
    case bmp = "image/bmp"
    case jpegXL = "image/jxl"

    /// By the first bytes; nil for what is no such picture.
    package init?(_ bytes: [UInt8]) {
        func starts(_ text: String, at place: Int = 0) -> Bool {
            bytes.count >= place + text.utf8.count && bytes[place...].starts(with: text.utf8)
        }
        if bytes.starts(with: [0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            self = .png
        } else if starts("GIF87a") || starts("GIF89a") {
            self = .gif
        } else if starts("RIFF"), starts("WEBP", at: 8) {
            self = .webp
        } else if starts("ftypavif", at: 4) || starts("ftypavis", at: 4) {
            self = .avif
        } else if starts("BM") {
            self = .bmp
        } else if bytes.starts(with: [0xff, 0x0a]) || starts("JXL ", at: 4) {
            self = .jpegXL
        } else {
            return nil
        }
    }
}
