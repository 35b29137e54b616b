// Holds the quick decoder to TurboJPEG, for tests and fuzzing.

internal import Glibc

/// Decodes JPEGs in both ways and compares every sample. For one thread.
package final class JPEGDecoderComparison {
    package enum Verdict: Hashable, Sendable {
        /// The quick decoder left the picture to TurboJPEG, or the bytes are no picture for either.
        case leftAlone
        case equal
        /// The quick decoder gave samples, and TurboJPEG others or none.
        case different(String)
    }

    /// Above what a fuzzer's picture has.
    private static let maximumPixels = 1 << 20

    private let quick = QuickJPEGDecoder()
    private let scratch = [ScratchMemory(), ScratchMemory(), ScratchMemory()]

    package init() {}

    /// - Parameter reduction: 1, 2, 4 or 8.
    package func compare(_ bytes: UnsafeRawBufferPointer, reduction: Int = 1) -> Verdict {
        guard let header = JPEGHeader(scanning: bytes), header.pixelCount <= Self.maximumPixels,
            case .planes(let sampling) = JPEGPathChoice(header)
        else { return .leftAlone }
        let layout = JPEGPlaneLayout(header: header, sampling: sampling, reduction: reduction)
        let planes = (0..<layout.planeCount).map { scratch[$0].samples(layout.bytes(ofPlane: $0)) }
        guard quick.decode(bytes, header: header, layout: layout, planes: planes) else { return .leftAlone }
        do {
            let turbo = JPEGPlaneDecoder()
            try turbo.decodeByTurboJPEG(bytes, header: header, layout: layout)
            for index in 0..<layout.planeCount {
                let stride = layout.stride(ofPlane: index)
                for row in 0..<layout.height(ofPlane: index) {
                    let (ours, theirs) = (planes[index], turbo.samples(ofPlane: index, layout))
                    if memcmp(ours + row * stride, theirs + row * stride, layout.width(ofPlane: index)) != 0 {
                        return .different("row \(row) of plane \(index)")
                    }
                }
            }
            return .equal
        } catch {
            return .different("TurboJPEG: \(error)")
        }
    }
}
