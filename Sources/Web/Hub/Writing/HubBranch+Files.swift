// Small files of a branch.

extension HubBranch {
    /// A small file as it is now; nil if there is none.
    ///
    /// - Throws: `refused` for a file of more bytes.
    package func read(_ path: String, maximumBytes: Int) throws(HubError) -> [UInt8]? {
        let head = try head()
        guard let entry = try client.entry(of: dataset, at: head, path: path), !entry.isFolder else { return nil }
        guard entry.byteCount <= maximumBytes else {
            throw HubError(.refused, "\(path) of \(dataset) is larger than it can be")
        }
        let file = HubFile(client, dataset, commit: head, entry)
        var bytes = [UInt8](repeating: 0, count: entry.byteCount)
        let result = bytes.withUnsafeMutableBytes { room in
            Result { () throws(HubError) in try file.read(at: 0, into: room) }
        }
        _ = try result.get()
        return bytes
    }

    /// The files and folders directly in a folder; none if there is no such folder.
    package func entries(of folder: String) throws(HubError) -> [HubEntry] {
        let head = try head()
        do throws(HubError) {
            return try client.entries(of: dataset, at: head, folder: folder)
        } catch {
            // The commit is there: so it is the folder that is not.
            guard error.category == .notFound else { throw error }
            return []
        }
    }

    /// Writes a small file in a commit of its own, unless there is one.
    ///
    /// - Returns: false if there is one, which stays.
    package func write(_ upload: HubUpload, unlessThere: Bool, summary: String) throws(HubError) -> Bool {
        let changes = try client.prepare([upload], for: dataset, branch: name) { true }
        guard unlessThere else {
            _ = try commit(changes, summary: summary) { false }
            return true
        }
        for _ in 1...Self.mostAttempts {
            let parent = try head()
            guard try client.entry(of: dataset, at: parent, path: upload.path) == nil else { return false }
            switch try client.commit(changes, to: dataset, branch: name, parent: parent, summary: summary) {
            case .done: return true
            case .moved: continue
            case .unknown:
                // If it was made, the file is there, and ours.
                try client.pause(.seconds(1))
                let bytes = try read(upload.path, maximumBytes: upload.byteCount)
                if case .bytes(let own) = upload.source, bytes == own { return true }
            }
        }
        throw HubError(
            .changed, "others commit to \(dataset) all the time: no commit of ours was taken",
            hint: "a start of the same command resumes")
    }
}
