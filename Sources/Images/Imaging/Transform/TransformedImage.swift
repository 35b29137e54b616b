// What the transformer gives back.

package import Ground

/// An encoded image with its sizes.
package struct TransformedImage: Sendable {
    /// The file.
    package let bytes: ByteBuffer
    /// Width of the result, in pixels.
    package let width: Int
    /// Height of the result, in pixels.
    package let height: Int
    /// Width before resizing, in pixels; turned already when the image was.
    package let originalWidth: Int
    /// Height before resizing, in pixels; turned already when the image was.
    package let originalHeight: Int
    /// Format of `bytes`, unless they are kept.
    package let format: EncodeFormat
    /// What `bytes` are when they are the ones that were fetched.
    package var keptKind: ImageKind?
    /// What is seen of `bytes`, where the transformer `addsPixels`.
    package internal(set) var pixels: RGBImage?

    /// The file extension of `bytes`, without a dot.
    package var fileExtension: String { keptKind?.fileExtension ?? format.rawValue }
}
