// What is in a dataset, and its files' bytes.

internal import Requests

extension HubClient {
    /// Pages of a folder's entries that are read, with 1,000 entries each.
    private static let mostPages = 2000
    /// Paths in a request.
    private static let mostPaths = 500

    private struct Commit: Decodable { let sha: String }
    private struct Paths: Encodable { let paths: [String] }

    /// The commit that a revision is now.
    ///
    /// - Throws: `notFound`, `denied` and others.
    package func commit(of dataset: HubDataset, revision: String) throws(HubError) -> String {
        let response = try send(
            request(.get, apiURL(dataset, "revision/" + PercentCoding.encoded(revision)) + "?expand=sha"))
        guard response.isSuccess else { throw HubError(response, dataset, access) }
        let commit = try decoded(Commit.self, response).sha
        guard HubRevision.isCommit(commit) else {
            throw HubError(.refused, "the Hub does not say which commit \(revision) of \(dataset) is")
        }
        return commit
    }

    /// What lies directly in a folder, in the Hub's order.
    ///
    /// - Parameter folder: from the dataset's root, without slashes around it; empty for the root.
    /// - Throws: `notFound` if there is no such folder.
    package func entries(
        of dataset: HubDataset, at revision: String, folder: String
    ) throws(HubError) -> [HubEntry] {
        let place = folder.isEmpty ? "" : "/" + PercentCoding.encoded(folder)
        var url = apiURL(dataset, "tree/\(PercentCoding.encoded(revision))\(place)") + "?recursive=false&expand=false"
        var found: [HubEntry] = []
        for _ in 0..<Self.mostPages {
            let response = try send(request(.get, url))
            guard response.isSuccess else { throw HubError(response, dataset, access) }
            found += try decoded([HubEntryAnswer].self, response).compactMap(\.entry)
            guard let next = response.header("Link").flatMap(LinkHeader.next) else { return found }
            guard let origin = Origin(of: next), origin == Origin(of: access.endpoint) else {
                throw HubError(.refused, "the Hub's next page is at another address")
            }
            url = next
        }
        throw HubError(.refused, "the folder \(folder) of \(dataset) has too many entries")
    }

    /// A file or folder; nil if there is none.
    package func entry(
        of dataset: HubDataset, at revision: String, path: String
    ) throws(HubError) -> HubEntry? {
        try entries(of: dataset, at: revision, paths: [path]).first { $0.path == path }
    }

    /// Those files and folders of some paths that are there.
    func entries(of dataset: HubDataset, at revision: String, paths: [String]) throws(HubError) -> [HubEntry] {
        var found: [HubEntry] = []
        var start = 0
        while start < paths.count {
            let some = Array(paths[start..<min(start + Self.mostPaths, paths.count)])
            let response = try send(
                request(
                    .post, apiURL(dataset, "paths-info/\(PercentCoding.encoded(revision))"),
                    body: .bytes(try encoded(Paths(paths: some))), type: "application/json"))
            guard response.isSuccess else { throw HubError(response, dataset, access) }
            found += try decoded([HubEntryAnswer].self, response).compactMap(\.entry)
            start += some.count
        }
        return found
    }

    /// Where a file's bytes are.
    func fileURL(_ dataset: HubDataset, at commit: String, path: String) -> String {
        "\(access.endpoint)/datasets/\(dataset)/resolve/\(PercentCoding.encoded(commit))/"
            + PercentCoding.encoded(path, keeping: "/")
    }
}
