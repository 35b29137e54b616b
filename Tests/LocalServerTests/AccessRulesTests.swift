import LocalServer
import Testing

@Suite struct AccessRulesTests {
    private func request(
        _ headers: [String: String], method: String = "GET", query: [String: String] = [:]
    ) -> ServerRequest {
        ServerRequest(method: method, path: ["api"], query: query, headers: headers)
    }

    @Test(
        "Names of this machine are answered",
        arguments: ["localhost", "LOCALHOST:1234", "127.0.0.1", "127.0.0.1:80", "127.9.8.7:1", "[::1]", "[::1]:1234"])
    func ownNames(host: String) {
        #expect(AccessRules(token: nil).decision(for: request(["host": host])) == .allowed)
    }

    @Test(
        "Any other Host is refused: a name of the web may point here",
        arguments: [
            "", "evil.example", "evil.example:1234", "127.0.0.1.evil.example", "localhost.evil.example",
            "evil.localhost:x",
            "127.0.0.256", "127.0.0", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1@evil.example", "[::1", "[::2]",
            "[::1]x",
            "0.0.0.0:1234", "192.168.0.1", "localhost:1234,evil.example", "ｌocalhost",
        ])
    func otherNames(host: String) {
        guard case .refused = AccessRules(token: nil).decision(for: request(["host": host])) else {
            Issue.record("answered \(host)")
            return
        }
    }

    @Test("A page of another origin is refused unless it is named") func origins() {
        let rules = AccessRules(token: nil, allowedOrigins: ["http://localhost:8080"])
        let host = "127.0.0.1:1234"
        #expect(rules.decision(for: request(["host": host, "origin": "http://127.0.0.1:1234"])) == .allowed)
        #expect(rules.decision(for: request(["host": host, "origin": "http://localhost:8080"])) == .allowed)
        for origin in ["http://evil.example", "null", "http://127.0.0.1", "http://localhost:8081"] {
            guard case .refused = rules.decision(for: request(["host": host, "origin": origin], method: "POST")) else {
                Issue.record("answered \(origin)")
                continue
            }
        }
    }

    @Test("With a token, who has it may ask under any name, by URL, header or cookie") func token() {
        var rules = AccessRules(token: "0123456789abcdef")
        rules.port = 8080
        let host = ["host": "box.example:8080"]
        func decision(_ more: [String: String], query: [String: String] = [:], method: String = "GET")
            -> AccessRules.Decision
        {
            rules.decision(for: request(host.merging(more) { $1 }, method: method, query: query))
        }
        #expect(decision([:], query: ["token": "0123456789abcdef"]) == .allowedOnce)
        #expect(decision([:], query: ["token": "0123456789abcdef"], method: "POST") == .allowed)
        #expect(decision(["authorization": "Bearer 0123456789abcdef"]) == .allowed)
        #expect(decision(["cookie": "a=b; img2shards-8080=0123456789abcdef"]) == .allowed)
        for more in [
            [:], ["authorization": "Bearer "], ["authorization": "Bearer 0123456789abcdeF"],
            ["cookie": "img2shards-8081=0123456789abcdef"], ["cookie": "img2shards-8080=0123456789abcde"],
        ] {
            guard case .refused(401, _) = decision(more) else {
                Issue.record("answered \(more)")
                continue
            }
        }
    }

    @Test("A browser may ask beforehand without the token, for a page of a named origin") func preflight() {
        let rules = AccessRules(token: "0123456789abcdef", allowedOrigins: ["http://localhost:8080"])
        let host = "box.example:1234"
        func decision(_ origin: String, method: String) -> AccessRules.Decision {
            rules.decision(for: request(["host": host, "origin": origin], method: method))
        }
        #expect(decision("http://localhost:8080", method: "OPTIONS") == .allowed)
        guard case .refused(403, _) = decision("http://evil.example", method: "OPTIONS"),
            case .refused(401, _) = decision("http://localhost:8080", method: "POST")
        else {
            Issue.record("answered")
            return
        }
    }

    @Test("A made token can stand in a URL, and is another one each time") func tokens() {
        let token = ServerToken.make()
        #expect(ServerToken.isFit(token))
        #expect(token.count == 32)
        #expect(token != ServerToken.make())
        #expect(!ServerToken.isFit("short"))
        #expect(!ServerToken.isFit("with a space 0123456789"))
    }
}
