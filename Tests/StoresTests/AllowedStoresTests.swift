// Which places in stores a row may name: no spelling leads to one that was not named.

import Testing

@testable import Stores

@Suite("Places in stores that rows may name")
struct AllowedStoresTests {
    private static let allowed = [
        "s3://photos", "gs://data/images/", "az://pictures", "abfss://own@account.dfs.core.windows.net/a b",
        "hf://datasets/owner/name", "hdfs://node:8020/images",
    ]

    @Test(
        "A place in a named bucket or folder is read, as it is written",
        arguments: [
            "s3://photos/a.jpg", "S3://photos/a/b%20c+d?e.jpg", " s3://photos/a.jpg\n", "gs://data/images/a.jpg",
            "az://pictures/a.jpg", "abfs://pictures/a/b.jpg",
            "abfs://own@account.dfs.core.windows.net/a b/c.jpg", "hf://datasets/owner/name/a/b.jpg",
            "hdfs://node:8020/images/a.jpg", "s3://photos/.hidden/a..b/...",
        ])
    func allowed(url: String) throws {
        let stores = try AllowedStores(Self.allowed)
        guard case .allowed(let path) = stores.verdict(on: url) else {
            Issue.record("\(url): \(stores.verdict(on: url))")
            return
        }
        let trimmed = url.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(path.text.dropFirst(path.scheme.rawValue.count) == trimmed.drop { $0 != ":" })
    }

    @Test(
        "Other buckets, folders, stores, accounts and spellings are not read",
        arguments: [
            "s3://photos2/a.jpg", "s3://photo/a.jpg", "s3://Photos/a.jpg", "s3://photos.evil.example/a.jpg",
            "s3://photos@evil.example/a.jpg", "s3://photos:80/a.jpg", "s3://photos%2F/a.jpg", "gs://photos/a.jpg",
            "gs://data/images2/a.jpg", "gs://data/Images/a.jpg", "gs://data/other/a.jpg", "gs://data/image",
            "gs://data",
            "gs://data/images", "gs://data/%69mages/a.jpg", "gs://data/images%2Fa.jpg",
            "az://pictures@evil.dfs.core.windows.net/a.jpg", "az://pictures@evil.example/a.jpg",
            "abfss://own@account.blob.core.windows.net/a b/c.jpg", "abfss://own/a b/c.jpg",
            "hf://datasets/owner/name@main/a.jpg", "hf://datasets/owner/other/a.jpg", "hdfs://node/images/a.jpg",
            "hdfs:///images/a.jpg", "hdfs://user@node:8020/images/a.jpg", "viewfs://node:8020/images/a.jpg",
            // The letter ñ as one character and as two: the same to a reader, other bytes to a store.
            "s3://photos\u{0303}/a.jpg",
        ])
    func others(url: String) throws {
        let verdict = try AllowedStores(Self.allowed).verdict(on: url)
        #expect(verdict == .notAllowed || verdict == .malformed, "\(verdict)")
    }

    @Test(
        "A place that servers or clients may read in another way is none",
        arguments: [
            "s3://photos/../other/a.jpg", "s3://photos/a/../../other/a.jpg", "gs://data/images/../secret.jpg",
            "gs://data/images/./a.jpg", "s3://photos/..", "s3://photos//a.jpg", "s3://photos/a//b.jpg", "s3://photos/",
            "s3://photos", "s3:///photos/a.jpg", "s3://", "s3:photos/a.jpg", "s3://photos/a\u{0}.jpg",
            "s3://photos/a\r\nHost: evil.example", "s3://photos/a\tb.jpg",
            "s3://photos/" + String(repeating: "a", count: 5000),
            "hf://datasets/owner", "hf://buckets/owner/name/a.jpg", "hf://datasets/owner/name/../other/a.jpg",
        ])
    func malformed(url: String) throws {
        #expect(try AllowedStores(Self.allowed).verdict(on: url) == .malformed)
    }

    @Test(
        "Everything else is for the client of the web",
        arguments: [
            "http://photos/a.jpg", "https://s3.amazonaws.com/photos/a.jpg", "a.jpg", "", "ss3://photos/a.jpg", "://a",
            "file:///etc/passwd", "s3a://photos/a.jpg", "s", "\u{FEFF}s3://photos/a.jpg",
        ])
    func elsewhere(url: String) throws {
        #expect(try AllowedStores(Self.allowed).verdict(on: url) == .elsewhere)
    }

    @Test("Without the option every place is refused")
    func none() {
        #expect(AllowedStores().verdict(on: "s3://photos/a.jpg") == .notAllowed)
    }

    @Test("What has one letter in two forms of Unicode is compared by its bytes")
    func forms() throws {
        let composed = try AllowedStores(["gs://data/ñ"])
        #expect(composed.verdict(on: "gs://data/n\u{0303}/a.jpg") == .notAllowed)
        #expect(composed.verdict(on: "gs://data/\u{F1}/a.jpg") != .notAllowed)
    }

    @Test(
        "What is no bucket is refused, with what to write",
        arguments: [
            ("photos", "no place in a store"), ("https://photos.example/", "no place in a store"),
            ("s3://", "s3://BUCKET/NAME"), ("s3://photos/*.jpg", "patterns"), ("s3://*", "patterns"),
            ("s3://photos/a/../b", ".."), ("s3://photos//b", "empty name"), ("hf://datasets/owner", "hf://datasets/"),
        ])
    func mistakes(word: String, words: String) {
        #expect {
            try AllowedStores([word])
        } throws: { error in
            (error as? AllowedStores.Failure)?.message.contains(words) == true
        }
    }
}
