// From a place in a store to files: a file, a folder, a pattern.

internal import Ground
internal import Stores
internal import Tables

/// Finds the files of a list in stores, by the rules for local files.
struct StoredListPaths {
    let stores: Stores
    /// The format the person asked for; nil: by name.
    let given: FileKind?

    func files(at path: StorePath) throws(URLListError) -> [ListPaths.Found] {
        if !path.key.isEmpty, !path.key.hasSuffix("/"), let file = try file(path) { return [file] }
        if path.key.contains(where: { "*?[{".contains($0) }) { return try files(matching: path) }
        let entries: [ObjectStore.Entry]
        do throws(TableError) {
            entries = try stores.entries(of: path)
        } catch {
            guard error.category == .notFound else { throw Self.listingError(error, path) }
            throw missing(path)
        }
        var found: [ListPaths.Found] = []
        for entry in entries where !entry.isFolder && !ListFolder.isHidden(entry.name) {
            guard ListPaths.isWanted(entry.name, given: given) else { continue }
            if let file = try file(path.appending(entry.name)) { found.append(file) }
        }
        let hasFolders = entries.contains { $0.isFolder && !ListFolder.isHidden($0.name) }
        try ListPaths.check(
            found, inFolder: path.text, given: given, below: hasFolders ? path.appending("*/*").text : nil)
        return found
    }

    private func files(matching pattern: StorePath) throws(URLListError) -> [ListPaths.Found] {
        let matches: [StorePath]
        do throws(TableError) {
            matches = try stores.matches(of: pattern)
        } catch {
            throw Self.listingError(error, pattern)
        }
        var found: [ListPaths.Found] = []
        for path in matches { if let file = try file(path) { found.append(file) } }
        guard !found.isEmpty else {
            throw URLListError(category: .noMatchingFile, detail: "No file matches \(pattern.text).")
        }
        return found
    }

    /// A listing that cannot be is not a damaged file.
    private static func listingError(_ error: TableError, _ path: StorePath) -> URLListError {
        guard error.category == .malformed else { return URLListError(error, path: path.text) }
        return URLListError(category: .unreadable, detail: "\(path.text) cannot be read: \(error.detail)")
    }

    /// Nil if there is no such file.
    private func file(_ path: StorePath) throws(URLListError) -> ListPaths.Found? {
        let stored: StoredFile
        do throws(TableError) {
            stored = try stores.file(path)
        } catch {
            guard error.category == .notFound else { throw URLListError(error, path: path.text) }
            return nil
        }
        var found = try ListPaths.found(
            path.text, path.name, sizeBytes: stored.byteCount, given: given
        ) { () throws(URLListError) in try Self.kind(of: stored, path.text) }
        found.stored = stored
        return found
    }

    /// The kind of a file by its first bytes, where its name does not say it.
    static func kind(of stored: StoredFile, _ path: String) throws(URLListError) -> FileKind? {
        var bytes = [UInt8](repeating: 0, count: min(4096, stored.byteCount))
        let result = bytes.withUnsafeMutableBytes { room in
            Result { () throws(TableError) in try stored.read(at: 0, into: room) }
        }
        do throws(TableError) {
            return ListPaths.kind(ofFirstBytes: bytes[..<(try result.get())])
        } catch {
            throw URLListError(error, path: path)
        }
    }

    /// The error for a place where nothing is, with what may have been meant.
    private func missing(_ path: StorePath) -> URLListError {
        do throws(TableError) {
            guard !path.key.isEmpty else { throw TableError(category: .notFound, detail: "") }
            let siblings = try stores.entries(of: path.parent).map(\.name)
            return URLListError(
                category: .notFound,
                detail: "No file \(path.text).\(NearestName.question(for: path.name, among: siblings))")
        } catch {
            let parent = path.parent
            let hint = "there is no " + (parent.key.isEmpty ? "bucket \(parent.bucket)" : "folder \(parent.text)")
            // What cannot be listed adds nothing to the message.
            return URLListError(
                category: .notFound, detail: "No file \(path.text).", hints: error.category == .notFound ? [hint] : [])
        }
    }
}
