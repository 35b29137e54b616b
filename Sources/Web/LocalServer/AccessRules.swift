// Who may ask: decided from a request's headers alone.

/// Refuses requests of other people and of other web pages.
///
/// Without a token only names of this machine are answered: a page of the web whose name was made to point here (DNS
/// rebinding) sends its own name as Host. With one, whoever has it is.
package struct AccessRules: Sendable {
    package enum Decision: Hashable, Sendable {
        case allowed
        /// The URL has the token: the answer keeps it as a cookie, and leads to the URL without it.
        case allowedOnce
        case refused(status: Int, reason: String)
    }

    /// What a client must know; nil where everybody on this machine may ask.
    package let token: String?
    /// Other origins whose pages may read answers: `http://localhost:8080`.
    package let allowedOrigins: Set<String>
    /// The port makes the cookie's name, so that two servers of one machine do not share it.
    package var port: UInt16 = 0

    static let tokenName = "token"
    var cookieName: String { "img2shards-\(port)" }

    package init(token: String?, allowedOrigins: Set<String> = []) {
        self.token = token
        self.allowedOrigins = allowedOrigins
    }

    package func decision(for request: ServerRequest) -> Decision {
        guard let host = request.headers["host"], !host.isEmpty else {
            return .refused(status: 400, reason: "no Host")
        }
        if token == nil, !Self.isThisMachine(host) {
            return .refused(
                status: 403, reason: "this server is reached as localhost or 127.0.0.1, not under another name")
        }
        if let origin = request.headers["origin"], origin != "http://" + host, origin != "https://" + host,
            !allowedOrigins.contains(origin)
        {
            return .refused(status: 403, reason: "pages of other sites may not ask (--allow-origin)")
        }
        // Before a request with a header of its own a browser asks whether it may, without the token (CORS). The answer says
        // nothing but that.
        guard let token, request.method != "OPTIONS" else { return .allowed }
        if let value = request.query[Self.tokenName], Self.isSame(value, token) {
            return request.method == "GET" ? .allowedOnce : .allowed
        }
        if let value = request.headers["authorization"], value.hasPrefix("Bearer "),
            Self.isSame(String(value.dropFirst(7)), token)
        {
            return .allowed
        }
        for cookie in (request.headers["cookie"] ?? "").split(separator: ";") {
            let parts = cookie.split(separator: "=", maxSplits: 1).map { String($0.drop { $0 == " " }) }
            if parts.count == 2, parts[0] == cookieName, Self.isSame(parts[1], token) { return .allowed }
        }
        return .refused(status: 401, reason: "open the whole URL that img2shards printed: it has the token")
    }

    /// Whether a Host, with or without a port, is a name that only this machine has.
    static func isThisMachine(_ host: String) -> Bool {
        var name = host.lowercased()
        if name.hasPrefix("[") {
            guard let end = name.firstIndex(of: "]") else { return false }
            let rest = name[name.index(after: end)...]
            return name[...end] == "[::1]" && (rest.isEmpty || isPort(rest))
        }
        if let colon = name.firstIndex(of: ":") {
            guard isPort(name[colon...]) else { return false }
            name = String(name[..<colon])
        }
        if name == "localhost" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && text.count > 1 && UInt16(text.dropFirst()) != nil
    }

    /// Takes the same time wherever they differ.
    private static func isSame(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
