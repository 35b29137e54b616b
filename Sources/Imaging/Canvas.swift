// The result's pixels before they are encoded.

internal import Vips

/// Draws an image onto memory of the result's size: resampled, turned, cut and bordered in white.
struct Canvas {
    let plan: TransformPlan
    let bands: Int
    /// The image is in four inks, which become three colours row by row.
    var isInks = false
    let canvasMemory: ScratchMemory
    let scaledMemory: ScratchMemory
    /// For the whole resized image, where boxes are blurred in it.
    let blurMemory: ScratchMemory
    let limit: TimeLimit
    let stageBegins: ((ImageStage) -> Void)?

    /// Rows asked of the decoder at once: few enough to stay in the processor's cache, many enough that asking
    /// costs little (measured: 32 is best).
    private static let rowsAtOnce = 32

    /// The drawn pixels, rows without gaps.
    func pixels(bytesPerValue: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            canvasMemory.bytes(plan.geometry.width * plan.geometry.height * bands * bytesPerValue))
    }

    /// Decodes `image` and draws it as it is: no box is blurred. `draw` is what a transformer calls.
    func drawUnblurred<Sample: FixedWidthInteger & UnsignedInteger>(
        _ image: borrowing PixelImage, extent: PixelExtent, as sample: Sample.Type
    ) throws(ImageError) {
        let geometry = plan.geometry
        let bytes = canvasMemory.bytes(geometry.width * geometry.height * bands * MemoryLayout<Sample>.stride)
        let canvas = bytes.bindMemory(to: Sample.self)
        let covers = geometry.scaledWidth >= geometry.width && geometry.scaledHeight >= geometry.height
        if !covers { canvas.update(repeating: Sample.max) }
        guard let canvas = canvas.baseAddress else { return }
        let columns = max(0, -geometry.left)..<min(geometry.scaledWidth, geometry.width - geometry.left)
        let rows = max(0, -geometry.top)..<min(geometry.scaledHeight, geometry.height - geometry.top)
        let stride = geometry.width * bands
        let corner = canvas + max(0, geometry.top) * stride + max(0, geometry.left) * bands
        if plan.orientation.isUpright {
            try resample(image, extent: extent, columns: columns, rows: rows, into: corner, stride: stride)
            return
        }
        let (width, height) = (plan.scaledStoredWidth, plan.scaledStoredHeight)
        let scaled = scaledMemory.bytes(width * height * bands * MemoryLayout<Sample>.stride)
            .bindMemory(to: Sample.self)
        guard let scaled = scaled.baseAddress else { return }
        try resample(image, extent: extent, columns: 0..<width, rows: 0..<height, into: scaled, stride: width * bands)
        turn(scaled, columns: columns, rows: rows, into: corner, stride: stride)
    }

    /// Writes the given columns and rows of the scaled image, unturned.
    private func resample<Sample: FixedWidthInteger & UnsignedInteger>(
        _ image: borrowing PixelImage, extent: PixelExtent, columns: Range<Int>, rows: Range<Int>,
        into result: UnsafeMutablePointer<Sample>, stride: Int
    ) throws(ImageError) {
        guard let filter = plan.filter else {
            let length = columns.count * bands
            try read(image) { (row: UnsafePointer<Sample>, index) in
                guard rows.contains(index) else { return }
                (result + (index - rows.lowerBound) * stride).update(
                    from: row + columns.lowerBound * bands, count: length)
            }
            return
        }
        let columnWeights = FilterWeights(
            extent: extent.width, count: image.width,
            newLength: plan.scaledStoredWidth, range: columns, filter: filter)
        let rowWeights = FilterWeights(
            extent: extent.height, count: image.height,
            newLength: plan.scaledStoredHeight, range: rows, filter: filter)
        var resampler = RowResampler<Sample>(
            width: image.width, bands: bands, columns: columnWeights, rows: rowWeights)
        try read(image) { (row: UnsafePointer<Sample>, index) in
            resampler.take(row, at: index, into: result, stride: stride)
        }
    }

    /// Decodes all rows in order, those beyond a cut too: a file that ends early must fail.
    private func read<Sample>(
        _ image: borrowing PixelImage, _ take: (UnsafePointer<Sample>, Int) -> Void
    ) throws(ImageError) {
        let (width, height) = (image.width, image.height)
        let colours = UnsafeMutableRawPointer.allocate(byteCount: isInks ? width * 3 : 1, alignment: 16)
        defer { colours.deallocate() }
        do throws(VipsError) {
            let reader = try PixelReader(image)
            var first = 0
            while first < height, !limit.isOver {
                let count = min(Self.rowsAtOnce, height - first)
                stageBegins?(.decode)
                if isInks {
                    try reader.withRows(from: first, count: count) { rows, stride in
                        for row in 0..<count {
                            InkRow.convert(rows + row * stride, pixels: width, into: colours)
                            take(UnsafePointer(colours.assumingMemoryBound(to: Sample.self)), first + row)
                        }
                    }
                    first += count
                    continue
                }
                try reader.withRows(from: first, count: count) { rows, stride in
                    stageBegins?(.resize)
                    for row in 0..<count {
                        take((rows + row * stride).assumingMemoryBound(to: Sample.self), first + row)
                    }
                }
                first += count
            }
        } catch {
            throw ImageError(.decode, error.detail)
        }
        try limit.check()
    }

    /// Copies columns and rows of the image as seen upright out of the scaled pixels as stored.
    private func turn<Sample>(
        _ scaled: UnsafePointer<Sample>, columns: Range<Int>, rows: Range<Int>,
        into result: UnsafeMutablePointer<Sample>, stride: Int
    ) {
        let width = plan.scaledStoredWidth
        let walk = plan.orientation.walk(width: width, height: plan.scaledStoredHeight)
        let right = (walk.right.y * width + walk.right.x) * bands
        for row in rows {
            let x = walk.x + row * walk.down.x + columns.lowerBound * walk.right.x
            let y = walk.y + row * walk.down.y + columns.lowerBound * walk.right.y
            var from = (y * width + x) * bands
            let to = result + (row - rows.lowerBound) * stride
            for column in 0..<columns.count {
                for band in 0..<bands { to[column * bands + band] = scaled[from + band] }
                from += right
            }
        }
    }
}
