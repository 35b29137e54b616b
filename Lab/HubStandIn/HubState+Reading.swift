// How a stand-in for the Hub is read.

internal import Foundation
internal import TestSupport

extension HubState {
    mutating func apiAnswer(
        _ request: ServiceRequest, _ name: String, _ dataset: Dataset, _ words: [String]
    ) -> ServiceAnswer {
        let revision = words.count > 1 ? words[1] : "main"
        guard let commit = dataset.commit(at: revision) else {
            return Self.error(404, "RevisionNotFound", "Invalid rev id: \(revision)")
        }
        switch (request.method, words.first) {
        case ("GET", nil), ("GET", "revision"):
            return Self.json([
                "_id": "1", "id": name, "sha": commit.id, "private": dataset.isPrivate, "gated": dataset.isGated,
                "siblings": commit.files.keys.sorted().map { ["rfilename": $0] }, "tags": [], "downloads": 0,
                "likes": 0,
            ])
        case ("GET", "tree"):
            return tree(request, commit, folder: words.dropFirst(2).joined(separator: "/"))
        case ("POST", "paths-info"):
            let paths = Self.object(request)["paths"] as? [String] ?? []
            let entries = Self.entries(of: commit, below: "", isRecursive: true)
            return Self.json(entries.filter { paths.contains($0["path"] as? String ?? "") })
        case ("POST", "preupload"): return preupload(request, dataset, commit)
        case ("POST", "commit"):
            let answer = commitAnswer(request, name, branch: revision)
            guard lostCommits > 0 else { return answer }
            lostCommits -= 1
            return .lost
        default: return Self.error(404)
        }
    }

    private func tree(_ request: ServiceRequest, _ commit: Commit, folder: String) -> ServiceAnswer {
        let isRecursive = request.query["recursive"]?.lowercased() == "true"
        let entries = Self.entries(of: commit, below: folder.isEmpty ? "" : folder + "/", isRecursive: isRecursive)
        guard folder.isEmpty || !entries.isEmpty else {
            return Self.error(404, "EntryNotFound", "\(folder) does not exist on \"main\"")
        }
        let start = Int(request.query["cursor"] ?? "0") ?? 0
        let end = min(start + pageSize, entries.count)
        var headers: [(String, String)] = []
        if end < entries.count {
            let query = "recursive=\(isRecursive)&expand=false&cursor=\(end)"
            headers.append(("Link", "<\(hub)\(request.path)?\(query)>; rel=\"next\""))
        }
        return Self.json(Array(entries[min(start, end)..<end]), headers: headers)
    }

    private static func entries(of commit: Commit, below prefix: String, isRecursive: Bool) -> [[String: Any]] {
        var found: [String: [String: Any]] = [:]
        for (path, blob) in commit.files where path.hasPrefix(prefix) {
            let parts = path.dropFirst(prefix.count).split(separator: "/")
            for depth in 1..<max(parts.count, 1) where isRecursive || depth == 1 {
                let folder = prefix + parts[..<depth].joined(separator: "/")
                found[folder] = ["type": "directory", "path": folder, "oid": "0", "size": 0]
            }
            guard isRecursive || parts.count == 1 else { continue }
            var entry: [String: Any] = ["type": "file", "path": path, "oid": blob.blobID, "size": blob.bytes.count]
            if blob.isLarge { entry["lfs"] = ["oid": blob.sha256, "size": blob.bytes.count, "pointerSize": 130] }
            found[path] = entry
        }
        return found.keys.sorted().compactMap { found[$0] }
    }

    mutating func pageAnswer(
        _ request: ServiceRequest, _ name: String, _ dataset: Dataset, _ words: [String]
    ) -> ServiceAnswer {
        if words.prefix(2) == ["info", "lfs"] { return largeFileAnswer(request, words) }
        guard words.count >= 3, words[0] == "resolve" else { return Self.error(404) }
        guard !dataset.isGated || isKnown(request) == true else {
            return Self.error(401, "GatedRepo", "Access to this dataset is restricted")
        }
        guard let commit = dataset.commit(at: words[1]) else { return Self.error(404, "RevisionNotFound") }
        guard let blob = commit.files[words[2...].joined(separator: "/")] else {
            return Self.error(404, "EntryNotFound", "Entry not found")
        }
        let headers = [("X-Repo-Commit", commit.id)]
        guard blob.isLarge else {
            return .file(blob.bytes, for: request, headers: headers + [("ETag", "\"\(blob.blobID)\"")])
        }
        return .text(
            "", status: 302,
            headers: headers + [
                ("X-Linked-ETag", "\"\(blob.sha256)\""), ("X-Linked-Size", "\(blob.bytes.count)"),
                ("Location", "\(files)/blob/\(blob.sha256)?Signature=secret-\(linkEpoch)"),
            ])
    }

    /// The server of large files knows no tokens, and refuses requests that have one.
    mutating func fileAnswer(_ request: ServiceRequest) -> ServiceAnswer {
        if let fault = fault(for: request) { return fault }
        guard request.headers["authorization"] == nil else { return Self.error(400, nil, "a token came here") }
        let words = request.path.split(separator: "/").map(String.init)
        guard words.count == 2 else { return Self.error(404) }
        if words[0] == "blob", request.method == "GET" || request.method == "HEAD" {
            guard request.query["Signature"] == "secret-\(linkEpoch)" else { return Self.error(403, nil, "expired") }
            guard let bytes = objects[words[1]] else { return Self.error(404) }
            return .file(bytes, for: request, headers: [("ETag", "\"\(words[1])\"")])
        }
        return uploadAnswer(request, words)
    }
}
