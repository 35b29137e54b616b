// A small JPEG of an image.

/// What the page shows of an image. A plain value.
struct Thumbnail: Hashable, Sendable {
    let bytes: [UInt8]
    let width: Int
    let height: Int
}
