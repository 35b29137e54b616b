// Pixels of an image on the calling thread, without libvips' own threads.

internal import CVips

/// Reads an image's rows in order.
///
/// libvips' savers and `vips_image_write_to_memory` hand tiles to a thread each time; on images of a few hundred
/// pixels that costs more than the pixels. A region computes them where it is asked.
package struct PixelReader: ~Copyable {
    /// Owned: unreferenced by `deinit`, before the image that it reads.
    private let region: UnsafeMutablePointer<VipsRegion>
    private let width: Int

    /// A reader over `image`, which must outlive it.
    package init(_ image: borrowing PixelImage) throws(VipsError) {
        guard let region = vips_region_new(image.pointer) else { throw VipsError(.compute) }
        self.region = region
        width = image.width
    }

    deinit {
        cvips_unref_region(region)
    }

    /// Computes `count` rows and lends them; a row begins every `stride` bytes. The pointer must not leave `body`.
    package func withRows(
        from first: Int, count: Int, _ body: (_ rows: UnsafeRawPointer, _ stride: Int) -> Void
    ) throws(VipsError) {
        var area = VipsRect(left: 0, top: Int32(first), width: Int32(width), height: Int32(count))
        guard vips_region_prepare(region, &area) == 0, let rows = cvips_region_pixel(region, 0, Int32(first)) else {
            throw VipsError(.load)
        }
        body(rows, cvips_region_stride(region))
    }
}
