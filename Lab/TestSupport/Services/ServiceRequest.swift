// A request as a scripted service gets it.

/// A whole request.
package struct ServiceRequest: Sendable {
    package let method: String
    /// Path and query, as they came.
    package let target: String
    /// By their names in lower case.
    package let headers: [String: String]
    package let body: [UInt8]

    /// Without the query.
    package var path: String { String(target.prefix { $0 != "?" }) }

    /// The values of the query, as they came.
    package var query: [String: String] {
        var found: [String: String] = [:]
        for part in target.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
            let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            found[words[0]] = words.count > 1 ? words[1] : ""
        }
        return found
    }

    package var text: String { String(decoding: body, as: UTF8.self) }
}
