// Progressive JPEGs: scan by scan to coefficients, and those to planes.

internal import CodedImages

/// Decodes progressive JPEGs whose scans come as encoders write them, or leaves them to TurboJPEG. For one worker.
final class ProgressiveDecoder {
    /// Beyond these, TurboJPEG refuses a picture. Encoders write 3 to 14.
    private static let maximumScans = 100
    /// Beyond, a scan's values might not fit 16 bits. Encoders write 3 at most.
    private static let highestBit = 4

    /// Tables of codes, scans, restart intervals and comments; whatever else comes between scans is odd.
    private static let markersBetween: Set<UInt8> = [0xC4, 0xDA, 0xDD, 0xFE]

    private let coefficients = CoefficientMemory()
    private let components = UnsafeMutablePointer<progressive_component>.allocate(
        capacity: Int(JPEG_MAXIMUM_COMPONENTS))

    /// Whether the AC scans are walked over in the present picture.
    private var skipsAC = false

    deinit { components.deallocate() }

    /// Gives large memory back.
    func trim() { coefficients.trim() }

    /// As `QuickJPEGDecoder.decode`.
    ///
    /// - Parameter tables: without any of a picture before.
    func decode(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout, readsAll: Bool,
        planes: [UnsafeMutablePointer<UInt8>], tables: JPEGTables, scratch: ScratchMemory
    ) -> Bool {
        let grid = JPEGBlockGrid(header: header, sampling: layout.sampling)
        // At an eighth, a sample is the mean of its block.
        skipsAC = layout.reduction == 8 && !readsAll
        guard read(bytes, header, grid, tables, scratch) else { return false }
        for (place, plane) in planes.enumerated() {
            guard
                progressive_draw(
                    components + place, Int32(layout.reduction), plane, layout.stride(ofPlane: place))
            else { return false }
        }
        // At an eighth, AC coefficients that were read are not looked at and stay.
        coefficients.isZero = layout.reduction < 8 || skipsAC
        return true
    }

    /// Reads all scans up to the end marker.
    private func read(
        _ bytes: UnsafeRawBufferPointer, _ header: JPEGHeader, _ grid: JPEGBlockGrid, _ tables: JPEGTables,
        _ scratch: ScratchMemory
    ) -> Bool {
        var coverage = JPEGScanCoverage(header)
        var segments = JPEGSegments(bytes: bytes, position: 2)
        var scanCount = 0
        while let segment = segments.nextAtOnce() {
            let data = UnsafeRawBufferPointer(rebasing: bytes[segment.data])
            guard segment.marker == 0xDA else {
                guard scanCount == 0 || Self.markersBetween.contains(segment.marker),
                    tables.take(marker: segment.marker, data)
                else { return false }
                continue
            }
            scanCount += 1
            if scanCount == 1 { guard begin(header, grid, tables) else { return false } }
            guard scanCount <= Self.maximumScans, let scan = JPEGScanHeader(data, header), coverage.isNext(scan),
                let end = scan.first > 0 && skipsAC
                    ? end(of: bytes, from: segment.data.upperBound)
                    : decode(scan, bytes, at: segment.data.upperBound, grid, tables, scratch)
            else { return false }
            coverage.take(scan)
            // A marker follows at once: the picture's end, or the next segment.
            if bytes[end + 1] == 0xD9 { return coverage.isComplete }
            guard Self.markersBetween.contains(bytes[end + 1]) else { return false }
            segments.position = end
        }
        return false
    }

    /// Where the marker behind a scan begins, whose data is not read.
    private func end(of bytes: UnsafeRawBufferPointer, from offset: Int) -> Int? {
        var segments = JPEGSegments(bytes: bytes, position: offset)
        return segments.skipCodedData() ? segments.position : nil
    }

    /// Memory for the coefficients, and what is known of the components before the first scan.
    private func begin(_ header: JPEGHeader, _ grid: JPEGBlockGrid, _ tables: JPEGTables) -> Bool {
        let places = header.components.indices
        let blocks = places.map { grid.rowBlocks($0) * grid.rows($0) }
        guard coefficients.hold(blocks: blocks, hasAC: !skipsAC) else { return false }
        for place in places {
            guard let steps = tables.steps(header.components[place].stepTable), let dc = coefficients.dc(place),
                let ac = coefficients.ac(place), let present = coefficients.present(place)
            else { return false }
            components[place] = progressive_component(
                blocksAcross: Int32(grid.blocksAcross(place)), blocksDown: Int32(grid.blocksDown(place)),
                mcuAcross: Int32(grid.mcuAcross(place)), mcuDown: Int32(grid.mcuDown(place)),
                rowBlocks: Int32(grid.rowBlocks(place)), dc: dc, ac: ac, present: present, steps: steps)
        }
        return true
    }

    /// - Returns: where the marker behind the scan begins.
    private func decode(
        _ header: JPEGScanHeader, _ bytes: UnsafeRawBufferPointer, at offset: Int, _ grid: JPEGBlockGrid,
        _ tables: JPEGTables, _ scratch: ScratchMemory
    ) -> Int? {
        guard header.lowestBit <= Self.highestBit, let base = bytes.bindMemory(to: UInt8.self).baseAddress else {
            return nil
        }
        var scan = progressive_scan()
        scan.componentCount = Int32(header.components.count)
        scan.first = Int32(header.first)
        scan.last = Int32(header.last)
        scan.isFirst = header.bitBefore == 0
        scan.lowestBit = Int32(header.lowestBit)
        scan.mcusAcross = Int32(grid.mcusAcross)
        scan.mcusDown = Int32(grid.mcusDown)
        scan.restartInterval = Int32(tables.restartInterval)
        let parts = header.components
        let dc = parts.map { tables.codes(.dc, $0.dcTable) }
        if scan.first == 0, scan.isFirst, dc.contains(where: { $0 == nil }) { return nil }
        scan.components.0 = components + parts[0].place
        scan.dc.0 = dc[0]
        if parts.count > 1 {
            scan.components.1 = components + parts[1].place
            scan.dc.1 = dc[1]
        }
        if parts.count > 2 {
            scan.components.2 = components + parts[2].place
            scan.dc.2 = dc[2]
        }
        if scan.first > 0 {
            guard let ac = tables.codes(.ac, parts[0].acTable) else { return nil }
            scan.ac = ac
        }
        let room = scratch.samples(bytes.count - offset + Int(JPEG_PADDING))
        return progressive_decode(&scan, base + offset, base + bytes.count, room).map { $0 - base }
    }
}
