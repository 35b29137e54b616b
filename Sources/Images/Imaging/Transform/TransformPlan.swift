// Everything about one image that its header decides.

/// Sizes, turns and filters for one image; nothing is decoded yet. Pure.
struct TransformPlan {
    /// Width as stored, in pixels.
    let storedWidth: Int
    /// Height as stored, in pixels.
    let storedHeight: Int
    /// How the image is turned.
    let orientation: ExifOrientation
    /// Where the pixels go, as seen upright.
    private(set) var geometry: ResizeGeometry
    /// The filter, nil when the pixels stay as they are.
    let filter: Interpolation?

    /// The same without cut or border.
    var uncut: TransformPlan {
        var whole = self
        whole.geometry = geometry.uncut
        return whole
    }

    /// Width before resizing as seen upright.
    var seenWidth: Int { orientation.swapsSides ? storedHeight : storedWidth }
    /// Height before resizing as seen upright.
    var seenHeight: Int { orientation.swapsSides ? storedWidth : storedHeight }
    /// Width of the resampled image before it is turned.
    var scaledStoredWidth: Int { orientation.swapsSides ? geometry.scaledHeight : geometry.scaledWidth }
    /// Height of the resampled image before it is turned.
    var scaledStoredHeight: Int { orientation.swapsSides ? geometry.scaledWidth : geometry.scaledHeight }

    init(width: Int, height: Int, orientation: Int, options: ImageOptions) throws(ImageError) {
        guard width > 0, height > 0 else { throw ImageError(.decode, "the image has no pixels") }
        try options.filters.check(width: width, height: height)
        let turn = ExifOrientation(options.orients ? orientation : 1)
        let seen = turn.swapsSides ? (width: height, height: width) : (width: width, height: height)
        storedWidth = width
        storedHeight = height
        self.orientation = turn
        geometry = ResizeGeometry(width: seen.width, height: seen.height, options: options)
        let interpolation = geometry.isReduction ? options.downscaleInterpolation : options.upscaleInterpolation
        filter = geometry.resamples(width: seen.width, height: seen.height) ? interpolation : nil
        try checkResult(options)
    }

    private func checkResult(_ options: ImageOptions) throws(ImageError) {
        let longest = max(geometry.width, geometry.height)
        let limit = options.encodeFormat.maximumSide
        guard longest <= limit else {
            throw ImageError(
                .tooLarge,
                "\(geometry.width)x\(geometry.height) is above \(limit) pixels a side, the most that "
                    + "\(options.encodeFormat.rawValue) holds")
        }
        guard geometry.scaledWidth * geometry.scaledHeight <= options.maximumPixels else {
            throw ImageError(
                .tooManyPixels,
                "\(geometry.scaledWidth)x\(geometry.scaledHeight) after resizing is above "
                    + "\(options.maximumPixels) pixels")
        }
    }

    /// How many decoded samples a pixel of the result is made from, at least, on each side of a picture that was
    /// shrunk in the decoder.
    ///
    /// A decoder halves by leaving out the highest frequencies of each block, which is sharper than an average. With 4
    /// samples left, photographs lose less than 0.1 dB on average against OpenCV's area result and none 1.5 dB; with
    /// 2, half a dB and up to 5 dB (Benchmarks/imaging/quality.py).
    private static let samplesLeftPerPixel = 4

    /// The part of its size, 1, 2, 4 or 8, at which a JPEG is best decoded.
    var shrinkOnLoad: Int {
        guard let filter, filter != .nearest, geometry.isReduction else { return 1 }
        for shrink in [8, 4, 2] {
            let least = shrink * Self.samplesLeftPerPixel
            if storedWidth >= least * scaledStoredWidth, storedHeight >= least * scaledStoredHeight { return shrink }
        }
        return 1
    }

    /// As `samplesLeftPerPixel`, of a decoder that takes even averages.
    private static let evenSamplesLeftPerPixel = 3

    /// The whole part of its size at which a still WebP is best decoded, at most 16: libwebp averages evenly, in planes
    /// and thus before it computes RGB.
    var evenShrinkOnLoad: Int {
        guard let filter, filter != .nearest, geometry.isReduction else { return 1 }
        let least = Self.evenSamplesLeftPerPixel
        return max(1, min(16, storedWidth / (least * scaledStoredWidth), storedHeight / (least * scaledStoredHeight)))
    }
}
