// From the URL of a list to its file.

internal import Ground
internal import Stores
internal import Tables

/// Finds a list's file on a server.
struct WebListPaths {
    let stores: Stores
    /// The format the person asked for; nil: by name.
    let given: FileKind?

    func file(at path: WebPath, notes: inout [String]) throws(URLListError) -> ListPaths.Found {
        let stored: StoredFile
        var copiedBytes: Int?
        do throws(TableError) {
            stored = try stores.file(path) { copiedBytes = $0 }
        } catch {
            throw Self.error(error, path)
        }
        if let copiedBytes {
            notes.append(
                "the server of \(path.text) knows no ranges: the list was copied to a temporary file "
                    + "(\(ByteCount(copiedBytes).text))")
        }
        var found = try ListPaths.found(
            path.text, path.name, sizeBytes: stored.byteCount, given: given
        ) { () throws(URLListError) in try StoredListPaths.kind(of: stored, path.text) }
        found.stored = stored
        return found
    }

    private static func error(_ error: TableError, _ path: WebPath) -> URLListError {
        switch error.category {
        case .notFound:
            URLListError(
                category: .notFound, detail: "No file \(path.text): \(error.detail).",
                hints: [
                    "is the URL right? A URL is one file: folders and patterns are read from stores and local disks"
                ])
        case .denied:
            URLListError(
                category: .denied, detail: "\(path.text): \(error.detail), which denies access.",
                hints: ["a URL with a signature is valid for a time only: make a new one; or download the list first"])
        case .unreachable:
            URLListError(
                category: .unreachable, detail: "\(path.text): \(error.detail).",
                hints: ["a start of the same command resumes"])
        default: URLListError(error, path: path.text)
        }
    }
}
