// JPEGs made from chosen samples, and the samples of JPEGs.

import Foundation
import Ground
import Testing

@testable import Imaging

/// Luma and chroma samples of a picture in one sampling.
struct PlanePicture: Equatable {
    var sampling: ChromaSampling
    var width: Int
    var height: Int
    /// Rows one after another, per plane.
    var planes: [[UInt8]]

    func width(ofPlane index: Int) -> Int { index == 0 ? width : (width + sampling.across - 1) / sampling.across }

    func height(ofPlane index: Int) -> Int { index == 0 ? height : (height + sampling.down - 1) / sampling.down }

    subscript(plane: Int, x: Int, y: Int) -> Int { Int(planes[plane][y * width(ofPlane: plane) + x]) }

    /// A picture whose planes have the values of `value`, at the middle of each sample in full pixels.
    init(
        _ sampling: ChromaSampling, width: Int, height: Int, value: (_ plane: Int, _ x: Double, _ y: Double) -> Double
    ) {
        (self.sampling, self.width, self.height) = (sampling, width, height)
        planes = []
        for plane in 0..<(sampling == .grey ? 1 : 3) {
            let (across, down) = plane == 0 ? (1, 1) : (sampling.across, sampling.down)
            var samples: [UInt8] = []
            for y in 0..<self.height(ofPlane: plane) {
                for x in 0..<self.width(ofPlane: plane) {
                    let at = (x: (Double(x) + 0.5) * Double(across), y: (Double(y) + 0.5) * Double(down))
                    samples.append(UInt8(min(max(value(plane, at.x, at.y), 0), 255)))
                }
            }
            planes.append(samples)
        }
    }

    /// The samples of `planes`, copied.
    init(_ sampling: ChromaSampling, copying source: [SamplePlane]) {
        (self.sampling, width, height) = (sampling, source[0].width, source[0].height)
        planes = source.map { plane in
            (0..<plane.height).flatMap { row in (0..<plane.width).map { plane.samples[row * plane.stride + $0] } }
        }
    }

    /// The samples of a JPEG as decoded.
    init(decoding bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBytes { bytes in
            let header = try #require(JPEGHeader(scanning: bytes))
            guard case .planes(let sampling) = JPEGPathChoice(header) else {
                throw ImageError(.unsupported, "no planes")
            }
            let layout = JPEGPlaneLayout(header: header, sampling: sampling, reduction: 1)
            let decoder = JPEGPlaneDecoder()
            try decoder.decode(bytes, header: header, layout: layout)
            return PlanePicture(
                sampling,
                copying: (0..<layout.planeCount).map { index in
                    SamplePlane(
                        samples: decoder.samples(ofPlane: index, layout), stride: layout.stride(ofPlane: index),
                        width: layout.width(ofPlane: index), height: layout.height(ofPlane: index))
                })
        }
    }

    /// A baseline JPEG; the EXIF segment is left out for orientation 1.
    func encoded(quality: Int = 100, orientation: Int = 1) throws -> [UInt8] {
        var memory: [UnsafeMutablePointer<UInt8>] = []
        defer { memory.forEach { $0.deallocate() } }
        let sources = planes.indices.map { index in
            // As many samples as TurboJPEG reads: whole cells.
            let (across, down) = (sampling.across, sampling.down)
            let stride = (width(ofPlane: index) + across - 1) / across * across + 1
            let rows = (height(ofPlane: index) + down - 1) / down * down + 1
            let samples = UnsafeMutablePointer<UInt8>.allocate(capacity: stride * rows)
            memory.append(samples)
            for y in 0..<rows {
                for x in 0..<stride {
                    samples[y * stride + x] = UInt8(
                        self[index, min(x, width(ofPlane: index) - 1), min(y, height(ofPlane: index) - 1)])
                }
            }
            return SamplePlane(
                samples: samples, stride: stride, width: width(ofPlane: index), height: height(ofPlane: index))
        }
        let buffer = try JPEGPlaneEncoder().encode(sources, sampling: sampling, quality: quality)
        var bytes = buffer.withUnsafeBytes { Array($0) }
        if orientation != 1 { bytes.insert(contentsOf: JPEGBytes.exif(orientation: orientation), at: 2) }
        return bytes
    }

    /// The picture as seen when its pixels are stored in `orientation`: where each seen pixel is stored is EXIF's own
    /// table (TIFF 6.0, Orientation). Only for pictures without shared chroma.
    func turned(_ orientation: Int) -> PlanePicture {
        let swaps = orientation >= 5
        let (seenWidth, seenHeight) = swaps ? (height, width) : (width, height)
        return PlanePicture(sampling, width: seenWidth, height: seenHeight) { plane, x, y in
            let (x, y) = (Int(x), Int(y))
            let stored =
                switch orientation {
                case 2: (width - 1 - x, y)
                case 3: (width - 1 - x, height - 1 - y)
                case 4: (x, height - 1 - y)
                case 5: (y, x)
                case 6: (y, height - 1 - x)
                case 7: (width - 1 - y, height - 1 - x)
                case 8: (width - 1 - y, x)
                default: (x, y)
                }
            return Double(self[plane, stored.0, stored.1])
        }
    }

    /// Largest difference to `other` in any sample of `plane`.
    func largestDifference(to other: PlanePicture, plane: Int) -> Int {
        zip(planes[plane], other.planes[plane]).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }

    /// Peak signal-to-noise ratio to `other` in `plane`, in dB.
    func signalToNoise(to other: PlanePicture, plane: Int) -> Double {
        let squares = zip(planes[plane], other.planes[plane]).map { (Int($0) - Int($1)) * (Int($0) - Int($1)) }
        let mean = Double(squares.reduce(0, +)) / Double(max(1, squares.count))
        return mean == 0 ? 99 : 10 * log10(255 * 255 / mean)
    }
}
