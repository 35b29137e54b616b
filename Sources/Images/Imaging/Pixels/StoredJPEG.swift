// What an image shows once it is stored as JPEG, without coding and decoding it: libjpeg's arithmetic, bit by bit.

internal import CodedImages

/// Pixels of JPEGs by their planes. One per thread: it keeps memory between images.
final class StoredJPEG {
    private let planes = [ScratchMemory(), ScratchMemory(), ScratchMemory()]
    private let stored = [ScratchMemory(), ScratchMemory(), ScratchMemory()]
    private let work = ScratchMemory()
    private var steps: (quality: Int, luma: [UInt16], chroma: [UInt16])?

    /// Gives large memory back.
    func trim() {
        (planes + stored + [work]).forEach { $0.trim() }
    }

    /// What is shown of planes, 4:2:0 or grey, that are encoded at a quality of 0 to 100.
    func pixels(encoding planes: [SamplePlane], quality: Int) throws(ImageError) -> RGBImage {
        let tables = try tables(quality)
        let shown = zip(planes.indices, planes).map { index, plane in
            let sides = (width: (plane.width + 7) / 8 * 8, height: (plane.height + 7) / 8 * 8)
            let target = SamplePlane(
                samples: stored[index].samples(sides.width * sides.height), stride: sides.width, width: plane.width,
                height: plane.height)
            jpeg_store_plane(
                plane.samples, plane.stride, Int32(plane.width), Int32(plane.height),
                index == 0 ? tables.luma : tables.chroma, target.samples, target.stride)
            return target
        }
        return pixels(of: shown, sampling: planes.count == 1 ? .grey : .quarter)
    }

    /// What is shown of pixels that are encoded at a quality of 0 to 100: colours as 4:2:0.
    ///
    /// - Parameters:
    ///   - samples: rows without gaps.
    ///   - bands: 1 or 3.
    func pixels(
        encoding samples: UnsafeRawBufferPointer, width: Int, height: Int, bands: Int, quality: Int
    ) throws(ImageError) -> RGBImage {
        let luma = SamplePlane(
            samples: planes[0].samples(width * height), stride: width, width: width, height: height)
        guard bands == 3 else {
            UnsafeMutableRawBufferPointer(start: luma.samples, count: width * height).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: samples.prefix(width * height)))
            return try pixels(encoding: [luma], quality: quality)
        }
        let (columns, rows) = (((width + 1) / 2 + 7) / 8 * 8, (height + 1) / 2)
        let chroma = (1...2).map { index in
            SamplePlane(
                samples: planes[index].samples(columns * rows), stride: columns, width: columns, height: rows)
        }
        jpeg_rgb_to_planes(
            samples.bindMemory(to: UInt8.self).baseAddress, Int32(width), Int32(height), luma.samples,
            chroma[0].samples, chroma[1].samples)
        return try pixels(encoding: [luma] + chroma, quality: quality)
    }

    /// What is shown of decoded planes.
    func pixels(of planes: [SamplePlane], sampling: ChromaSampling) -> RGBImage {
        let luma = planes[0]
        let count = 3 * luma.width * luma.height
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
            filled = count
            guard planes.count == 3 else {
                for row in 0..<luma.height {
                    for column in 0..<luma.width {
                        let place = 3 * (row * luma.width + column)
                        let value = luma.samples[row * luma.stride + column]
                        (out[place], out[place + 1], out[place + 2]) = (value, value, value)
                    }
                }
                return
            }
            jpeg_planes_to_rgb(
                luma.samples, luma.stride, planes[1].samples, planes[2].samples, planes[1].stride, Int32(luma.width),
                Int32(luma.height), Int32(sampling.across), Int32(sampling.down),
                work.samples(6 * luma.width + 64), out.baseAddress)
        }
        return RGBImage(width: luma.width, height: luma.height, bytes: bytes)
    }

    /// Those of the quality; kept for the next image.
    private func tables(_ quality: Int) throws(ImageError) -> (luma: [UInt16], chroma: [UInt16]) {
        if let steps, steps.quality == quality { return (steps.luma, steps.chroma) }
        var (luma, chroma) = ([UInt16](repeating: 0, count: 64), [UInt16](repeating: 0, count: 64))
        guard jpeg_steps_of_quality(Int32(max(1, quality)), &luma, &chroma) else {
            throw ImageError(.encode, "libjpeg has no tables for quality \(quality)")
        }
        steps = (quality, luma, chroma)
        return (luma, chroma)
    }
}
