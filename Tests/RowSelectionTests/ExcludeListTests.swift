// Exclude lists: what a line means, and which rows it takes out.

import Foundation
import Hashing
import TestSupport
import Testing

@testable import RowSelection

@Suite struct ExcludeListTests {
    private func test(_ lines: String) throws -> ExclusionTest {
        let folder = try TemporaryFolder()
        return ExclusionTest(try ExcludeList(paths: [folder.write("list.txt", lines)]))
    }

    private func excludes(_ test: ExclusionTest, _ url: String) -> Bool {
        test.excludes(url)
    }

    private func digest(_ text: String, _ algorithm: HashAlgorithm) -> String {
        let hasher = ContentHasher(algorithm)
        return Array(text.utf8).withUnsafeBytes { hasher.hexDigest(of: $0) }
    }

    @Test("A domain takes out its own rows and those of all domains below it, and no others")
    func domains() throws {
        let test = try test("example.org\n")
        for url in [
            "http://example.org/a.jpg", "https://EXAMPLE.org:8080/a.jpg", "https://a.b.example.org./x",
            "//cdn.example.org/x", "http://user:pass@example.org/x", "example.org/x.jpg", "http://example.org?x",
        ] {
            #expect(excludes(test, url), "\(url)")
        }
        for url in [
            "http://notexample.org/a.jpg", "http://example.org.evil.test/a.jpg", "http://org/a.jpg",
            "http://a.test/example.org", "http://example.org@a.test/x", "", "http://", "x", "ftp://example.org/x",
        ] {
            #expect(!excludes(test, url), "\(url)")
        }
    }

    @Test(
        "A domain may be written with a star, a dot, a scheme or a slash",
        arguments: ["*.example.org", ".example.org", "Example.ORG.", "https://example.org/", "http://example.org"])
    func domainForms(line: String) throws {
        let test = try test(line)
        #expect(excludes(test, "http://example.org/a.jpg"))
        #expect(excludes(test, "http://img.example.org/a.jpg"))
    }

    @Test("A site with a port takes out what that server has, and nothing of its host's other ports")
    func sites() throws {
        let test = try test("http://example.org:8080/\n")
        #expect(excludes(test, "http://example.org:8080/a.jpg") && excludes(test, "http://Example.org:8080/b/c?d"))
        #expect(!excludes(test, "http://example.org/a.jpg") && !excludes(test, "http://example.org:8081/a.jpg"))
        #expect(!excludes(test, "http://img.example.org:8080/a.jpg"))
    }

    @Test("A URL takes out its rows, whatever its scheme, user, default port, fragment and the case of its host")
    func urls() throws {
        let test = try test("https://Img.example.org/A/b.jpg?w=1#top\nimg.test:8080/x.png\n")
        for url in [
            "http://img.example.org/A/b.jpg?w=1", "https://img.example.org:443/A/b.jpg?w=1#other",
            " http://me@IMG.EXAMPLE.ORG/A/b.jpg?w=1\n", "http://img.test:8080/x.png",
        ] {
            #expect(excludes(test, url), "\(url)")
        }
        for url in [
            "http://img.example.org/a/b.jpg?w=1", "http://img.example.org/A/b.jpg", "http://example.org/A/b.jpg?w=1",
            "http://img.test/x.png", "http://img.example.org:8443/A/b.jpg?w=1",
        ] {
            #expect(!excludes(test, url), "\(url)")
        }
    }

    @Test("A hash takes out the URL it is of, and the image it is of", arguments: HashAlgorithm.allCases)
    func hashes(algorithm: HashAlgorithm) throws {
        let url = "http://example.org/a.jpg"
        let test = try test(
            "\(digest(url, algorithm).uppercased())\n\(digest("the bytes of an image", algorithm))\n")
        #expect(excludes(test, " \(url) "))
        #expect(!excludes(test, "http://example.org/b.jpg"))
        #expect(Array("the bytes of an image".utf8).withUnsafeBytes { test.excludes(bytes: $0) })
        #expect(!Array("other bytes".utf8).withUnsafeBytes { test.excludes(bytes: $0) })
    }

    @Test("Comments and empty lines mean nothing, and lines may end as on Windows")
    func comments() throws {
        let folder = try TemporaryFolder()
        let list = try ExcludeList(
            paths: [folder.write("a.txt", "\u{FEFF}# opt-outs\r\n\r\n  example.org  \r\n#b.test\n\n")])
        #expect((list.domainCount, list.urlCount, list.hashCount) == (1, 0, 0))
        let test = ExclusionTest(list)
        #expect(excludes(test, "http://example.org/x"))
        #expect(!excludes(test, "http://b.test/x"))
    }

    @Test("Several lists, compressed ones too, are one")
    func severalLists() throws {
        let folder = try TemporaryFolder()
        let list = try ExcludeList(
            paths: [
                folder.write("a.txt", "a.test\n"),
                folder.writeCompressed("b.txt", "b.test\nhttp://c.test/x.jpg\n" + String(repeating: "0", count: 64)),
            ])
        #expect((list.domainCount, list.urlCount, list.hashCount) == (2, 1, 1))
        #expect(list.hashKinds == [.sha256])
        #expect(excludes(ExclusionTest(list), "https://c.test/x.jpg"))
    }

    @Test(
        "A line that nobody understands is reported, not passed over",
        arguments: [
            "url", "example", "a.test,b.test", "http://", "a b.test", "deadbeef", "a..test", "ftp://a.test/x y",
        ])
    func unknownLines(line: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("list.txt", "ok.test\n\(line)\n")
        let error = #expect(throws: ExcludeListError.self) { try ExcludeList(paths: [path]) }
        #expect(error?.category == .unknownLine)
        #expect(error?.detail == "\(path) has a line that is no URL, domain or hash: \"\(line)\"")
    }

    @Test("A list that is not there, or not what its name says, is reported")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        for path in ["/nowhere/list.txt", try folder.write("list.gz", "not gzip")] {
            let error = #expect(throws: ExcludeListError.self) { try ExcludeList(paths: [path]) }
            #expect(error?.category == .unreadable)
            #expect(error?.detail.contains(path) == true)
        }
    }

    @Test("An address is a host of its own: the end of it is no domain above it")
    func addresses() throws {
        let test = try test("203.0.113.7\n[2001:db8::1]\n113.9\n")
        #expect(excludes(test, "http://203.0.113.7/a.jpg"))
        #expect(excludes(test, "http://[2001:DB8::1]:8080/a.jpg"))
        #expect(!excludes(test, "http://203.0.113.9/a.jpg"))
    }

    @Test("A hundred thousand lines are all kept apart")
    func manyLines() throws {
        let text = (0..<100_000).map { $0 % 2 == 0 ? "h\($0).test\n" : "http://img.test/\($0).jpg\n" }.joined()
        let folder = try TemporaryFolder()
        let list = try ExcludeList(paths: [folder.write("list.txt", text)])
        #expect((list.domainCount, list.urlCount) == (50_000, 50_000))
        let test = ExclusionTest(list)
        for number in stride(from: 0, to: 100_000, by: 997) {
            #expect(excludes(test, "http://h\(number).test/x") == (number % 2 == 0))
            #expect(excludes(test, "http://img.test/\(number).jpg") == (number % 2 == 1))
        }
    }
}
