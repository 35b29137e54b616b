// URLs as found in lists.

import Testing

@testable import URLs

@Suite("URL parser")
struct URLParserTests {
    let parser: URLParser

    init() throws { parser = try URLParser() }

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
            ("http://a.example:99999/", "The port of the URL is not valid"),
            ("http://a b.example/", "The host of the URL is not valid"),
            ("http://+a.example/", "The host of the URL is not valid"),
            ("http://a..example/", "The host of the URL is not valid"),
            ("http://1.2.3.256/", "The host of the URL is not valid"),
            ("http://1.2.3.4.5/", "The host of the URL is not valid"),
            ("http://0x100000000/", "The host of the URL is not valid"),
            ("http://a.0x7f/", "The host of the URL is not valid"),
            ("http://a.example:0/", "The port of the URL is not valid"),
            ("http://a.example:80x/", "The port of the URL is not valid"),
            ("http://a.example:80:80/", "The port of the URL is not valid"),
            ("http://user:secret@/x", "<urlopen error no host given>"),
            ("http:", "<urlopen error no host given>"), ("https:///", "<urlopen error no host given>"),
            ("user/secret@a.example", "unknown url type: '…@a.example'"),
            ("http://a\u{0}.example/", "The host of the URL is not valid"),
            ("http://a.example%00.b/", "The host of the URL is not valid"),
            ("http://a%2Fb.example/", "The host of the URL is not valid"),
            ("http://a%zz.example/", "The host of the URL is not valid"),
            ("images/x.jpg", "unknown url type: 'images/x.jpg'"),
            ("/images/x.jpg", "unknown url type: '/images/x.jpg'"),
            ("photo.jpg/large", "unknown url type: 'photo.jpg/large'"),
            ("a.example", "unknown url type: 'a.example'"), ("NaN", "unknown url type: 'NaN'"),
            ("\"\"", "unknown url type: ''"),
        ])
    func refuses(_ url: String, _ message: String) {
        #expect {
            try parser.parse(url)
        } throws: { error in
            (error as? URLError)?.message == message && (error as? URLError)?.kind == .invalid
        }
    }

    @Test("A URL beyond 16 KiB is refused")
    func length() {
        let path = String(repeating: "a", count: URLRepair.maximumBytes)
        #expect(throws: URLError.self) { try parser.parse("http://a.example/" + path) }
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
            ("", "http://a.example/d/x"), ("#f", "http://a.example/d/x"), ("../../y", "http://a.example/y"),
            ("\\y", "http://a.example/y"), ("HTTP://B.example", "http://b.example/"), ("./", "http://a.example/d/"),
            (" /y\t#f", "http://a.example/y"), ("/y?a&amp;b", "http://a.example/y?a&amp;b"),
        ])
    func locations(_ location: String, _ expected: String) throws {
        let base = try parser.parse("http://a.example/d/x")
        #expect(try parser.parse(location: Array(location.utf8), from: base).text == expected)
    }

    @Test(
        "The bytes of a location are kept, whatever letters they stand for",
        arguments: [
            ("/caf\u{E9}.jpg", "http://a.example/caf%E9.jpg"), ("/\u{C4}\u{E3}.jpg", "http://a.example/%C4%E3.jpg"),
            ("http://a.example/\u{FC}/\u{FF}", "http://a.example/%FC/%FF"),
            ("/x\u{1}\u{1B}[31m", "http://a.example/x%01%1B[31m"),
            ("ht\ttp://b.ex\tample/go\tod", "http://b.example/good"), ("\u{1} /y \u{0}", "http://a.example/y"),
        ])
    func locationBytes(_ latin: String, _ expected: String) throws {
        let base = try parser.parse("http://a.example/d/x")
        let bytes = latin.unicodeScalars.map { UInt8($0.value) }
        #expect(try parser.parse(location: bytes, from: base).text == expected)
    }

    @Test(
        "A location with a scheme and less than two slashes stays on a server of that scheme",
        arguments: [
            ("http:/y", "http://a.example/y"), ("http:y", "http://a.example/d/y"),
            ("HTTP:?q", "http://a.example/d/x?q"),
            ("http:", "http://a.example/d/x"), ("http:\\\\b.example\\y", "http://b.example/y"),
            ("https:/b.example/y", "https://b.example/y"), ("http:///b.example/y", "http://b.example/y"),
        ])
    func schemeAlone(_ location: String, _ expected: String) throws {
        let base = try parser.parse("http://a.example/d/x")
        #expect(try parser.parse(location: Array(location.utf8), from: base).text == expected)
    }

    @Test("User and password go with a redirect on the same server, and never to another")
    func redirectedCredentials() throws {
        let base = try parser.parse("http://user:secret@a.example/d/x")
        for location in ["/y", "y", "http://a.example/y", "//a.example:80/y"] {
            #expect(try parser.parse(location: Array(location.utf8), from: base).hasCredentials, "\(location)")
        }
        for location in ["http://b.example/y", "//b.example/y", "https://a.example/y", "http://a.example:81/y"] {
            #expect(try !parser.parse(location: Array(location.utf8), from: base).hasCredentials, "\(location)")
        }
    }

    @Test("A location with another scheme is refused")
    func foreignLocation() throws {
        let base = try parser.parse("http://a.example/d/x")
        for location in ["file:///etc/passwd", "gopher://127.0.0.1/", "javascript:0"] {
            #expect(throws: URLError.self) { try parser.parse(location: Array(location.utf8), from: base) }
        }
    }
}
