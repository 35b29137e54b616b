// What lies in a folder of S3.

internal import Requests
internal import Tables

extension S3Requests {
    /// What lies directly in a folder.
    ///
    /// - Parameter folder: without a slash at its end; empty for the whole bucket.
    /// - Throws: `notFound` if there is no such bucket, or nothing in the folder; `malformed` for a listing without an end,
    ///   and for one that cannot be.
    func entries(of folder: String, _ limits: ListingLimits) throws(TableError) -> [ObjectStore.Entry] {
        let prefix = folder.isEmpty ? "" : folder + "/"
        var files: [String: ObjectStore.Entry] = [:]
        var folders: Set<String> = []
        var progress = PageProgress(mostEntries: limits.mostEntries)
        var token: String?
        var isThere = folder.isEmpty
        repeat {
            let page = try page(prefix, token)
            let before = files.count + folders.count
            for object in page.objects where object.key.hasPrefix(prefix) {
                isThere = true
                let name = String(object.key.dropFirst(prefix.count))
                guard ObjectStore.Entry.isName(name) else { continue }
                files[name] = ObjectStore.Entry(
                    name: name, isFolder: false, byteCount: object.byteCount ?? -1,
                    changedSeconds: object.changedSeconds)
            }
            for text in page.prefixes where text.hasPrefix(prefix) && text.hasSuffix("/") {
                isThere = true
                let name = String(text.dropFirst(prefix.count).dropLast())
                if ObjectStore.Entry.isName(name) { folders.insert(name) }
            }
            do throws(PageProgress.Fault) {
                token = try progress.page(added: files.count + folders.count - before, next: page.token)
            } catch {
                throw Self.noListing(prefix, error.detail)
            }
            guard token != nil || !page.isTruncated else {
                throw Self.noListing(prefix, "it says that there is another page, and not where")
            }
        } while token != nil
        guard isThere else { throw TableError(category: .notFound, detail: "there is no such folder") }
        return (files.values + folders.map { ObjectStore.Entry(name: $0, isFolder: true) })
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private func page(_ prefix: String, _ token: String?) throws(TableError) -> ObjectListing {
        // Sorted, as the signature needs them.
        var query = [("delimiter", "/"), ("list-type", "2")].map { (name: $0.0, value: $0.1) }
        if let token { query.insert(("continuation-token", token), at: 0) }
        if !prefix.isEmpty { query.append(("prefix", prefix)) }
        let response = try send(.get, "", query)
        _ = try answer(response, known: [], doing: "when asking what is there", otherwise: .unreadable)
        guard let page = ObjectListing(XMLText(response.body)) else {
            let code = Self.code(of: response).map { " (\($0))" } ?? ""
            throw Self.noListing(prefix, "the answer is no listing, or only a part of one\(code)")
        }
        return page
    }

    private static func noListing(_ prefix: String, _ what: String) -> TableError {
        TableError(
            category: .malformed,
            detail: "the store's listing of \(prefix.isEmpty ? "the bucket" : prefix) cannot be used: \(what)")
    }
}
