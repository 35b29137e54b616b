// The library's request to ours.

internal import FlyingFox
internal import Foundation

extension ServerRequest {
    /// Everything but the body.
    init(_ request: HTTPRequest) {
        let parts = request.target.path(percentEncoded: true)
            .split(separator: "/", omittingEmptySubsequences: true)
            .map { $0.removingPercentEncoding ?? String($0) }
        var headers: [String: String] = [:]
        for (name, value) in request.headers { headers[name.rawValue.lowercased()] = value }
        var query: [String: String] = [:]
        for pair in request.target.query().split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.replacing("+", with: " ").removingPercentEncoding ?? String($0) }
            if let name = sides.first, query[name] == nil { query[name] = sides.count > 1 ? sides[1] : "" }
        }
        self.init(method: request.method.rawValue, path: parts, query: query, headers: headers)
    }

    func with(body: [UInt8]) -> ServerRequest {
        ServerRequest(method: method, path: path, query: query, headers: headers, body: body)
    }
}

extension HTTPRequest {
    /// The body; nil when it is longer than allowed. All of it is read anyway, because the next request follows it.
    func body(atMost limit: Int) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var isTooLong = false
        for try await chunk in bodySequence {
            isTooLong = isTooLong || bytes.count + chunk.count > limit
            if isTooLong { bytes = [] } else { bytes += chunk }
        }
        return isTooLong ? nil : bytes
    }
}
