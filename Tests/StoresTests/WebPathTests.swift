// URLs of lists.

import Testing

@testable import Requests
@testable import Stores

@Suite("URLs of lists")
struct WebPathTests {
    @Test("What is sent is encoded and has all, what is shown has neither user nor password, query nor fragment")
    func parts() throws {
        let path = try #require(WebPath("HTTPS://me:word@Host:8443/a b/ä.csv?sig=x&y=%20#part"))
        #expect(path.url == "HTTPS://me:word@Host:8443/a%20b/%C3%A4.csv?sig=x&y=%20")
        #expect(path.text == "https://host:8443/a%20b/%C3%A4.csv")
        #expect(path.name == "%C3%A4.csv")
        for (word, name) in [("http://h", ""), ("http://h/", ""), ("http://h/a/", ""), ("http://h/a", "a")] {
            #expect(WebPath(word)?.name == name, "\(word)")
        }
    }

    @Test(
        "Other words are no URLs of lists",
        arguments: ["s3://b/c", "list.csv", "http:/a", "https://", "http://h:x/", ""])
    func others(word: String) { #expect(WebPath(word) == nil) }

    @Test("Content-Range, whatever a server writes there")
    func contentRange() {
        #expect(ContentRange("bytes 0-99/1000")?.byteCount == 1000)
        #expect(ContentRange("Bytes 5-9/*")?.first == 5)
        #expect(ContentRange("bytes */0")?.byteCount == 0)
        for text in ["", "bytes", "bytes 1/2", "bytes 9-5/10", "bytes -1-5/10", "items 0-1/2", "bytes 0-1"] {
            #expect(ContentRange(text) == nil, "\(text)")
        }
        #expect(ContentRange("bytes 0-1/-7")?.byteCount == nil)
    }

    @Test("A version fits unless a mark differs; dates count only where there is no tag")
    func versions() {
        func version(_ tag: String?, _ date: String?, _ bytes: Int?) -> FileVersion {
            FileVersion(tag: tag, date: date, byteCount: bytes)
        }
        let opened = version("\"1\"", "Mon", 10)
        #expect(version("\"1\"", "Tue", 10).mayBe(opened))
        #expect(version(nil, "Mon", nil).mayBe(opened))
        #expect(!version(nil, "Tue", 10).mayBe(opened))
        #expect(!version("\"2\"", "Mon", 10).mayBe(opened))
        #expect(!version("\"1\"", "Mon", 11).mayBe(opened))
        #expect(version(nil, nil, nil).mayBe(opened))
    }
}
