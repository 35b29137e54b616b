// From cells to figures.

internal import Ground
internal import Tables

/// Counts the rows of tables. One thread at a time.
struct RowCounting {
    private var tally: RowTally
    private var words = FailureWords()

    init(_ limits: RowTally.Limits) { tally = RowTally(limits) }

    /// Hands over what was counted: a copy of millions of hashes would take as much memory again.
    mutating func take() -> RowTally {
        let taken = tally
        tally = RowTally(taken.limits)
        return taken
    }

    /// Counts a batch.
    ///
    /// - Parameters:
    ///   - first: the place of its first row.
    ///   - counts: whether a row counts, by its place in the batch and whether it succeeded: it may have been tried again.
    mutating func add(
        _ cells: RowCells, from first: Place, _ columns: ReportColumns, counts: (Int, Bool) -> Bool
    ) {
        for row in 0..<cells.rowCount {
            let isSuccess = cells.statuses?.withBytes(row) { $0.elementsEqual("success".utf8) } ?? false
            guard counts(row, isSuccess) else { continue }
            let place = Place(shard: Int(first.shard), row: Int(first.row) + row)
            tally.rows += 1
            if isSuccess {
                addImage(cells, row, at: place, columns)
            } else {
                addFailure(cells, row, at: place)
            }
        }
        if columns.hasOriginalSizes { tally.hasOriginalSizes = true }
    }

    private mutating func addImage(_ cells: RowCells, _ row: Int, at place: Place, _ columns: ReportColumns) {
        tally.images += 1
        // A rank by chance, the same at every start and whatever the order of the shards.
        let chance = SeededBits.mixed(tally.limits.seed ^ SeededBits.mixed(place.number))
        tally.sample.add(Double(chance >> 11), at: place)
        if row < cells.widths.count, row < cells.heights.count {
            tally.add(width: cells.widths[row], height: cells.heights[row], at: place)
        }
        var bytes = 0
        if row < cells.bytes.count, cells.bytes[row] >= 0, cells.bytes[row] < 1e15 {
            bytes = Int(cells.bytes[row])
            tally.bytes.add(cells.bytes[row])
        }
        if row < cells.milliseconds.count, cells.milliseconds[row] >= 0, cells.milliseconds[row] < 1e12 {
            tally.milliseconds.add(cells.milliseconds[row])
        }
        cells.urls?.withBytes(row) { url in
            URLHostBytes.withHost(url) { host in tally.hosts.update(host) { $0.addImage(bytes: bytes) } }
        }
        cells.mimes?.withBytes(row) { mime in
            if !mime.isEmpty { tally.mimes.update(mime) { $0.count += 1 } }
        }
        if columns.hasCaption { addCaption(cells, row, at: place) }
        cells.hashes?.withBytes(row) { hash in
            guard !hash.isEmpty else { return }
            tally.hashed += 1
            tally.contents.add(ByteHash.of(hash), at: place)
        }
        cells.exifs?.withBytes(row) { exif in
            tally.exifRead += 1
            guard exif.count > 2, let camera = CameraName.find(in: exif) else { return }
            tally.exifCameras += 1
            var name = camera
            name.withUTF8 { bytes in tally.cameras.update(UnsafeRawBufferPointer(bytes)) { $0.count += 1 } }
        }
    }

    private mutating func addCaption(_ cells: RowCells, _ row: Int, at place: Place) {
        cells.captions?.withBytes(row) { caption in
            guard !caption.isEmpty else {
                tally.uncaptioned += 1
                return
            }
            // Characters as UTF-8 has them: bytes that continue one are left out.
            var length = 0
            for byte in caption where byte & 0xC0 != 0x80 { length += 1 }
            tally.captions.add(Double(length))
            tally.longestCaption = max(tally.longestCaption, length)
            tally.texts.add(ByteHash.of(caption), at: place)
        }
    }

    private mutating func addFailure(_ cells: RowCells, _ row: Int, at place: Place) {
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        func withMessage(_ body: (UnsafeRawBufferPointer) -> Void) {
            if let messages = cells.messages { messages.withBytes(row, body) } else { body(nothing) }
        }
        var judged: FailureWords.Judged?
        withMessage { message in
            if let classes = cells.classes, !classes.isNull(row) {
                judged = classes.withBytes(row) { words.judged($0, message) }
            } else {
                judged = words.judged(nil, message)
            }
        }
        guard let judged else { return }
        var word = judged.word
        let number = word.withUTF8 { tally.failures.place(of: UnsafeRawBufferPointer($0)) }
        tally.failures.update(at: number) { $0.add(isTemporary: judged.isTemporary) }
        let chance = SeededBits.mixed(tally.limits.seed ^ SeededBits.mixed(place.number ^ 0x5555))
        if tally.failures.entries[number].value.draws(chance) {
            withMessage { message in
                func add(_ url: UnsafeRawBufferPointer) {
                    tally.failures.update(at: number) { $0.add(example: chance, url: url, message: message) }
                }
                if let urls = cells.urls { urls.withBytes(row) { add($0) } } else { add(nothing) }
            }
        }
        cells.urls?.withBytes(row) { url in
            URLHostBytes.withHost(url) { host in tally.hosts.update(host) { $0.addFailure(number) } }
        }
    }
}
