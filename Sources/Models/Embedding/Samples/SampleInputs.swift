// What models are given of one sample that is being downloaded.

internal import ImageInputs
package import Imaging
internal import Tokenizing

/// A sample on its way to the models.
package struct SampleInputs: Sendable {
    let image: [Float]
    let nsfw: [Float]
    fileprivate(set) var caption: [Int64]

    package init(image: [Float] = [], nsfw: [Float] = [], caption: [Int64] = []) {
        self.image = image
        self.nsfw = nsfw
        self.caption = caption
    }

    /// Memory that it holds; samples with the same image share most of it.
    package var byteCount: Int { 4 * (image.count + nsfw.count) + 8 * caption.count }
}

/// Makes inputs of pixels and captions. One per thread.
package final class SamplePreparation {
    private let preparation: BatchPreparation

    init(_ towers: Towers) {
        preparation = BatchPreparation(
            image: towers.image?.input, nsfw: towers.nsfw?.input, tokenizer: towers.text?.tokenizer,
            captionLength: towers.text?.length ?? 0)
    }

    /// The part that all rows with one image share.
    package func inputs(of pixels: RGBImage) throws(ImageError) -> SampleInputs {
        let values = try preparation.values(of: pixels)
        return SampleInputs(image: values.image, nsfw: values.nsfw)
    }

    /// - Parameter caption: empty for none.
    package func add(caption: String, to inputs: inout SampleInputs) {
        inputs.caption = preparation.numbers(of: caption)
    }
}
