// The quick way for the most ordinary JPEGs: baseline, one scan, nothing odd.

internal import CodedImages

/// Decodes baseline JPEGs, or leaves them to TurboJPEG. For one worker.
final class BaselineDecoder {
    /// Whether this CPU has the instructions it takes.
    static let isAvailable = baseline_is_available()

    private let tables = BaselineTables()
    private let scratch = ScratchMemory()

    /// Gives large memory back.
    func trim() { scratch.trim() }

    /// Decodes `bytes` to planes, where that needs no judgement.
    ///
    /// - Parameter planes: of `layout`, in its order.
    /// - Returns: false when the picture is not for this decoder, or anything about it is damaged, cut or odd; the
    ///   planes hold anything then.
    func decode(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout,
        planes: [UnsafeMutablePointer<UInt8>]
    ) -> Bool {
        guard Self.isAvailable, header.coding == .sequential,
            let scan = tables.read(bytes), scan.components.count == planes.count
        else { return false }
        let sampling = layout.sampling
        var picture = baseline_picture()
        picture.mcusAcross = Int32((header.width + 8 * sampling.across - 1) / (8 * sampling.across))
        picture.mcusDown = Int32((header.height + 8 * sampling.down - 1) / (8 * sampling.down))
        picture.reduction = Int32(layout.reduction)
        picture.restartInterval = Int32(scan.restartInterval)
        picture.componentCount = Int32(planes.count)
        func component(_ index: Int) -> baseline_component {
            let chosen = scan.components[index]
            return baseline_component(
                blocksAcross: index == 0 ? Int32(sampling.across) : 1,
                blocksDown: index == 0 ? Int32(sampling.down) : 1,
                dc: tables.codes(.dc, chosen.dcTable), ac: tables.codes(.ac, chosen.acTable),
                steps: tables.steps(chosen.stepTable), samples: planes[index], stride: layout.stride(ofPlane: index))
        }
        picture.components.0 = component(0)
        if planes.count == 3 {
            picture.components.1 = component(1)
            picture.components.2 = component(2)
        }
        let coded = UnsafeRawBufferPointer(rebasing: bytes[scan.dataOffset...])
        let room = scratch.samples(coded.count + Int(BASELINE_PADDING))
        return baseline_decode(&picture, coded.bindMemory(to: UInt8.self).baseAddress, coded.count, room)
    }
}
