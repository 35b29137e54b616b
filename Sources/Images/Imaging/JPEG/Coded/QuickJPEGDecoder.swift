// The quick way for ordinary JPEGs: Huffman codes, baseline in one scan or progressive, nothing odd.

internal import CodedImages

/// Decodes ordinary JPEGs, or leaves them to TurboJPEG. For one worker.
final class QuickJPEGDecoder {
    /// Whether this CPU has the instructions it takes.
    static let isAvailable = jpeg_vectors_are_available()

    private let tables = JPEGTables()
    private let scratch = ScratchMemory()
    private let progressive = ProgressiveDecoder()

    /// Gives large memory back.
    func trim() {
        scratch.trim()
        progressive.trim()
    }

    /// Decodes `bytes` to planes, where that needs no judgement.
    ///
    /// - Parameters:
    ///   - readsAll: also what the samples do not depend on, so that no damage goes unnoticed.
    ///   - planes: of `layout`, in its order.
    /// - Returns: false when the picture is not for this decoder, or anything about it is damaged, cut or odd; the
    ///   planes hold anything then.
    func decode(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout, readsAll: Bool = true,
        planes: [UnsafeMutablePointer<UInt8>]
    ) -> Bool {
        guard Self.isAvailable, header.hasExactFrame, header.components.count == planes.count else { return false }
        tables.begin()
        switch header.coding {
        case .sequential: return decodeBaseline(bytes, header, layout, planes)
        case .progressive:
            return progressive.decode(
                bytes, header: header, layout: layout, readsAll: readsAll, planes: planes, tables: tables,
                scratch: scratch)
        default: return false
        }
    }

    /// Reads up to the first scan, which must be the only one.
    private func decodeBaseline(
        _ bytes: UnsafeRawBufferPointer, _ header: JPEGHeader, _ layout: JPEGPlaneLayout,
        _ planes: [UnsafeMutablePointer<UInt8>]
    ) -> Bool {
        var segments = JPEGSegments(bytes: bytes, position: 2)
        while let segment = segments.nextAtOnce() {
            let data = UnsafeRawBufferPointer(rebasing: bytes[segment.data])
            guard segment.marker == 0xDA else {
                guard tables.take(marker: segment.marker, data) else { return false }
                continue
            }
            guard let scan = JPEGScanHeader(data, header), scan.isOnlyScan(of: header),
                var picture = picture(scan, header, layout, planes)
            else { return false }
            let coded = UnsafeRawBufferPointer(rebasing: bytes[segment.data.upperBound...])
            let room = scratch.samples(coded.count + Int(JPEG_PADDING))
            return baseline_decode(&picture, coded.bindMemory(to: UInt8.self).baseAddress, coded.count, room)
        }
        return false
    }

    private func picture(
        _ scan: JPEGScanHeader, _ header: JPEGHeader, _ layout: JPEGPlaneLayout, _ planes: [UnsafeMutablePointer<UInt8>]
    ) -> baseline_picture? {
        let grid = JPEGBlockGrid(header: header, sampling: layout.sampling)
        var picture = baseline_picture()
        picture.mcusAcross = Int32(grid.mcusAcross)
        picture.mcusDown = Int32(grid.mcusDown)
        picture.reduction = Int32(layout.reduction)
        picture.restartInterval = Int32(tables.restartInterval)
        picture.componentCount = Int32(planes.count)
        func component(_ place: Int) -> baseline_component? {
            let chosen = scan.components[place]
            guard let dc = tables.codes(.dc, chosen.dcTable), let ac = tables.codes(.ac, chosen.acTable),
                let steps = tables.steps(header.components[place].stepTable)
            else { return nil }
            return baseline_component(
                blocksAcross: Int32(grid.mcuAcross(place)), blocksDown: Int32(grid.mcuDown(place)), dc: dc, ac: ac,
                steps: steps, samples: planes[place], stride: layout.stride(ofPlane: place))
        }
        guard let first = component(0) else { return nil }
        picture.components.0 = first
        if planes.count == 3 {
            guard let second = component(1), let third = component(2) else { return nil }
            picture.components.1 = second
            picture.components.2 = third
        }
        return picture
    }
}
