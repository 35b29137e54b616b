// The objects that rows of a list name.

internal import Synchronization
internal import Tables

extension Stores {
    /// Reads an object, once: who asks decides whether it is tried again. S3 is asked with one request, other stores with
    /// two, which their clients repeat themselves.
    ///
    /// The bytes of an object that is not wanted are not read; that is no failure.
    ///
    /// - Parameter path: a place that the user allowed.
    package func fetch(_ path: StorePath, into receiver: any ObjectReceiver) throws(ObjectFailure) -> ObjectHead {
        if path.scheme.kind == .s3 {
            let requests: S3Requests?
            do throws(TableError) { requests = try self.requests(to: path) } catch { throw ObjectFailure(error) }
            if let requests { return try requests.fetch(path.key, into: receiver) }
        }
        do throws(TableError) {
            try read(path, into: receiver)
        } catch {
            throw ObjectFailure(error)
        }
        return ObjectHead(httpStatus: nil, contentType: nil)
    }

    /// Ends requests to S3 that are under way, and those that will come. Clients of other stores cannot be interrupted.
    package func cancel() {
        for requests in requesters.withLock({ Array($0.values) }) { requests.cancel() }
    }

    private func read(_ path: StorePath, into receiver: any ObjectReceiver) throws(TableError) {
        let file = try object(path)
        guard receiver.begin(byteCount: file.byteCount) else { return }
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, file.byteCount), alignment: MemoryLayout<UInt64>.alignment)
        defer { room.deallocate() }
        var done = 0
        while done < file.byteCount {
            let part = UnsafeMutableRawBufferPointer(rebasing: room[done..<file.byteCount])
            let count = try file.read(at: done, into: part)
            guard count > 0 else { throw TableError(category: .changed, detail: "it is shorter than it was") }
            done += count
        }
        _ = receiver.take(UnsafeRawBufferPointer(rebasing: room[..<done]))
    }

    private func object(_ path: StorePath) throws(TableError) -> any VersionedBytes {
        if path.scheme == .hf { return try hub.store(path.bucket).bytes(path.key) }
        return try store(of: path).open(path.place)
    }
}
