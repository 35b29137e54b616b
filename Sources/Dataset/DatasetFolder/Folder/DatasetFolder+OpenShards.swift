// Open shards of an earlier start: found, checked, kept or removed.

package import DatasetModel
internal import Files

extension DatasetFolder {
    /// Finds the shards that an earlier start of `run` left open, and removes everything else that lies there.
    ///
    /// Reads each kept byte once, as only the checksums know whether a power cut left holes.
    /// - Parameters:
    ///   - finished: shards that are done: what is open of them is not needed.
    ///   - finishedParts: done parts of shards that are not.
    ///   - keepsFrom: what is open of shards with this number and higher is a later run's, and stays untouched.
    ///   - only: the one shard that is looked at; what is open of others stays untouched. nil for all.
    /// - Throws: `io`, `permission` when the folder cannot be read or cleaned.
    package func takeLeftShards(
        of run: RunFingerprint, format: some FolderFormat, keyFormat: KeyFormat, finished: Set<ShardID>,
        finishedParts: [ShardID: Set<Int>] = [:], keepsFrom: Int = .max, only: ShardID? = nil
    ) throws(ShardError) -> [LeftShard] {
        var left = LeftParts()
        var kept: Set<String> = []
        for name in try names(in: openPath).sorted()
        where name.hasSuffix(ShardFiles.journalSuffix) && (only.map { Self.isOpenFile(name, of: $0) } ?? true) {
            let stem = String(name.dropLast(ShardFiles.journalSuffix.count))
            let files = ShardFiles(name: stem, format: format)
            guard let name = ShardFileName(files.stats, formats),
                keyFormat.name(of: name.shard, part: name.part) == stem, !finished.contains(name.shard)
            else { continue }
            if finishedParts[name.shard]?.contains(name.part) ?? false {
                guard let rows = finishedRows(files, run: run, layout: format.layout),
                    rows.header.plan.id == name.shard
                else { continue }
                left.addFinished(rows, part: name.part)
                kept.insert(files.journal)
                continue
            }
            guard var shard = try leftShard(files, run: run, format: format), shard.id == name.shard
            else { continue }
            shard.part = name.part
            left.addOpen(shard)
            kept.formUnion([files.journal, files.openData, files.vectors].compactMap { $0 })
        }
        for (id, parts) in finishedParts where !parts.isSubset(of: left.finished(of: id)) {
            let name = keyFormat.name(of: id)
            throw ShardError(
                .damagedState, "the journals of shard \(name) in \(openPath) cannot be read",
                hint: "remove the files of the shard, \(name)*: its rows are fetched again then")
        }
        if let only {
            // Other shards are written meanwhile: only the names of this one are looked at.
            for name in try names(in: openPath) where Self.isOpenFile(name, of: only) && !kept.contains(name) {
                try removeTree(temporaryPath(name))
            }
            return left.shards
        }
        if keepsFrom < .max {
            kept.formUnion(try names(in: openPath).filter { ShardFileName.number(in: $0) >= keepsFrom })
        }
        try removeOpenFiles(except: kept)
        return left.shards
    }

    /// Whether a name among open files is of a shard, in whatever part.
    static func isOpenFile(_ name: String, of shard: ShardID) -> Bool {
        guard let first = name.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return ShardFileName.number(in: name) == shard.number
    }

    /// The rows of a part that is finished; nil when its journal is not this run's.
    private func finishedRows(
        _ files: ShardFiles, run: RunFingerprint, layout: DataLayout
    ) -> (header: JournalHeader, rows: RowSet)? {
        guard var journal = JournalReader(path: temporaryPath(files.journal)), let header = journal.header(),
            header.run == run
        else { return nil }
        var journaled = JournaledRows(header, layout: layout)
        while let entry = journal.next(), journaled.add(entry) {}
        var rows = RowSet()
        for record in journaled.settled { rows.insert(record.index) }
        return (header, rows)
    }

    /// nil when nothing of the shard can be kept.
    private func leftShard(
        _ files: ShardFiles, run: RunFingerprint, format: some FolderFormat
    ) throws(ShardError) -> LeftShard? {
        guard var journal = JournalReader(path: temporaryPath(files.journal)), let header = journal.header(),
            header.run == run
        else { return nil }
        let layout = format.layout
        var rows = JournaledRows(header, layout: layout)
        var journalBytes = journal.wholeBytes
        while let entry = journal.next(), rows.add(entry) { journalBytes = journal.wholeBytes }
        var isCut = false
        if let data = files.openData {
            if data == files.data { try takeBack(data, unless: files.stats) }
            try removeForeign(temporaryPath(data), layout: layout)
            let vectors = files.vectors.map { OpenVectors(leftAt: temporaryPath($0)) }
            let lost = lostSamples(of: rows.stored, format: format, in: temporaryPath(data)) { row in
                // Without the file no row has vectors.
                vectors.map { $0?.holds(row: row) ?? false } ?? true
            }
            isCut = !lost.isEmpty && layout == .file
            rows.drop(lost)
        }
        let records = rows.settled
        guard !records.isEmpty else { return nil }
        return LeftShard(
            header: header, records: records, stored: rows.stored,
            kept: KeptSamples(keys: rows.stored.map(\.sample.key), endOffset: rows.endOffset),
            journalBytes: journalBytes, isCut: isCut)
    }

    /// Moves data back that was published by a start that was killed before it published the shard's stats.
    private func takeBack(_ data: String, unless stats: String) throws(ShardError) {
        func isThere(_ path: String) -> Bool { FileStatus(path, followsLinks: false) != nil }
        guard !isThere(temporaryPath(data)), isThere(finalPath(data)), !isThere(finalPath(stats)) else { return }
        try move(finalPath(data), to: temporaryPath(data))
    }

    /// Removes what has the name of a shard's data and was not made by us: a pipe, a device, a link.
    private func removeForeign(_ path: String, layout: DataLayout) throws(ShardError) {
        guard let status = FileStatus(path, followsLinks: false), status.kind != (layout == .folder ? .folder : .file)
        else { return }
        try removeTree(path)
    }

    /// The samples that are not there byte for byte, or without the vectors that they should have; in a data file also all
    /// behind the first of them.
    private func lostSamples(
        of stored: [StoredRow], format: some FolderFormat, in path: String, hasVectors: (Int) -> Bool
    ) -> ArraySlice<StoredRow> {
        if format.layout == .folder {
            return stored.filter { !format.holds($0.sample, inFolder: path) || !hasVectors($0.row) }[...]
        }
        // What cannot be opened has no sample.
        guard let file = try? InputFile(path: path, doing: "read back") else { return stored[...] }
        file.willReadInOrder()
        let damaged = stored.firstIndex {
            // Nor has what cannot be read.
            (try? file.checksum(from: $0.sample.offset, to: $0.sample.endOffset)) != $0.sample.checksum
                || !hasVectors($0.row)
        }
        return stored[(damaged ?? stored.count)...]
    }

    /// Removes what lies open, files and folders, but for the names given.
    func removeOpenFiles(except kept: Set<String> = []) throws(ShardError) {
        for name in try names(in: openPath) where !kept.contains(name) { try removeTree(temporaryPath(name)) }
    }

    /// Removes what lies open of one shard.
    package func removeOpen(_ files: ShardFiles) throws(ShardError) {
        for file in [files.journal] + files.temporary { try removeTree(temporaryPath(file)) }
    }

    func removeTree(_ path: String) throws(ShardError) { try asShardError(Durable.removeTree(path)) }

    /// Syncs what was written of open shards so far; files that are finished meanwhile are skipped.
    ///
    /// - Throws: `diskFull`, `io` when the system says that bytes are lost.
    package func syncOpenShards() throws(ShardError) {
        for name in try names(in: openPath) { try asShardError(Durable.syncOpen(temporaryPath(name))) }
    }
}
