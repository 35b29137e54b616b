// Everything about one JPEG's way to the canvas that follows from its header and the options.

/// Sizes, reduction and filter of one transform. Pure.
struct JPEGPlan {
    let orientation: ExifOrientation
    /// Sizes as the picture is looked at.
    let geometry: ResizeGeometry
    let layout: JPEGPlaneLayout
    let uprightWidth: Int
    let uprightHeight: Int
    private let storedWidth: Int
    private let storedHeight: Int
    private let filter: Interpolation

    init(header: JPEGHeader, sampling: ChromaSampling, options: ImageOptions) {
        orientation = options.orients ? header.orientation : ExifOrientation(1)
        (storedWidth, storedHeight) = (header.width, header.height)
        uprightWidth = orientation.swapsSides ? storedHeight : storedWidth
        uprightHeight = orientation.swapsSides ? storedWidth : storedHeight
        geometry = ResizeGeometry(
            width: uprightWidth, height: uprightHeight, mode: options.resizeMode, targetSize: options.targetSize,
            onlyIfBigger: options.resizeOnlyIfBigger)
        filter = geometry.isReduction ? options.downscaleInterpolation : options.upscaleInterpolation
        let scaledAcross = orientation.swapsSides ? geometry.scaledHeight : geometry.scaledWidth
        let scaledDown = orientation.swapsSides ? geometry.scaledWidth : geometry.scaledHeight
        let reduction =
            filter == .nearest
            ? 1
            : Self.reduction(
                width: storedWidth, height: storedHeight, scaledWidth: scaledAcross, scaledHeight: scaledDown)
        layout = JPEGPlaneLayout(header: header, sampling: sampling, reduction: reduction)
    }

    /// Refuses pictures that are too large, before anything is decoded.
    func check(_ header: JPEGHeader, against options: ImageOptions) throws(ImageError) {
        let pixels = max(header.pixelCount, geometry.width.multipliedReportingOverflow(by: geometry.height).partialValue)
        guard header.pixelCount <= options.maximumPixels, pixels <= options.maximumPixels else {
            throw ImageError(.tooManyPixels, "\(header.width)×\(header.height) pixels")
        }
        guard max(geometry.width, geometry.height) <= EncodeFormat.jpg.maximumSide else {
            throw ImageError(.tooLarge, "\(geometry.width)×\(geometry.height) pixels")
        }
        // libjpeg keeps two bytes per coefficient of a progressive picture.
        let coefficients =
            header.coding == .progressive
            ? 2 * JPEGPlaneLayout(header: header, sampling: layout.sampling, reduction: 1).bytes : 0
        guard layout.bytes + coefficients <= options.maximumDecodedBytes else {
            throw ImageError(.tooManyPixels, "\(header.width)×\(header.height) pixels take too much memory")
        }
    }

    /// How many decoded samples must be left, on each side, for one of the result's.
    ///
    /// A picture shrunk in the DCT is sharper than an averaged one, block by block. What is left must be averaged
    /// again: with 4, the mean loss against OpenCV's area result on photographs is under 0.1 dB, with 2 half a dB
    /// and up to 5 dB on single ones (Benchmarks/imaging/quality.py).
    private static let samplesLeftPerPixel = 4

    /// How far the decoder may shrink: 1/2, 1/4 and 1/8 have fast transforms.
    static func reduction(width: Int, height: Int, scaledWidth: Int, scaledHeight: Int) -> Int {
        // TurboJPEG picks the factor by the size it is asked for; small sizes round to the same for several.
        guard max(width, height) >= 64 else { return 1 }
        for reduction in [8, 4, 2] where width / reduction >= samplesLeftPerPixel * scaledWidth
            && height / reduction >= samplesLeftPerPixel * scaledHeight
        {
            return reduction
        }
        return 1
    }

    /// Along the stored rows of plane `index`.
    func columns(ofPlane index: Int) -> AxisRequest {
        request(
            plane: index, pixels: storedWidth, samples: layout.width(ofPlane: index),
            pixelsPerSample: index == 0 ? 1 : layout.sampling.across, isUprightAcross: !orientation.swapsSides,
            isReversed: orientation.reversesColumns)
    }

    /// Down the stored columns of plane `index`.
    func rows(ofPlane index: Int) -> AxisRequest {
        request(
            plane: index, pixels: storedHeight, samples: layout.height(ofPlane: index),
            pixelsPerSample: index == 0 ? 1 : layout.sampling.down, isUprightAcross: orientation.swapsSides,
            isReversed: orientation.reversesRows)
    }

    private func request(
        plane: Int, pixels: Int, samples: Int, pixelsPerSample: Int, isUprightAcross: Bool, isReversed: Bool
    ) -> AxisRequest {
        let scaled = isUprightAcross ? geometry.scaledWidth : geometry.scaledHeight
        return AxisRequest(
            sampleCount: samples, pixelCount: pixels, pixelsPerSample: pixelsPerSample * layout.reduction,
            scaledLength: scaled, offset: isUprightAcross ? geometry.left : geometry.top,
            canvasLength: isUprightAcross ? geometry.width : geometry.height,
            cell: PlaneCanvas.cell(ofPlane: plane), isReversed: isReversed,
            // Where the length stays, chroma is averaged over its cell and not filtered as well.
            filter: scaled == pixels ? .area : filter)
    }
}
