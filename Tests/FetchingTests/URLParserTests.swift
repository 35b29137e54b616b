// URLs as found in lists.

import Testing

@testable import Fetching

@Suite("URL parser")
struct URLParserTests {
    let parser: URLParser

    init() throws { parser = try URLParser() }

    @Test(
        "A URL is repaired only where that is certain",
        arguments: [
            ("http://a.example/x.jpg", "http://a.example/x.jpg"),
            ("  http://a.example/x.jpg\t\n", "http://a.example/x.jpg"),
            ("http://a.example/a b.jpg", "http://a.example/a%20b.jpg"),
            ("http://a.example/é.jpg?ü=ß", "http://a.example/%C3%A9.jpg?%C3%BC=%C3%9F"),
            ("HTTP://a.example/a%20b", "HTTP://a.example/a%20b"),
        ])
    func repairs(_ url: String, _ expected: String) throws {
        #expect(try parser.parse(url).text == expected)
    }

    @Test("The host is what is looked up and connected to")
    func hosts() throws {
        let target = try parser.parse("https://Images.Example.:8443/x")
        #expect(target.host == "images.example")
        #expect(target.port == 8443)
        #expect(target.isSecure)
        #expect(try parser.parse("http://bücher.example/x").host == "xn--bcher-kva.example")
        #expect(try parser.parse("http://a.example/").origin == "a.example:80")
        #expect(try parser.parse("https://a.example/").origin == "a.example:443")
    }

    @Test(
        "An address is seen in every notation",
        arguments: [
            ("http://127.0.0.1/", "127.0.0.1"), ("http://2130706433/", "127.0.0.1"), ("http://0x7f.1/", "127.0.0.1"),
            ("http://0177.0.0.1/", "127.0.0.1"), ("http://127.1:80/", "127.0.0.1"), ("http://127.0.0.1./", "127.0.0.1"),
            ("http://[::1]/", "::1"), ("http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1"),
            ("http://１２７.0.0.1/", "127.0.0.1"), ("http://%31%32%37.0.0.1/", "127.0.0.1"),
        ])
    func addresses(_ url: String, _ address: String) throws {
        #expect(try parser.parse(url).address?.text == address)
    }

    @Test(
        "What is no http or https URL is refused in words",
        arguments: [
            ("", "unknown url type: ''"), ("  ", "unknown url type: ''"), ("x.jpg", "unknown url type: 'x.jpg'"),
            ("s3://bucket/x", "<urlopen error unknown url type: s3>"),
            ("file:///etc/passwd", "<urlopen error unknown url type: file>"),
            ("ftp://a.example/x", "<urlopen error unknown url type: ftp>"),
            ("data:image/png;base64,AAAA", "<urlopen error unknown url type: data>"),
            ("http://", "<urlopen error no host given>"), ("http://[::1/x", "Invalid IPv6 URL"),
            ("http://a.example/x\ny", "URL can't contain control characters"),
            ("http://a.example:99999/", "The port of the URL is not valid"),
            ("http://a b.example/", "The host of the URL is not valid"),
            ("http://-a.example/", "The host of the URL is not valid"),
            ("http://+a.example/", "The host of the URL is not valid"),
        ])
    func refuses(_ url: String, _ message: String) {
        #expect {
            try parser.parse(url)
        } throws: { error in
            (error as? FetchError)?.message == message && (error as? FetchError)?.category == .invalidURL
        }
    }

    @Test("A URL beyond 16 KiB is refused")
    func length() {
        let path = String(repeating: "a", count: URLRepair.maximumBytes)
        #expect(throws: FetchError.self) { try parser.parse("http://a.example/" + path) }
    }

    @Test("User, password and fragment are not shown")
    func credentials() throws {
        let target = try parser.parse("http://user:secret@a.example/x?y#z")
        #expect(target.hasCredentials)
        #expect(parser.shown(target) == "http://a.example/x?y")
        #expect(parser.shown(try parser.parse("http://a.example/x#z@")) == "http://a.example/x")
    }

    @Test(
        "A location is taken from where it was sent",
        arguments: [
            ("/y", "http://a.example/y"), ("y z", "http://a.example/d/y%20z"), ("//b.example/y", "http://b.example/y"),
            ("https://b.example/é", "https://b.example/%C3%A9"), ("?q", "http://a.example/d/x?q"),
        ])
    func locations(_ location: String, _ expected: String) throws {
        let base = try parser.parse("http://a.example/d/x")
        #expect(try parser.parse(location: location, from: base).text == expected)
    }

    @Test("A location with another scheme is refused")
    func foreignLocation() throws {
        let base = try parser.parse("http://a.example/d/x")
        for location in ["file:///etc/passwd", "gopher://127.0.0.1/", "javascript:0"] {
            #expect(throws: FetchError.self) { try parser.parse(location: location, from: base) }
        }
    }
}
