// Requests to S3 that Arrow's client cannot make.

internal import Requests
internal import Tables

/// Conditional writes, removals that leave no markers of folders, and unfinished uploads. Used by several threads.
///
/// Keys come from the chain of credentials that Arrow's client has; each request asks it again, as temporary keys change.
struct S3Requests: Sendable {
    private static let mostUploads = 10_000
    /// Of 1,000 parts each.
    private static let mostPartPages = 11

    private let bucket: String
    private let options: ObjectStore.Options
    private let store: ObjectStore
    let client: RequestClient
    /// An attempt ends after so long; nil: never.
    private let deadline: Duration?

    /// - Parameter objects: for rows' objects, which are tried again by who asks; nil for everything else.
    init(bucket: String, _ options: ObjectStore.Options, store: ObjectStore, objects: ObjectLimits? = nil) {
        self.bucket = bucket
        self.options = options
        self.store = store
        deadline = objects?.deadline
        var rules = RetryRules()
        if let objects {
            rules.attempts = 1
            client = RequestClient(rules, mostKeptHandles: objects.mostAtOnce)
            return
        }
        rules.window = .seconds(max(11, options.patienceSeconds))
        if options.patienceSeconds > 0 {
            rules.attempts = 40
            rules.attemptsToReach = 40
        }
        client = RequestClient(rules)
    }

    /// - Throws: where the chain of credentials fails.
    func request(
        _ method: Request.Method, _ key: String, _ query: [(name: String, value: String)] = [],
        headers: [Header] = [], body: RequestBody? = nil
    ) throws(TableError) -> Request {
        let access = try store.access()
        let address = S3Address(
            bucket: bucket, scheme: options.scheme, endpoint: options.endpoint, region: access.region,
            usesVirtualAddressing: options.usesVirtualAddressing)
        var request = Request(method, address.url(key, query), headers: headers, body: body)
        request.silence = .seconds(options.timeoutSeconds)
        request.deadline = deadline
        request.caFile = options.caFile.isEmpty ? nil : options.caFile
        // In keys dots are dots.
        request.keepsPath = true
        if !access.key.isEmpty {
            request.signature = AWSSignature(
                region: access.region, key: access.key, secret: access.secret, token: access.token)
        }
        return request
    }

    func send(
        _ method: Request.Method, _ key: String, _ query: [(name: String, value: String)] = [],
        headers: [Header] = [], body: RequestBody? = nil
    ) throws(TableError) -> Response {
        let request = try request(method, key, query, headers: headers, body: body)
        do throws(RequestError) {
            return try client.send(request)
        } catch {
            let category: TableError.Category =
                switch error.category {
                case .invalid: .misuse
                case .tooLong, .redirects: .malformed
                default: .unreachable
                }
            throw TableError(category: category, detail: error.detail)
        }
    }

    /// - Parameters:
    ///   - known: statuses that are answers.
    ///   - otherwise: what a status is that has no category of its own.
    func answer(
        _ response: Response, known: [Int], doing: String, otherwise: TableError.Category = .unwritable
    ) throws(TableError) -> Int {
        if response.isSuccess || known.contains(response.status) { return response.status }
        let code = Self.code(of: response)
        let words = "\(doing): HTTP status \(response.status)" + (code.map { ", \($0)" } ?? "")
        guard !(300..<400).contains(response.status) else {
            throw TableError(category: otherwise, detail: words + ". " + Self.redirectHint(response))
        }
        let category: TableError.Category =
            switch response.status {
            case 401, 403: .denied
            case 404: .notFound
            case 507: .diskFull
            case 408, 429, 500...: .unreachable
            default: otherwise
            }
        throw TableError(category: category, detail: words)
    }

    /// A signed request, and with it a session's token, goes to no other host.
    private static func redirectHint(_ response: Response) -> String {
        let region = response.header("x-amz-bucket-region") ?? ""
        guard (1...64).contains(region.utf8.count),
            region.allSatisfy({ $0 == "-" || ("0"..."9").contains($0) || ("a"..."z").contains($0) })
        else { return "The store leads to another address, which gets no request of ours" }
        return "The bucket is in another region: --store-option region=\(region)"
    }

    /// S3's word for a refusal, `NoSuchKey`; nil if there is none.
    static func code(of response: Response) -> String? {
        let text = String(decoding: response.body.prefix(4096), as: UTF8.self)
        guard let code = text.split(separator: "<Code>").dropFirst().first?.split(separator: "<").first,
            code.utf8.count <= 64, code.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { return nil }
        return String(code)
    }

    /// Removes a file; one that is not there is no error.
    func remove(_ key: String) throws(TableError) {
        _ = try answer(try send(.delete, key), known: [], doing: "when removing it")
    }

    /// Writes a small file unless there is one.
    ///
    /// - Returns: false if there was one; nil if the store does not know conditions.
    func writeIfAbsent(_ bytes: [UInt8], to key: String) throws(TableError) -> Bool? {
        // 409: another one is being written at this moment; it comes to its end.
        for _ in 0..<5 {
            let response = try send(.put, key, headers: [Header("If-None-Match", "*")], body: .bytes(bytes))
            switch try answer(response, known: [409, 412, 501], doing: "when writing it") {
            case 409: continue
            case 412: return false
            case 501: return nil
            default: return true
            }
        }
        return false
    }

    /// Unfinished uploads of keys that begin with `prefix`.
    func unfinishedUploads(prefix: String) throws(TableError) -> [UploadListing.Upload] {
        var found: [UploadListing.Upload] = []
        var next: UploadListing.Upload?
        repeat {
            var query = [(name: "prefix", value: prefix), (name: "uploads", value: "")]
            // Sorted, as the signature needs them.
            if let next {
                query = [("key-marker", next.key), query[0], ("upload-id-marker", next.id), query[1]]
            }
            let response = try send(.get, "", query)
            _ = try answer(response, known: [], doing: "when asking for unfinished uploads")
            let page = UploadListing(XMLText(response.body))
            found += page.uploads
            // A server that never ends, or repeats itself.
            next = page.next == next ? nil : page.next
        } while next != nil && found.count < Self.mostUploads
        return found
    }

    /// The bytes of the parts that an unfinished upload has.
    func bytes(of upload: UploadListing.Upload) throws(TableError) -> Int {
        var bytes = 0
        var marker: String?
        for _ in 0..<Self.mostPartPages {
            // Sorted, as the signature needs them.
            let query = (marker.map { [("part-number-marker", $0)] } ?? []) + [("uploadId", upload.id)]
            let response = try send(.get, upload.key, query.map { (name: $0.0, value: $0.1) })
            // One that came to its end since has none.
            guard try answer(response, known: [404], doing: "when asking for the parts of an upload") != 404 else {
                return 0
            }
            let page = PartListing(XMLText(response.body))
            bytes = bytes.addingReportingOverflow(page.bytes).partialValue
            guard let next = page.next, next != marker else { break }
            marker = next
        }
        return bytes
    }

    func abort(_ upload: UploadListing.Upload) throws(TableError) {
        let response = try send(.delete, upload.key, [(name: "uploadId", value: upload.id)])
        _ = try answer(response, known: [404], doing: "when aborting an unfinished upload")
    }
}
