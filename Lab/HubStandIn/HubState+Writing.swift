// How a stand-in for the Hub is written to.

internal import Foundation
internal import Hashing
internal import TestSupport

extension HubState {
    mutating func create(_ request: ServiceRequest) -> ServiceAnswer {
        guard isKnown(request) == true else { return Self.error(401) }
        let words = Self.object(request)
        let owner = words["organization"] as? String ?? "me"
        let name = "\(owner)/\(words["name"] as? String ?? "")"
        guard words["type"] as? String == "dataset" else { return Self.error(400) }
        guard datasets[name] == nil else { return Self.error(409, nil, "You already created this dataset repo") }
        make(name, isPrivate: words["visibility"] as? String == "private", isGated: false)
        return Self.json(["url": "\(hub)/datasets/\(name)", "name": name, "id": "1"])
    }

    func preupload(_ request: ServiceRequest, _ dataset: Dataset, _ commit: Commit) -> ServiceAnswer {
        guard isKnown(request) == true else { return Self.error(401) }
        let files = Self.object(request)["files"] as? [[String: Any]] ?? []
        guard files.count <= 256 else { return Self.error(400, nil, "too many files") }
        return Self.json([
            "files": files.map { file -> [String: Any] in
                let path = file["path"] as? String ?? ""
                let sample = Data(base64Encoded: file["sample"] as? String ?? "") ?? Data()
                let isLarge = Blob.isLarge(file["size"] as? Int ?? 0, sample: Array(sample))
                var answer: [String: Any] = [
                    "path": path, "uploadMode": isLarge ? "lfs" : "regular", "shouldIgnore": false,
                ]
                answer["oid"] = commit.files[path]?.blobID
                return answer
            }
        ])
    }

    mutating func largeFileAnswer(_ request: ServiceRequest, _ words: [String]) -> ServiceAnswer {
        guard isKnown(request) == true else { return Self.error(401) }
        let body = Self.object(request)
        switch words.dropFirst(2).joined(separator: "/") {
        case "objects/batch":
            let objects = body["objects"] as? [[String: Any]] ?? []
            guard objects.count <= 100 else { return Self.error(413) }
            return Self.json(["transfer": "basic", "objects": objects.map(batchAnswer)])
        case "verify":
            let bytes = self.objects[body["oid"] as? String ?? ""]
            return bytes?.count == body["size"] as? Int ? .text("{}") : Self.error(404, nil, "no such object")
        default: return Self.error(404)
        }
    }

    /// An object's parts are all there: the URL is signed, and the Hub's own client sends no token to it.
    mutating func complete(_ request: ServiceRequest) -> ServiceAnswer {
        guard request.query["Signature"] == "secret" else { return Self.error(403) }
        let body = Self.object(request)
        let id = body["oid"] as? String ?? ""
        let listed = body["parts"] as? [[String: Any]] ?? []
        let here = parts[id] ?? [:]
        let areRight = listed.enumerated().allSatisfy { place, part in
            part["partNumber"] as? Int == place + 1 && part["etag"] as? String == "\"\(id.prefix(8))-\(place + 1)\""
        }
        guard areRight, !listed.isEmpty, listed.count == here.count else {
            return Self.error(400, nil, "wrong parts")
        }
        parts[id] = nil
        return store(here.keys.sorted().flatMap { here[$0] ?? [] }, as: id) ? .text("{}") : Self.error(400)
    }

    private func batchAnswer(_ object: [String: Any]) -> [String: Any] {
        let (id, size) = (object["oid"] as? String ?? "", object["size"] as? Int ?? 0)
        var answer: [String: Any] = ["oid": id, "size": size]
        guard objects[id] == nil else { return answer }
        let verify = ["href": verifyURL]
        guard let partBytes, size > partBytes else {
            answer["actions"] = ["upload": ["href": "\(files)/put/\(id)?Signature=secret"], "verify": verify]
            return answer
        }
        var header = ["chunk_size": "\(partBytes)"]
        for number in 1...((size + partBytes - 1) / partBytes) {
            header[String(format: "%05d", number)] = "\(files)/put/\(id)?partNumber=\(number)&Signature=secret"
        }
        answer["actions"] = [
            "upload": ["href": "\(hub)/api/complete_multipart?Signature=secret", "header": header] as [String: Any],
            "verify": verify,
        ]
        return answer
    }

    private var verifyURL: String { "\(hub)/datasets/\(datasets.keys.sorted().first ?? "").git/info/lfs/verify" }

    mutating func uploadAnswer(_ request: ServiceRequest, _ words: [String]) -> ServiceAnswer {
        guard request.method == "PUT", words[0] == "put", request.query["Signature"] == "secret" else {
            return Self.error(403)
        }
        guard let number = request.query["partNumber"].flatMap({ Int($0) }) else {
            return store(request.body, as: words[1]) ? .text("") : Self.error(400, nil, "another SHA-256")
        }
        parts[words[1], default: [:]][number] = request.body
        return .text("", headers: [("ETag", "\"\(words[1].prefix(8))-\(number)\"")])
    }

    private mutating func store(_ bytes: [UInt8], as id: String) -> Bool {
        guard Blob(bytes, isLarge: true).sha256 == id else { return false }
        objects[id] = bytes
        uploads.append(id)
        return true
    }

    mutating func commitAnswer(_ request: ServiceRequest, _ name: String, branch: String) -> ServiceAnswer {
        guard isKnown(request) == true else { return Self.error(401) }
        if interferences > 0 {
            interferences -= 1
            commit(
                ["notes-\(interferences).txt": Blob(Array("a person's".utf8), isLarge: false)], deleting: [], to: name,
                "another")
        }
        var files: [String: Blob] = [:]
        var gone: [String] = []
        var summary: String?
        for line in request.text.split(separator: "\n") {
            let object = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any] ?? [:]
            let value = object["value"] as? [String: Any] ?? [:]
            let path = value["path"] as? String ?? ""
            switch object["key"] as? String {
            case "header":
                summary = value["summary"] as? String
                let main = datasets[name]?.branches["main"]
                if let parent = value["parentCommit"] as? String, parent != main {
                    return Self.error(412, nil, "A commit has happened since. Please refresh and try again.")
                }
            case "file":
                guard let bytes = Data(base64Encoded: value["content"] as? String ?? "") else { return Self.error(400) }
                files[path] = Blob(Array(bytes), isLarge: false)
            case "lfsFile":
                guard let bytes = objects[value["oid"] as? String ?? ""], bytes.count == value["size"] as? Int else {
                    return Self.error(400, nil, "LFS pointer to a file that is not there: \(path)")
                }
                files[path] = Blob(bytes, isLarge: true)
            case "deletedFile":
                guard datasets[name]?.files(at: "main")?[path] != nil else {
                    return Self.error(400, nil, "no such file")
                }
                gone.append(path)
            default: return Self.error(400, nil, "unknown key")
            }
        }
        guard branch == "main", let summary, !summary.isEmpty else { return Self.error(400, nil, "no summary") }
        let id = commit(files, deleting: gone, to: name, summary)
        return Self.json([
            "success": true, "commitOid": id, "commitUrl": "\(hub)/datasets/\(name)/commit/\(id)",
        ])
    }
}
