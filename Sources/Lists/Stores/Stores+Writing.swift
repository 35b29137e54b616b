// Writing to stores, and removing what lies there.

internal import Glibc
internal import Synchronization
package import Tables

extension Stores {
    /// A file as a store has it.
    package struct Info: Hashable, Sendable {
        package let byteCount: Int
        /// What changes when the file is written again: its ETag; empty if the store does not say.
        package let version: String
    }

    /// Begins to write a file; it is visible once it is finished.
    package func create(_ path: StorePath) throws(TableError) -> ObjectUpload {
        try store(of: path).create(path.place)
    }

    /// Attempts to write a small file that others write at the same moment.
    private static let attempts = 8

    /// Writes a small file in one request.
    package func write(_ bytes: [UInt8], to path: StorePath) throws(TableError) {
        for _ in 1..<Self.attempts {
            do throws(TableError) { return try writeOnce(bytes, to: path) } catch {
                guard error.category == .changed else { throw error }
            }
            usleep(.random(in: 10_000...200_000))
        }
        try writeOnce(bytes, to: path)
    }

    private func writeOnce(_ bytes: [UInt8], to path: StorePath) throws(TableError) {
        let upload = try create(path)
        try bytes.withUnsafeBufferPointer { bytes throws(TableError) in
            try upload.write(UnsafeRawBufferPointer(bytes))
        }
        try upload.finish()
    }

    /// What the store has under that name; nil if there is nothing. One request.
    package func info(_ path: StorePath) throws(TableError) -> Info? {
        if let requests = try requests(to: path) { return try requests.info(path.key) }
        do throws(TableError) {
            let object = try store(of: path).open(path.place)
            return Info(byteCount: object.byteCount, version: object.version)
        } catch {
            guard error.category == .notFound else { throw error }
            return nil
        }
    }

    /// The bytes of a small file; nil if there is none.
    ///
    /// - Throws: `malformed` for a file of more than `maximumBytes`.
    package func read(_ path: StorePath, maximumBytes: Int) throws(TableError) -> [UInt8]? {
        if let requests = try requests(to: path) {
            return try requests.bytes(path.key, maximumBytes: maximumBytes)
        }
        let object: StoredObject
        do throws(TableError) {
            object = try store(of: path).open(path.place)
        } catch {
            guard error.category == .notFound else { throw error }
            return nil
        }
        guard object.byteCount <= maximumBytes else {
            throw TableError(category: .malformed, detail: "\(path.text) has \(object.byteCount) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: object.byteCount)
        let count = try bytes.withUnsafeMutableBufferPointer { room throws(TableError) in
            try object.read(at: 0, into: UnsafeMutableRawBufferPointer(room))
        }
        return Array(bytes.prefix(count))
    }

    /// Writes a small file unless there is one, also if another machine does the same at this moment, where the store knows
    /// such conditions.
    ///
    /// - Returns: false if there was one.
    package func writeIfAbsent(_ bytes: [UInt8], to path: StorePath) throws(TableError) -> Bool {
        if let requests = try requests(to: path), let isWritten = try requests.writeIfAbsent(bytes, to: path.key) {
            return isWritten
        }
        // Azure's client makes an empty object before it writes: one that stays empty is of a process that was killed.
        if let found = try info(path), found.byteCount > 0 || bytes.isEmpty { return false }
        try write(bytes, to: path)
        return true
    }

    /// Removes a file; one that is not there is no error.
    package func remove(_ path: StorePath) throws(TableError) {
        // Arrow's client would leave an empty object with the folder's name.
        if let requests = try requests(to: path) { return try requests.remove(path.key) }
        try store(of: path).remove(path.place)
    }

    /// Aborts what killed processes have begun to write in a folder: its parts are stored, and nobody sees them.
    ///
    /// - Parameter isOurs: whether a file is meant, by its name in the folder.
    package func abortUnfinished(in folder: StorePath, _ isOurs: (String) -> Bool) throws(TableError) {
        guard let requests = try requests(to: folder) else { return }
        let prefix = folder.folder.key.isEmpty ? "" : folder.folder.key + "/"
        for upload in try requests.unfinishedUploads(prefix: prefix)
        where upload.key.hasPrefix(prefix) && isOurs(String(upload.key.dropFirst(prefix.count))) {
            try requests.abort(upload)
        }
    }

    /// Uploads below a folder that were begun, and neither completed nor aborted; nil for a store that is not asked.
    ///
    /// - Parameter most: uploads that are asked for their size.
    package func unfinishedUploads(
        in folder: StorePath, asking most: Int
    ) throws(TableError) -> UnfinishedUploads? {
        guard let requests = try requests(to: folder) else { return nil }
        let prefix = folder.folder.key.isEmpty ? "" : folder.folder.key + "/"
        let found = try requests.unfinishedUploads(prefix: prefix)
        var uploads = UnfinishedUploads(count: found.count)
        for upload in found.prefix(most) {
            do throws(TableError) {
                uploads.bytes += try requests.bytes(of: upload)
                uploads.asked += 1
            } catch {
                // To list parts is a right of its own.
                guard error.category == .denied || error.category == .unwritable else { throw error }
                break
            }
        }
        return uploads
    }

    /// Nil for a store that is not of the S3 family.
    func requests(to path: StorePath) throws(TableError) -> S3Requests? {
        guard path.scheme == .s3 else { return nil }
        if let known = requesters.withLock({ $0[path.bucket] }) { return known }
        let made = S3Requests(
            bucket: path.bucket, try clientOptions(for: path), store: try store(of: path), objects: objects)
        // Another thread may have been faster: `cancel` has to find the one that is used.
        return requesters.withLock { known in
            if let first = known[path.bucket] { return first }
            known[path.bucket] = made
            return made
        }
    }
}
