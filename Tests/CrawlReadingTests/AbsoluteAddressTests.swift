// Addresses of images made absolute, beside Python's urljoin.

import CrawlReading
import Foundation
import TestSupport
import Testing

@Suite("Absolute addresses")
struct AbsoluteAddressTests {
    private func absolute(_ reference: String, page: String, base: String = "") -> String? {
        var addresses = AbsoluteAddress()
        return Array(page.utf8).withUnsafeBytes { page in
            Array(base.utf8).withUnsafeBytes { base in
                addresses.begin(page: page, base: base)
                return Array(reference.utf8).withUnsafeBytes { reference in
                    addresses.with(reference) { String(decoding: $0, as: UTF8.self) }
                }
            }
        }
    }

    @Test(
        "References are resolved as RFC 3986 says",
        arguments: [
            ("b.jpg", "https://h.test/a/b.jpg"), ("../b.jpg", "https://h.test/b.jpg"),
            ("../../b.jpg", "https://h.test/b.jpg"), ("/b.jpg?x=1#y", "https://h.test/b.jpg?x=1#y"),
            ("//c.test/d.jpg", "https://c.test/d.jpg"), ("?x=1", "https://h.test/a/page.html?x=1"),
            ("./b/./c.jpg", "https://h.test/a/b/c.jpg"), ("HTTPS://C.test/x", "https://C.test/x"),
        ])
    func references(reference: String, expected: String) {
        #expect(absolute(reference, page: "https://h.test/a/page.html") == expected)
    }

    @Test(
        "What does not lead to http or https is no address",
        arguments: ["data:image/png;base64,AAAA", "javascript:void(0)", "ftp://h.test/a", "http://[::1/a.jpg:x"])
    func others(reference: String) {
        let found = absolute(reference, page: "https://h.test/a/page.html")
        // Taken as it is where it begins with http://, as cc2dataset does.
        #expect(found == (reference.hasPrefix("http://") ? reference : nil))
    }

    @Test("A page's base counts, itself resolved against the page")
    func base() {
        #expect(absolute("b.jpg", page: "https://h.test/a/p.html", base: "/c/") == "https://h.test/c/b.jpg")
        #expect(
            absolute("b.jpg", page: "https://h.test/a/p.html", base: "https://cdn.test/") == "https://cdn.test/b.jpg")
        #expect(absolute("b.jpg", page: "https://h.test/a/p.html", base: "http://[bad/") == "https://h.test/a/b.jpg")
    }

    /// cc2dataset's rule, over addresses made of what addresses are made of.
    private static let program = """
        import json, random, sys
        from urllib.parse import urljoin
        chance = random.Random(7)
        parts = ["http:", "https:", "HTTP:", "ftp:", "data:", "mailto:", "x-y:", "//", "/", "///", "..", ".", "../", "./", "a", "b.jpg",
            "c d", ";p", "?q=1", "?", "#f", "#", ":", "@", "u:p@", "h.test", "[::1]", "[::1", "[v1.a]", ":80", "%2e", "é", "\\t", " ",
            "\\n", "\\\\", "%", "&", "=", "日本"]
        pages = ["https://h.test/a/b/page.html", "http://h.test", "https://h.test/?q=1", "https://h.test/a;p?x#y",
            "https://u@h.test:8080/a//b/", "http://[::1]/x/y", "ftp://h.test/a/b"]
        rows = []
        for _ in range(6000):
            page = chance.choice(pages)
            base = "".join(chance.choice(parts) for _ in range(chance.randrange(1, 5))) if chance.random() < 0.3 else ""
            url = "".join(chance.choice(parts) for _ in range(chance.randrange(1, 7)))
            against = page
            if base:
                try: against = urljoin(page, base)
                except ValueError: pass
            if url.startswith(("http://", "https://")): found = url
            else:
                try: found = urljoin(against, url)
                except ValueError: found = url
            if not found.startswith(("http://", "https://")): found = None
            rows.append([page, base, url, found])
        print(json.dumps(rows))
        """

    @Test("6,000 odd references are resolved to the byte as by Python's urljoin")
    func againstPython() throws {
        guard let output = try python(Self.program) else { return }
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[Any]])
        #expect(rows.count == 6000)
        for row in rows {
            let (page, base, reference) = (row[0] as? String ?? "", row[1] as? String ?? "", row[2] as? String ?? "")
            let found = absolute(reference, page: page, base: base)
            #expect(found == row[3] as? String, "\(row)")
        }
    }
}
