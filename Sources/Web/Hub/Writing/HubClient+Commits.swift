// Commits to a dataset.

internal import Requests

extension HubClient {
    /// What came of a commit.
    package enum CommitOutcome: Equatable, Sendable {
        /// Its name.
        case done(String)
        /// The branch has another commit than the parent.
        case moved
        /// No answer came: it may be done or not.
        case unknown
    }

    private struct Header: Encodable {
        let summary: String
        let description: String
        let parentCommit: String
    }

    private struct SmallFile: Encodable {
        let content: String
        let path: String
        let encoding = "base64"
    }

    private struct LargeFile: Encodable {
        let path: String
        let algo = "sha256"
        let oid: String
        let size: Int
    }

    private struct Removal: Encodable { let path: String }

    private struct Line<Value: Encodable>: Encodable {
        let key: String
        let value: Value
    }

    private struct Done: Decodable { let commitOid: String }

    private struct NewDataset: Encodable {
        let name: String
        let organization: String
        let type = "dataset"
        let visibility: String
    }

    /// Makes one commit of all changes, or of none.
    ///
    /// - Parameter parent: the branch's commit; another one there now refuses.
    package func commit(
        _ changes: [HubChange], to dataset: HubDataset, branch: String, parent: String, summary: String
    ) throws(HubError) -> CommitOutcome {
        var body = try line("header", Header(summary: summary, description: "", parentCommit: parent))
        for change in changes { body += try line(change) }
        var sending = request(
            .post, apiURL(dataset, "commit/" + PercentCoding.encoded(branch)), body: .bytes(body),
            type: "application/x-ndjson")
        sending.isRepeatable = false
        sending.silence = max(silence, .seconds(300))
        let response: Response
        do throws(RequestError) { response = try client.send(sending) } catch {
            guard error.category == .cut || error.category == .silent else { throw HubError(error) }
            return .unknown
        }
        switch response.status {
        case 200..<300: return .done(try decoded(Done.self, response).commitOid)
        case 409, 412: return .moved
        case 500...599: return .unknown
        default: throw HubError(response, dataset, access, isWriting: true)
        }
    }

    private func line(_ change: HubChange) throws(HubError) -> [UInt8] {
        switch change {
        case .small(let path, let bytes): try line("file", SmallFile(content: Base64.text(bytes), path: path))
        case .large(let path, let sha256, let byteCount):
            try line("lfsFile", LargeFile(path: path, oid: sha256, size: byteCount))
        case .removal(let path): try line("deletedFile", Removal(path: path))
        }
    }

    private func line(_ key: String, _ value: some Encodable) throws(HubError) -> [UInt8] {
        try encoded(Line(key: key, value: value)) + [UInt8(ascii: "\n")]
    }

    /// Makes an empty dataset; one that is there stays.
    package func create(_ dataset: HubDataset, isPrivate: Bool) throws(HubError) {
        let body = try encoded(
            NewDataset(
                name: dataset.name, organization: dataset.owner, visibility: isPrivate ? "private" : "public"))
        let response = try send(
            request(.post, "\(access.endpoint)/api/repos/create", body: .bytes(body), type: "application/json"))
        guard response.isSuccess || response.status == 409 else {
            throw HubError(response, dataset, access, isWriting: true)
        }
    }
}
