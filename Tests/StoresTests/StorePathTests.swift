// Places in stores, as people type them.

import Testing

@testable import Stores

@Suite("A place in a store")
struct StorePathTests {
    @Test("Scheme, bucket and key are taken apart, and the key as it is")
    func parts() throws {
        let path = try #require(StorePath("S3://lists/a b/%20?x#.csv"))
        #expect(path == StorePath(scheme: .s3, bucket: "lists", key: "a b/%20?x#.csv"))
        #expect(path.text == "s3://lists/a b/%20?x#.csv")
        #expect(path.name == "%20?x#.csv" && path.parent.key == "a b")
        #expect(path.parent.appending("c").text == "s3://lists/a b/c")
    }

    @Test("A bucket alone is its whole", arguments: ["s3://lists", "s3://lists/"])
    func bucket(word: String) throws {
        let path = try #require(StorePath(word))
        #expect(path.key.isEmpty && path.name.isEmpty && path.text == "s3://lists")
    }

    @Test("Azure's container has its account behind it, and Hadoop's NameNode may be left out")
    func forms() throws {
        let azure = try #require(StorePath("abfss://c@a.dfs.core.windows.net/k/x.csv"))
        #expect(azure.container == "c" && azure.accountHost == "a.dfs.core.windows.net" && azure.place == "c/k/x.csv")
        #expect(azure.text == "abfss://c@a.dfs.core.windows.net/k/x.csv")
        let hadoop = try #require(StorePath("hdfs:///k/x.csv"))
        #expect(hadoop.bucket.isEmpty && hadoop.place == "/k/x.csv" && hadoop.text == "hdfs:///k/x.csv")
        #expect(hadoop.parent.text == "hdfs:///k" && hadoop.parent.parent.text == "hdfs:///")
    }

    @Test(
        "Other words are no place in a store",
        arguments: ["", "s3:", "s3://", "s3:///a", "lists/s3://a", "ftp://a/b", "az://@a/b", "hdfs://"])
    func others(word: String) { #expect(StorePath(word) == nil) }

    @Test(
        "Braces are expanded as the shell does it",
        arguments: [
            ("a{b,c}d", ["abd", "acd"]), ("{a,b}{1,2}", ["a1", "a2", "b1", "b2"]), ("a{b", ["a{b"]), ("a{b}", ["a{b}"]),
            ("{a,{b,c}}", ["a", "b", "c"]), ("plain", ["plain"]), ("{x}{a,b}", ["{x}a", "{x}b"]),
            ("{,a}b", ["b", "ab"]),
        ])
    func braces(pattern: String, words: [String]) { #expect(Braces.expanded(pattern) == words) }
}
