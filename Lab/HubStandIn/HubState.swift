// What a stand-in for the Hub knows.

internal import Foundation
internal import Hashing
internal import TestSupport

/// Datasets with their commits, and the faults to come.
struct HubState {
    /// A file's content.
    struct Blob {
        let bytes: [UInt8]
        /// In the storage of large files, under its SHA-256.
        let isLarge: Bool
        let sha256: String

        init(_ bytes: [UInt8], isLarge: Bool) {
            self.bytes = bytes
            self.isLarge = isLarge
            sha256 = bytes.withUnsafeBytes { ContentHasher(.sha256).hexDigest(of: $0) }
        }

        /// Large are files of more than 1 KB and those that are no text by their first bytes.
        init(_ bytes: [UInt8], path: String) {
            self.init(bytes, isLarge: Blob.isLarge(bytes.count, sample: Array(bytes.prefix(512))))
        }

        static func isLarge(_ count: Int, sample: [UInt8]) -> Bool {
            count > 1000 || sample.contains { $0 == 0 || $0 >= 0x80 }
        }

        /// Git's name of the content; of no meaning here but that it differs.
        var blobID: String { String(sha256.prefix(40)) }
    }

    struct Commit {
        let id: String
        let summary: String
        let files: [String: Blob]
    }

    struct Dataset {
        var isPrivate: Bool
        var isGated: Bool
        var commits: [Commit] = []
        /// Branches and tags.
        var branches: [String: String] = [:]

        func commit(at revision: String) -> Commit? {
            let id = branches[revision] ?? revision
            return commits.first { $0.id == id }
        }

        func files(at revision: String) -> [String: Blob]? { commit(at: revision)?.files }
    }

    struct Fault {
        var left: Int
        let text: String
        let answer: ServiceAnswer
    }

    /// The URLs of both servers.
    let hub: String
    let files: String
    var datasets: [String: Dataset] = [:]
    /// Large objects by their SHA-256.
    var objects: [String: [UInt8]] = [:]
    /// Parts of objects that are being uploaded.
    var parts: [String: [Int: [UInt8]]] = [:]
    var uploads: [String] = []
    var token: String?
    var pageSize = 1000
    var rateLimited = (count: 0, seconds: 0)
    var faults: [Fault] = []
    var linkEpoch = 0
    var partBytes: Int?
    var interferences = 0
    var lostCommits = 0
    private var commitCount = 0

    init(hub: String, files: String) {
        self.hub = hub
        self.files = files
    }

    mutating func make(_ name: String, isPrivate: Bool, isGated: Bool) {
        datasets[name] = Dataset(isPrivate: isPrivate, isGated: isGated)
        let text = Array("*.parquet filter=lfs diff=lfs merge=lfs -text\n".utf8)
        commit([".gitattributes": Blob(text, isLarge: false)], deleting: [], to: name, "initial commit")
    }

    @discardableResult
    mutating func commit(
        _ files: [String: Blob], deleting gone: [String], to name: String, _ summary: String
    ) -> String {
        commitCount += 1
        let text = Array("\(name) \(commitCount)".utf8)
        let id = String(text.withUnsafeBytes { ContentHasher(.sha256).hexDigest(of: $0) }.prefix(40))
        var all = datasets[name]?.files(at: "main") ?? [:]
        for path in gone { all[path] = nil }
        for (path, blob) in files {
            all[path] = blob
            if blob.isLarge { objects[blob.sha256] = blob.bytes }
        }
        datasets[name]?.commits.append(Commit(id: id, summary: summary, files: all))
        datasets[name]?.branches["main"] = id
        return id
    }

    // MARK: Answers

    static func json(_ value: Any, status: Int = 200, headers: [(String, String)] = []) -> ServiceAnswer {
        // What the stand-in itself makes is always JSON.
        let bytes = (try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])) ?? Data()
        return .answer(status: status, headers: [("Content-Type", "application/json")] + headers, body: Array(bytes))
    }

    static func error(_ status: Int, _ code: String? = nil, _ message: String = "") -> ServiceAnswer {
        json(
            ["error": message], status: status,
            headers: [("X-Error-Code", code), ("X-Error-Message", message)].compactMap { name, value in
                value.flatMap { $0.isEmpty ? nil : (name, $0) }
            })
    }

    static func object(_ request: ServiceRequest) -> [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any] ?? [:]
    }

    mutating func fault(for request: ServiceRequest) -> ServiceAnswer? {
        guard let place = faults.firstIndex(where: { $0.left > 0 && request.target.contains($0.text) }) else {
            return nil
        }
        faults[place].left -= 1
        return faults[place].answer
    }

    /// Whether the request has the right token; nil if it has none.
    func isKnown(_ request: ServiceRequest) -> Bool? {
        request.headers["authorization"].map { token != nil && $0 == "Bearer \(token ?? "")" }
    }

    mutating func answer(_ request: ServiceRequest) -> ServiceAnswer {
        if let fault = fault(for: request) { return fault }
        if rateLimited.count > 0 {
            rateLimited.count -= 1
            return .text("", status: 429, headers: [("RateLimit", "\"api\";r=0;t=\(rateLimited.seconds)")])
        }
        if isKnown(request) == false { return Self.error(401, nil, "Invalid credentials in Authorization header") }
        let parts = request.path.split(separator: "/").map { String($0).removingPercentEncoding ?? "" }
        if request.path == "/api/repos/create" { return create(request) }
        if request.path == "/api/complete_multipart" { return complete(request) }
        if request.path == "/api/validate-yaml" { return Self.json(["errors": [], "warnings": []]) }
        // api/datasets/OWNER/NAME/… or datasets/OWNER/NAME(.git)/…
        let isAPI = parts.first == "api"
        let rest = Array(parts.dropFirst(isAPI ? 1 : 0))
        guard rest.count >= 3, rest[0] == "datasets" else { return Self.error(404) }
        let name = rest[1] + "/" + (rest[2].hasSuffix(".git") ? String(rest[2].dropLast(4)) : rest[2])
        guard let dataset = datasets[name], !dataset.isPrivate || isKnown(request) == true else {
            return isKnown(request) == true ? Self.error(404, "RepoNotFound", "Repository not found") : Self.error(401)
        }
        let words = Array(rest.dropFirst(3))
        return isAPI ? apiAnswer(request, name, dataset, words) : pageAnswer(request, name, dataset, words)
    }
}
