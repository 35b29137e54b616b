// Several sizes of one image.

package import ByteBuffers

extension ImageTransformer {
    /// The image in `body` in several sizes; as `transform`, each for itself.
    ///
    /// - Parameter targetSizes: some of the options' `sizes`.
    /// - Returns: one result for each, in order.
    package func transform(
        _ body: ByteBuffer, to targetSizes: [Int], blurring boxes: [BlurBox] = []
    ) -> [Result<TransformedImage, ImageError>] {
        targetSizes.map { size in
            Result { () throws(ImageError) in try transform(body, at: size, blurring: boxes) }
        }
    }
}
