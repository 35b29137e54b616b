// What is in a dataset, and its files' bytes.

internal import Requests

extension HubClient {
    /// In one folder.
    private static let mostEntries = 2_000_000
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
        var paths: Set<String> = []
        var progress = PageProgress(mostEntries: Self.mostEntries)
        while true {
            let response = try send(request(.get, url))
            guard response.isSuccess else { throw HubError(response, dataset, access) }
            // A name that leads to another folder is none of this one.
            let start = folder.isEmpty ? "" : folder + "/"
            let new = try entries(of: response).filter { $0.path == start + $0.name && paths.insert($0.path).inserted }
            found += new
            let next: String?
            do throws(PageProgress.Fault) {
                next = try progress.page(added: new.count, next: response.header("Link").flatMap(LinkHeader.next))
            } catch {
                throw HubError(.refused, "the Hub's listing of \(start) in \(dataset) cannot be used: \(error.detail)")
            }
            guard let next else { return found }
            guard let origin = Origin(of: next), origin == Origin(of: access.endpoint) else {
                throw HubError(.refused, "the Hub's next page is at another address")
            }
            url = next
        }
    }

    private func entries(of response: Response) throws(HubError) -> [HubEntry] {
        let answers = try decoded([HubEntryAnswer].self, response)
        if let wrong = answers.first(where: { !$0.hasPossibleSize }) {
            throw HubError(.refused, "the Hub says that \(wrong.path) has no size that a file can have")
        }
        return answers.compactMap(\.entry)
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
            found += try entries(of: response)
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
