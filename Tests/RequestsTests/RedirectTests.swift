// Where redirects lead.

import Testing

@testable import Requests

@Suite("Redirects")
struct RedirectTests {
    private static let headers = [
        Header("Authorization", "Bearer s"), Header("Range", "bytes=0-1"), Header("X-Own", "1"),
    ]

    private func next(_ url: String, to target: String?, method: Request.Method = .get, status: Int = 302) -> Request? {
        let request = Request(method, url, headers: Self.headers)
        guard case .follow(let next) = Redirect.step(after: request, status: status, target: target, followed: 0) else {
            return nil
        }
        return next
    }

    @Test("The same server gets all headers, another host, port or scheme those without a secret")
    func headers() {
        #expect(next("https://h/a", to: "https://H:443/b?c")?.headers == Self.headers)
        for other in ["https://g/a", "https://h:444/a", "https://h.evil/a"] {
            #expect(next("https://h/a", to: other)?.headers.map(\.name) == ["Range"], "\(other)")
        }
        #expect(next("http://h/a", to: "https://h/a")?.headers.map(\.name) == ["Range"])
    }

    @Test("Not followed: https to http, other schemes, too many, another method, a signed request to another host")
    func refusals() {
        #expect(next("https://h/a", to: "http://h/a") == nil)
        for target in ["ftp://h/a", "file:///etc/passwd", "", "https://h/a b", nil] {
            #expect(next("https://h/a", to: target) == nil, "\(target ?? "nil")")
        }
        #expect(next("http://h/a", to: "http://h/b", method: .post) == nil)
        #expect(next("http://h/a", to: "http://h/b", method: .put, status: 307)?.method == .put)
        var signed = Request(.get, "https://h/a")
        signed.signature = AWSSignature(region: "r", key: "k", secret: "s")
        if case .follow = Redirect.step(after: signed, status: 307, target: "https://g/a", followed: 0) {
            Issue.record("a signature left its host")
        }
        if case .refuse(let error) = Redirect.step(
            after: Request(.get, "https://h/a"), status: 302, target: "https://h/b", followed: 5)
        {
            #expect(error.category == .redirects)
        } else {
            Issue.record("followed without an end")
        }
    }

    @Test("What people see of a URL has no user, password, query or fragment")
    func shown() {
        let origin = Origin(of: "https://user:pass@Host:8443/a/b.csv?X-Amz-Signature=secret#f")
        #expect(origin?.shownURL == "https://host:8443/a/b.csv")
        #expect(Origin(of: "http://h")?.shownURL == "http://h/")
        for text in ["h/a", "ftp://h/a", "http://", "http://h/\na", "http://[::1/a"] {
            #expect(Origin(of: text) == nil, "\(text)")
        }
    }
}
