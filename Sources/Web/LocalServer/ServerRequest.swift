// What a browser or a client asks for.

/// A request whose right to be answered was checked, with its whole body.
package struct ServerRequest: Sendable {
    package let method: String
    /// Percent-decoded parts of the path between slashes: `/images/3/17` is `["images", "3", "17"]`.
    package let path: [String]
    /// The first value of each name.
    package let query: [String: String]
    /// By names in lower case.
    package let headers: [String: String]
    package let body: [UInt8]

    package init(
        method: String, path: [String], query: [String: String] = [:], headers: [String: String] = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    func with(body: [UInt8]) -> ServerRequest {
        ServerRequest(method: method, path: path, query: query, headers: headers, body: body)
    }
}
