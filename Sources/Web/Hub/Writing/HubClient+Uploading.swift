// Bytes to the Hub, before a commit names them.

internal import Files
internal import Hashing
internal import Requests

extension HubClient {
    /// Files in a request that asks for modes, and objects in one that asks for routes.
    private static let mostModes = 256
    private static let mostObjects = 100
    /// Bytes of a file that the Hub looks at.
    private static let sampleBytes = 512

    private struct ModeRequest: Encodable {
        struct File: Encodable {
            let path: String
            let sample: String
            let size: Int
        }
        let files: [File]
    }

    private struct ModeAnswer: Decodable {
        struct File: Decodable {
            let path: String
            let uploadMode: String
            let shouldIgnore: Bool?
        }
        let files: [File]
    }

    /// Gives the Hub the bytes of large files; what it has already is not sent again. Nothing of it is visible before a
    /// commit with these changes.
    ///
    /// - Parameter isWanted: asked before each file and each part.
    /// - Returns: the changes of a commit that makes the files visible, in their order.
    /// - Throws: `cancelled` if it is not wanted any more.
    package func prepare(
        _ uploads: [HubUpload], for dataset: HubDataset, branch: String, isWanted: () -> Bool
    ) throws(HubError) -> [HubChange] {
        var changes: [HubChange] = []
        var start = 0
        while start < uploads.count {
            let some = uploads[start..<min(start + Self.mostModes, uploads.count)]
            let large = try largeFiles(some, dataset, branch)
            for upload in some {
                guard isWanted() else { throw Self.unwanted }
                changes.append(try large.contains(upload.path) ? Self.large(upload) : Self.small(upload))
            }
            start += some.count
        }
        try send(zip(uploads, changes).filter { if case .large = $1 { true } else { false } }, dataset, isWanted)
        return changes
    }

    private static let unwanted = HubError(.cancelled, "the upload was given up")

    /// The files that the Hub wants as large ones. Empty files never are.
    private func largeFiles(
        _ uploads: ArraySlice<HubUpload>, _ dataset: HubDataset, _ branch: String
    ) throws(HubError) -> Set<String> {
        var files: [ModeRequest.File] = []
        for upload in uploads {
            let sample = try Self.bytes(of: upload, 0..<min(Self.sampleBytes, upload.byteCount))
            files.append(ModeRequest.File(path: upload.path, sample: Base64.text(sample), size: upload.byteCount))
        }
        let body = try encoded(ModeRequest(files: files))
        let response = try send(
            request(
                .post, apiURL(dataset, "preupload/" + PercentCoding.encoded(branch)), body: .bytes(body),
                type: "application/json"))
        guard response.isSuccess else { throw HubError(response, dataset, access, isWriting: true) }
        let modes = try decoded(ModeAnswer.self, response).files
        if let ignored = modes.first(where: { $0.shouldIgnore == true }) {
            throw HubError(
                .refused, "the .gitignore of \(dataset) ignores \(ignored.path)",
                hint: "remove that line from it, or choose another folder of the dataset")
        }
        guard Set(modes.map(\.path)) == Set(uploads.map(\.path)) else {
            throw HubError(.refused, "the Hub does not say how all files are uploaded")
        }
        let wanted = Set(modes.filter { $0.uploadMode != "regular" }.map(\.path))
        return wanted.intersection(uploads.filter { $0.byteCount > 0 }.map(\.path))
    }

    private static func small(_ upload: HubUpload) throws(HubError) -> HubChange {
        .small(path: upload.path, bytes: try bytes(of: upload, 0..<upload.byteCount))
    }

    private static func large(_ upload: HubUpload) throws(HubError) -> HubChange {
        let hasher = ContentHasher(.sha256)
        let digest: String
        switch upload.source {
        case .bytes(let bytes): digest = bytes.withUnsafeBytes { hasher.hexDigest(of: $0) }
        case .file(let path):
            do throws(FileError) {
                digest = try InputFile(path: path).withMappedBytes { hasher.hexDigest(of: $0) }
            } catch {
                throw HubError(.localFile, "\(error)")
            }
        }
        return .large(path: upload.path, sha256: digest, byteCount: upload.byteCount)
    }

    private static func bytes(of upload: HubUpload, _ range: Range<Int>) throws(HubError) -> [UInt8] {
        switch upload.source {
        case .bytes(let bytes): return Array(bytes[range])
        case .file(let path):
            do throws(FileError) {
                let file = try InputFile(path: path)
                var room = [UInt8](repeating: 0, count: range.count)
                var failure: FileError?
                room.withUnsafeMutableBytes { room in
                    do throws(FileError) { try file.read(room, at: range.lowerBound) } catch { failure = error }
                }
                if let failure { throw failure }
                return room
            } catch {
                throw HubError(.localFile, "\(error)")
            }
        }
    }

    // MARK: Large files

    private func send(
        _ files: [(HubUpload, HubChange)], _ dataset: HubDataset, _ isWanted: () -> Bool
    ) throws(HubError) {
        var sources: [String: HubUpload] = [:]
        var objects: [LargeFileRequest.Object] = []
        for case (let upload, .large(_, let sha256, let byteCount)) in files where sources[sha256] == nil {
            sources[sha256] = upload
            objects.append(LargeFileRequest.Object(oid: sha256, size: byteCount))
        }
        var start = 0
        while start < objects.count {
            let some = Array(objects[start..<min(start + Self.mostObjects, objects.count)])
            for object in try routes(some, dataset) {
                guard let upload = sources[object.oid] else { continue }
                guard isWanted() else { throw Self.unwanted }
                try send(upload, object, dataset, isWanted)
            }
            start += some.count
        }
    }

    /// - Returns: an answer for each object.
    private func routes(
        _ objects: [LargeFileRequest.Object], _ dataset: HubDataset
    ) throws(HubError) -> [LargeFileAnswer.Object] {
        var asking = request(
            .post, "\(access.endpoint)/datasets/\(dataset).git/info/lfs/objects/batch",
            body: .bytes(try encoded(LargeFileRequest(objects: objects))), type: "application/vnd.git-lfs+json")
        asking.headers.append(Header("Accept", "application/vnd.git-lfs+json"))
        let response = try send(asking)
        guard response.isSuccess else { throw HubError(response, dataset, access, isWriting: true) }
        let answers = try decoded(LargeFileAnswer.self, response).objects
        if let failure = answers.lazy.compactMap(\.error).first {
            let words = (failure.message ?? "").prefix(300).filter { $0.isASCII && $0 >= " " && $0 != "\u{7F}" }
            throw HubError(.refused, "the Hub does not take a large file: \(words)")
        }
        guard Set(answers.map(\.oid)) == Set(objects.map(\.oid)) else {
            throw HubError(.refused, "the Hub does not say how all large files are uploaded")
        }
        return answers
    }

    private func send(
        _ upload: HubUpload, _ object: LargeFileAnswer.Object, _ dataset: HubDataset, _ isWanted: () -> Bool
    ) throws(HubError) {
        guard let route = UploadRoute(object.actions?.upload, byteCount: upload.byteCount) else {
            throw HubError(.refused, "the Hub's way to upload \(upload.path) cannot be followed")
        }
        switch route {
        case .none: return
        case .whole(let url, let headers):
            _ = try put(upload, 0..<upload.byteCount, to: url, headers, dataset)
        case .parts(let urls, let partBytes, let completion):
            var parts: [LargeFileCompletion.Part] = []
            for (place, url) in urls.enumerated() {
                guard isWanted() else { throw Self.unwanted }
                let range = place * partBytes..<min((place + 1) * partBytes, upload.byteCount)
                let response = try put(upload, range, to: url, [:], dataset)
                guard let tag = response.header("ETag"), !tag.isEmpty else {
                    throw HubError(.refused, "the Hub does not say which part it has of \(upload.path)")
                }
                parts.append(LargeFileCompletion.Part(partNumber: place + 1, etag: tag))
            }
            try tell(completion, try encoded(LargeFileCompletion(oid: object.oid, parts: parts)), dataset)
        }
        if let verify = object.actions?.verify {
            try tell(
                verify.href, try encoded(LargeFileRequest.Object(oid: object.oid, size: upload.byteCount)), dataset)
        }
    }

    /// Bytes to a server of large files. Its URL is a secret, and it gets no token.
    private func put(
        _ upload: HubUpload, _ range: Range<Int>, to url: String, _ headers: [String: String], _ dataset: HubDataset
    ) throws(HubError) -> Response {
        let body: RequestBody =
            switch upload.source {
            case .bytes(let bytes): .bytes(Array(bytes[range]))
            case .file(let path): .file(path: path, range: range)
            }
        var request = Request(.put, try checked(url), body: body)
        for (name, value) in headers.sorted(by: { $0.key < $1.key }).prefix(20) {
            request.headers.append(Header(name, value))
        }
        request.silence = silence
        let response = try send(request)
        guard response.isSuccess else { throw HubError(response, dataset, access, isWriting: true) }
        return response
    }

    /// A word to the Hub on an object; to another address without the token.
    private func tell(_ url: String, _ body: [UInt8], _ dataset: HubDataset) throws(HubError) {
        let isOwn = Origin(of: url) == Origin(of: access.endpoint)
        var request = Request(.post, try checked(url), headers: isOwn ? access.headers : [], body: .bytes(body))
        request.headers.append(Header("Content-Type", "application/vnd.git-lfs+json"))
        request.headers.append(Header("Accept", "application/vnd.git-lfs+json"))
        // An object of many parts takes its time.
        request.silence = max(silence, .seconds(300))
        let response = try send(request)
        guard response.isSuccess else { throw HubError(response, dataset, access, isWriting: true) }
    }

    /// A URL that the Hub names: never http where the Hub is https.
    private func checked(_ url: String) throws(HubError) -> String {
        guard let origin = Origin(of: url), let own = Origin(of: access.endpoint), origin.isSecure || !own.isSecure
        else { throw HubError(.refused, "the Hub names a server that is not asked: it is no https URL") }
        return url
    }
}
