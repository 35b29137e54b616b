// What one side of one plane is asked to become.

/// One axis of one plane: from decoded samples to the samples of the canvas. The key under which weights are kept.
struct AxisRequest: Hashable {
    /// Samples along the decoded plane.
    var sampleCount: Int
    /// The picture's length in full pixels before decoding at `pixelsPerSample`.
    var pixelCount: Int
    /// Full pixels that one decoded sample stands for: the sampling factor times the decoder's reduction. The last
    /// sample may stand for fewer.
    var pixelsPerSample: Int
    /// Length of the whole picture after resizing, in the canvas' pixels.
    var scaledLength: Int
    /// The canvas pixel on which the resized picture begins; negative when it is cut.
    var offset: Int
    /// Length of the canvas in pixels.
    var canvasLength: Int
    /// Canvas pixels that share one sample of the canvas' plane: 1 for luma, 2 for chroma in 4:2:0.
    var cell: Int
    /// Whether the picture lies on the canvas back to front.
    var isReversed: Bool
    var filter: Interpolation

    /// The picture's length in decoded samples; the last sample may be part of one.
    var extent: Double { Double(pixelCount) / Double(pixelsPerSample) }

    /// Samples along the canvas' plane.
    var cellCount: Int { (canvasLength + cell - 1) / cell }

    /// Whether samples go over as they are.
    var isIdentity: Bool {
        pixelCount == scaledLength && offset == 0 && canvasLength == scaledLength && pixelsPerSample == cell
            && sampleCount == cellCount && !isReversed
    }
}
