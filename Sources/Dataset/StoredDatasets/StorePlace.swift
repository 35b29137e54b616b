// A folder of a bucket as the place of a dataset.

package import DatasetFolder
internal import Files
internal import Glibc
package import Stores
internal import Tables

/// A dataset in an object store: its files are objects below a prefix, under the names that they have in a folder.
package struct StorePlace: DatasetPlace {
    private let stores: Stores
    /// The same with the patience of a run that has begun.
    private let writing: Stores
    private let path: StorePath
    /// For a file that another machine is writing.
    private static let longestWait = Duration.seconds(10)
    private static let lookMicroseconds: UInt32 = 200_000

    package var name: String { path.text }
    package var mostShardsAtOnce: Int { 1 }
    package let claims: (any ClaimPlace)?

    /// - Parameters:
    ///   - stores: for what is read, so that a start with a wrong endpoint ends soon.
    ///   - writing: for what is written, with more patience.
    package init(_ path: StorePath, in stores: Stores, writing: Stores) {
        self.path = path
        self.writing = writing
        self.stores = stores
        claims =
            Stores.knowsConditions(path)
            ? StoreClaims(path.appending(DatasetFolder.stateName + "/" + DatasetWorker.claimsName), in: stores) : nil
    }

    package func store(
        _ shards: [StagedShard], isWanted: @Sendable () -> Bool, sent: @Sendable (Int) -> Void
    ) throws(ShardError) -> [ShardReceipt] {
        var receipts: [ShardReceipt] = []
        for shard in shards {
            var files: [ShardReceipt.File] = []
            for file in shard.files { files.append(try send(file, isWanted, sent)) }
            receipts.append(ShardReceipt(files: files))
        }
        return receipts
    }

    package func write(_ bytes: [UInt8], to name: String, unlessThere: Bool) throws(ShardError) -> Bool {
        let file = path.appending(name)
        return try asShardError(writing: file) { () throws(TableError) in
            if unlessThere { return try writing.writeIfAbsent(bytes, to: file) }
            try writing.write(bytes, to: file)
            return true
        }
    }

    package func read(_ name: String, maximumBytes: Int) throws(ShardError) -> [UInt8]? {
        let file = path.appending(name)
        let end = ContinuousClock.now + Self.longestWait
        while true {
            let bytes = try asShardError(reading: file) { () throws(TableError) in
                try stores.read(file, maximumBytes: maximumBytes)
            }
            // No file of ours is empty: Azure's client makes an empty object first, and then writes what it has.
            guard let bytes, bytes.isEmpty else { return bytes }
            // One of a process that was killed is replaced.
            guard ContinuousClock.now < end else { return nil }
            usleep(Self.lookMicroseconds)
        }
    }

    package func files(in folder: String) throws(ShardError) -> [FileInPlace] {
        try entries(in: folder, findsFolders: false).filter { !$0.isFolder }
            .map { FileInPlace(name: $0.name, byteCount: $0.byteCount) }
    }

    package func folders() throws(ShardError) -> [String] {
        try entries(in: "", findsFolders: true).filter(\.isFolder).map(\.name)
    }

    private func entries(in folder: String, findsFolders: Bool) throws(ShardError) -> [ObjectStore.Entry] {
        let place = folder.isEmpty ? path : path.appending(folder)
        return try asShardError(reading: place) { () throws(TableError) in
            do throws(TableError) {
                return try stores.entries(of: place, findsFolders: findsFolders)
            } catch {
                // A bucket has to be there, a folder of it has not.
                guard error.category == .notFound, !place.key.isEmpty else { throw error }
                return []
            }
        }
    }

    package func remove(_ names: [String]) throws(ShardError) {
        for name in names {
            let file = path.appending(name)
            try asShardError(writing: file) { () throws(TableError) in try writing.remove(file) }
        }
    }

    package func forgetUnfinished(_ isOurs: (String) -> Bool) throws(ShardError) {
        try asShardError(reading: path) { () throws(TableError) in
            do throws(TableError) {
                try stores.abortUnfinished(in: path, isOurs)
            } catch {
                // Who may write need not be allowed to list uploads, and not every server knows them. They cost their room
                // until the bucket's own rule removes them.
                guard [.denied, .unwritable, .notFound].contains(error.category) else { throw error }
            }
        }
    }

    // MARK: Sending

    /// Sends a file, and asks the store what it has.
    private func send(
        _ file: CompleteFile, _ isWanted: () -> Bool, _ sent: (Int) -> Void
    ) throws(ShardError) -> ShardReceipt.File {
        let target = path.appending(file.name)
        let input = try asShardError(InputFile(path: file.path, doing: "send"))
        guard input.byteCount <= ObjectUpload.mostBytes else {
            throw ShardError(
                .place, "\(file.name) is too large for \(name): a file there has at most 100 GB",
                hint:
                    "start again with fewer samples in a shard (--number-sample-per-shard) and another --output-folder")
        }
        input.willReadInOrder()
        var lostAnswer: ShardError?
        do throws(ShardError) {
            try upload(input, to: target, isWanted, sent)
        } catch {
            // Its last answer may have been lost: then the file is there.
            guard error.category == .place else { throw error }
            lostAnswer = error
        }
        let info = try asShardError(writing: target) { () throws(TableError) in try writing.info(target) }
        guard let info, info.byteCount == input.byteCount else {
            throw lostAnswer
                ?? ShardError(
                    .place,
                    "\(target.text) is not what was sent: the store has \(info?.byteCount ?? 0) bytes of "
                        + "\(input.byteCount)", hint: "start the same command again to send it again")
        }
        return ShardReceipt.File(name: file.name, byteCount: info.byteCount, version: info.version)
    }

    private func upload(
        _ input: borrowing InputFile, to target: StorePath, _ isWanted: () -> Bool, _ confirmed: (Int) -> Void
    ) throws(ShardError) {
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, min(input.byteCount, ObjectUpload.partBytes)), alignment: 64)
        defer { room.deallocate() }
        let upload = try asShardError(opening: target) { () throws(TableError) in try writing.create(target) }
        var sent = 0
        while sent < input.byteCount {
            guard isWanted() else {
                throw ShardError(.givenUp, "\(target.text) was not sent: the run ended")
            }
            let part = UnsafeMutableRawBufferPointer(rebasing: room[..<min(room.count, input.byteCount - sent)])
            try readPart(input, part, at: sent)
            try write(part, to: upload, target)
            sent += part.count
            confirmed(part.count)
        }
        do throws(TableError) { try upload.finish() } catch { throw ShardError(error, writing: target) }
    }

    private func readPart(
        _ input: borrowing InputFile, _ part: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(ShardError) {
        do throws(FileError) { try input.read(part, at: offset) } catch { throw ShardError(error) }
    }

    private func write(
        _ part: UnsafeMutableRawBufferPointer, to upload: borrowing ObjectUpload, _ target: StorePath
    ) throws(ShardError) {
        do throws(TableError) { try upload.write(UnsafeRawBufferPointer(part)) } catch {
            throw ShardError(error, writing: target)
        }
    }
}
