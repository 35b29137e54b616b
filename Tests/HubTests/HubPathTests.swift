// Places on the Hub.

import Testing

@testable import Hub

@Suite("Places on the Hub")
struct HubPathTests {
    @Test(
        "A place has a dataset, a revision and a path",
        arguments: [
            ("hf://datasets/o/n", nil, ""), ("HF://datasets/o/n/", nil, ""),
            ("hf://datasets/o/n/a b/%20.csv", nil, "a b/%20.csv"),
            ("hf://datasets/o/n@main/a", "main", "a"), ("hf://datasets/o/n@v1.0", "v1.0", ""),
            (
                "hf://datasets/o/n@refs/convert/parquet/default/train/0.parquet", "refs/convert/parquet",
                "default/train/0.parquet"
            ),
            ("hf://datasets/o/n@refs%2Fpr%2F3/a", "refs/pr/3", "a"),
            ("hf://datasets/o/n@refs/pr/3/a", "refs/pr/3", "a"),
        ])
    func places(word: String, revision: String?, path: String) throws {
        let place = try HubPath(word)
        #expect(place.dataset.description == "o/n")
        #expect(place.revision == revision)
        #expect(place.path == path)
        #expect(try HubPath(place.text) == place)
    }

    @Test(
        "Another word is refused with the form that is right",
        arguments: [
            ("hf://o/n/list.csv", "hf://datasets/o/n/list.csv"), ("hf://buckets/o/b/list.csv", "hf buckets sync"),
            ("hf://buckets/o/b", "hf://datasets/OWNER/NAME/PATH"), ("hf://spaces/o/n/a", "hf://datasets/OWNER/NAME"),
            ("hf://datasets/o", "names no dataset"), ("hf://", "hf://datasets/OWNER/NAME"),
            ("hf://datasets/o/../a", "names no dataset"), ("hf://datasets/o/n/../a", ". and .."),
            ("hf://datasets/o/n@/a", "no revision"), ("hf://datasets/o/n@a..b/a", "no revision"),
            ("hf://datasets/o?x/n/a", "names no dataset"), ("s3://b/c", "no place on the Hub"),
        ])
    func others(word: String, words: String) {
        #expect {
            try HubPath(word)
        } throws: { error in
            ((error as? HubPath.Failure)?.message ?? "").contains(words)
        }
    }

    @Test("A commit is a whole name, and no branch can be taken for one")
    func commits() {
        #expect(HubRevision.isCommit(String(repeating: "0a", count: 20)))
        for text in ["main", String(repeating: "0A", count: 20), String(repeating: "0", count: 39)] {
            #expect(!HubRevision.isCommit(text))
        }
    }
}
