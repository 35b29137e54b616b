// Everything about one JPEG's way to the canvas that follows from its header and the options.

/// Sizes, reduction and filter of one transform in planes. Pure.
struct JPEGPlan {
    let transform: TransformPlan
    let layout: JPEGPlaneLayout

    /// Throws when the picture or its result is too large; nothing has been decoded by then.
    ///
    /// - Parameter reduction: where the same planes serve other sizes, too; nil for this one's own.
    init(
        header: JPEGHeader, sampling: ChromaSampling, options: ImageOptions, reduction: Int? = nil
    ) throws(ImageError) {
        transform = try TransformPlan(
            width: header.width, height: header.height, orientation: header.orientation.value, options: options)
        layout = JPEGPlaneLayout(header: header, sampling: sampling, reduction: reduction ?? Self.reduction(transform))
        guard header.pixelCount <= options.maximumPixels else {
            throw ImageError(
                .tooManyPixels, "\(header.width)x\(header.height) is above \(options.maximumPixels) pixels")
        }
        // libjpeg keeps two bytes per coefficient of a progressive picture.
        let coefficients =
            header.coding == .progressive
            ? 2 * JPEGPlaneLayout(header: header, sampling: sampling, reduction: 1).bytes : 0
        guard layout.bytes + coefficients <= options.maximumDecodedBytes else {
            throw ImageError(
                .tooManyPixels,
                "\(header.width)x\(header.height) takes more than \(options.maximumDecodedBytes) bytes decoded")
        }
    }

    /// TurboJPEG picks the factor by the size it is asked for, and for small sizes several round to the same.
    private static func reduction(_ transform: TransformPlan) -> Int {
        max(transform.storedWidth, transform.storedHeight) >= 64 ? transform.shrinkOnLoad : 1
    }

    /// Along the stored rows of plane `index`.
    func columns(ofPlane index: Int) -> AxisRequest {
        request(
            plane: index, pixels: transform.storedWidth, samples: layout.width(ofPlane: index),
            pixelsPerSample: index == 0 ? 1 : layout.sampling.across,
            isSeenAcross: !transform.orientation.swapsSides, isReversed: transform.orientation.reversesColumns)
    }

    /// Down the stored columns of plane `index`.
    func rows(ofPlane index: Int) -> AxisRequest {
        request(
            plane: index, pixels: transform.storedHeight, samples: layout.height(ofPlane: index),
            pixelsPerSample: index == 0 ? 1 : layout.sampling.down,
            isSeenAcross: transform.orientation.swapsSides, isReversed: transform.orientation.reversesRows)
    }

    private func request(
        plane: Int, pixels: Int, samples: Int, pixelsPerSample: Int, isSeenAcross: Bool, isReversed: Bool
    ) -> AxisRequest {
        let geometry = transform.geometry
        let scaled = isSeenAcross ? geometry.scaledWidth : geometry.scaledHeight
        // Where the length stays, chroma is averaged over its cell and not filtered as well.
        let filter = scaled == pixels ? .area : transform.filter ?? .area
        return AxisRequest(
            sampleCount: samples, pixelCount: pixels, pixelsPerSample: pixelsPerSample * layout.reduction,
            scaledLength: scaled, offset: isSeenAcross ? geometry.left : geometry.top,
            canvasLength: isSeenAcross ? geometry.width : geometry.height, cell: PlaneCanvas.cell(ofPlane: plane),
            isReversed: isReversed, filter: filter)
    }
}
