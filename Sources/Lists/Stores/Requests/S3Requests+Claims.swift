// Conditional writes, and objects with the times of their store.

internal import Fetching
internal import Requests
internal import Tables

extension S3Requests {
    /// No claim is longer.
    private static let mostClaimBytes = 4096

    /// - Parameter version: nil if no object must be there.
    func write(
        _ bytes: [UInt8], to key: String, ifVersion version: String?
    ) throws(TableError) -> Stores.ConditionalWrite {
        let condition = version.map { Header("If-Match", $0) } ?? Header("If-None-Match", "*")
        // 409: another one is being written at this moment; it comes to its end.
        for _ in 0..<5 {
            let response = try send(.put, key, headers: [condition], body: .bytes(bytes))
            switch try answer(response, known: [404, 409, 412, 501], doing: "when writing it") {
            case 409: continue
            case 404, 412: return .refused
            case 501: return .unknown
            default: return .written(version: response.header("ETag") ?? "", answered: Self.time(response, "Date"))
            }
        }
        return .refused
    }

    func claimedObject(_ key: String) throws(TableError) -> Stores.ClaimedObject? {
        // Whatever else lies there may be large.
        var response = try send(.get, key, headers: [Header("Range", "bytes=0-\(Self.mostClaimBytes - 1)")])
        // An empty object has no range.
        if response.status == 416 { response = try send(.get, key) }
        guard try answer(response, known: [404], doing: "when reading it") != 404 else { return nil }
        return Stores.ClaimedObject(
            bytes: response.body, version: response.header("ETag") ?? "",
            modified: Self.time(response, "Last-Modified"), answered: Self.time(response, "Date"))
    }

    /// A time in a header. Without one it counts as now: a lease holds longer then, never shorter.
    private static func time(_ response: Response, _ name: String) -> Double {
        let seconds = response.header(name).flatMap { RetryAfter.epochSeconds($0) } ?? RetryAfter.wallClock()
        return Double(seconds)
    }
}
