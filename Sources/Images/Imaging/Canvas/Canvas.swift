// The result's pixels before they are encoded.

internal import Vips

/// Draws an image onto memory of the result's size: resampled, turned, cut and bordered in white.
struct Canvas {
    let plan: TransformPlan
    let bands: Int
    /// The decoded pixels, which become `bands` values row by row.
    let form: PixelForm
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

    /// Decodes all rows in order, those beyond a cut too: a file that ends early must fail.
    func read<Sample>(
        _ image: borrowing PixelImage, _ take: (UnsafePointer<Sample>, Int) -> Void
    ) throws(ImageError) {
        let (width, height) = (image.width, image.height)
        let colours = UnsafeMutableRawPointer.allocate(
            byteCount: form.needsConversion ? width * bands : 1, alignment: 16)
        defer { colours.deallocate() }
        do throws(VipsError) {
            let reader = try PixelReader(image)
            var first = 0
            while first < height, !limit.isOver {
                let count = min(Self.rowsAtOnce, height - first)
                stageBegins?(.decode)
                try reader.withRows(from: first, count: count) { rows, stride in
                    stageBegins?(.resize)
                    for row in 0..<count {
                        var samples = rows + row * stride
                        if form.needsConversion {
                            form.convert(samples, pixels: width, bands: bands, into: colours)
                            samples = UnsafeRawPointer(colours)
                        }
                        take(samples.assumingMemoryBound(to: Sample.self), first + row)
                    }
                }
                first += count
            }
        } catch {
            throw ImageError(.decode, error.detail)
        }
        try limit.check()
    }
}
