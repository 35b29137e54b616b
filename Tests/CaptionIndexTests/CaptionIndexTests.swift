import CaptionIndex
import TestSupport
import Testing

@Suite struct CaptionIndexTests {
    private static func image(_ row: Int, _ caption: String?, _ change: (inout IndexedImage) -> Void = { _ in })
        -> IndexedImage
    {
        var image = IndexedImage(part: 0, row: row)
        image.key = "key\(row)"
        image.caption = caption
        change(&image)
        return image
    }

    private static func index(_ images: [IndexedImage], in folder: borrowing TemporaryFolder) throws -> CaptionIndex {
        let path = folder.path("index.sqlite")
        let writer = try CaptionIndexWriter(path: path)
        try writer.add(name: "00000", fingerprint: "1") { (add) throws(IndexError) in
            for image in images { try add(image) }
            return nil
        }
        try writer.finish()
        return try CaptionIndex(path: path)
    }

    @Test("All words must be there; the shortest caption with them is first")
    func ranks() throws {
        let folder = try TemporaryFolder()
        let index = try Self.index(
            [
                Self.image(0, "A red car in front of a long and old house of many windows"), Self.image(1, "red car"),
                Self.image(2, "blue car"), Self.image(3, nil), Self.image(4, "Two cars, red"),
            ], in: folder)
        let (found, isAny) = try index.search(CaptionQuery("car red"), ImageFilter())
        #expect(!isAny)
        #expect(found.map(\.image) == [1, 4, 0])
        #expect(try index.search(CaptionQuery("\"red car\""), ImageFilter()).matches.map(\.image) == [1, 0])
    }

    @Test("Where no caption has all words, those with some of them are found")
    func any() throws {
        let folder = try TemporaryFolder()
        let index = try Self.index(
            [Self.image(0, "a dog"), Self.image(1, "a cat"), Self.image(2, "a tree")], in: folder)
        let (found, isAny) = try index.search(CaptionQuery("dog cat"), ImageFilter())
        #expect(isAny)
        #expect(Set(found.map(\.image)) == [0, 1])
    }

    @Test(
        "Nothing that a visitor types is a command of the search engine",
        arguments: [
            "AND", "OR car", "NOT", "NEAR(", "NEAR(a b, 2)", "caption:", "caption: car", "car*", "^car", "(", ")", "\"",
            "\"\"\"", "{caption} : car", "-car", "+", "car\u{0}car", "'; DROP TABLE images; --", "%", "\\",
            "\u{202e}car",
            String(repeating: "(", count: 5000), String(repeating: "\"a ", count: 900),
            String(repeating: "word ", count: 2000),
        ])
    func hostileWords(text: String) throws {
        let folder = try TemporaryFolder()
        let index = try Self.index([Self.image(0, "car"), Self.image(1, "AND OR NOT NEAR caption")], in: folder)
        _ = try index.search(CaptionQuery(text), ImageFilter())
        #expect(try index.imageCount() == 2)
    }

    @Test("An operator is a word as others") func operators() throws {
        let folder = try TemporaryFolder()
        let index = try Self.index([Self.image(0, "car boat"), Self.image(1, "rock and roll")], in: folder)
        #expect(try index.search(CaptionQuery("rock AND roll"), ImageFilter()).matches.map(\.image) == [1])
        #expect(try index.search(CaptionQuery("car AND boat"), ImageFilter()).isAny)
    }

    @Test("Each filter keeps images with a value that is large enough") func filters() throws {
        let folder = try TemporaryFolder()
        let index = try Self.index(
            [
                Self.image(0, "cat") { $0.similarity = 0.2 }, Self.image(1, "cat") { $0.similarity = 0.4 },
                Self.image(2, "cat") { ($0.width, $0.height) = (640, 480) },
                Self.image(3, "cat") { $0.licence = "CC BY 2.0" },
                Self.image(4, "cat") { $0.aesthetic = 6.5 }, Self.image(5, "cat") { $0.nsfwTag = .unsure },
                Self.image(6, "cat") { $0.nsfwScore = 0.9 },
                Self.image(7, "cat") { ($0.nsfwScore, $0.nsfwTag) = (0.1, .unlikely) },
            ], in: folder)
        func found(_ change: (inout ImageFilter) -> Void) throws -> Set<Int> {
            var filter = ImageFilter()
            change(&filter)
            let words = try index.search(CaptionQuery("cat"), filter).matches.map(\.image)
            #expect(try index.images(after: nil, filter, atMost: 100) == words.sorted())
            #expect(
                try index.filtered((0..<8).map { ImageMatch(image: $0, score: 1) }, filter).map(\.image)
                    == words.sorted())
            return Set(words)
        }
        #expect(try found { $0.minimumSimilarity = 0.3 } == [1])
        #expect(try found { $0.minimumWidth = 600 } == [2])
        #expect(try found { ($0.minimumWidth, $0.minimumHeight) = (600, 600) } == [])
        #expect(try found { $0.licence = "CC BY 2.0" } == [3])
        #expect(try found { $0.licence = "' OR 1 = 1 --" } == [])
        #expect(try found { $0.minimumAesthetic = 6 } == [4])
        #expect(try found { $0.mostUnsafe = 0.5 } == [0, 1, 2, 3, 4, 7])
        #expect(try found { _ in } == Set(0..<8))
        #expect(try index.columns()["similarity"] == 0.2...0.4)
        #expect(try index.licences(atMost: 10).map(\.name) == ["CC BY 2.0"])
        #expect(try index.licences(atMost: 10).map(\.count) == [1])
    }

    @Test("A part that fails leaves no image, and the next one can be added") func failedPart() throws {
        struct Failure: Error {}
        let folder = try TemporaryFolder()
        let path = folder.path("index.sqlite")
        let writer = try CaptionIndexWriter(path: path)
        try writer.add(name: "0", fingerprint: "a") { add in
            try add(Self.image(0, "half"))
            throw Failure()
        }
        try writer.add(name: "1", fingerprint: "b") { (add) throws(IndexError) in
            try add(Self.image(0, "whole"))
            return nil
        }
        let index = try CaptionIndex(path: path)
        #expect(try index.search(CaptionQuery("half"), ImageFilter()).matches.isEmpty)
        #expect(try index.search(CaptionQuery("whole"), ImageFilter()).matches.map(\.image) == [0])
        #expect(try index.parts().map(\.problem) == ["Failure()", nil])
    }

    @Test("What is written can be searched before the index is finished, and by the next start") func grows() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("index.sqlite")
        var writer: CaptionIndexWriter? = try CaptionIndexWriter(path: path)
        let index = try CaptionIndex(path: path)
        try writer?.add(name: "0", fingerprint: "a") { (add) throws(IndexError) in
            try add(Self.image(0, "first"))
            return nil
        }
        #expect(try index.search(CaptionQuery("first"), ImageFilter()).matches.count == 1)
        writer = nil
        let next = try CaptionIndexWriter(path: path)
        #expect(next.parts.map(\.name) == ["0"])
        try next.add(name: "1", fingerprint: "a") { (add) throws(IndexError) in
            try add(Self.image(0, "second"))
            return nil
        }
        #expect(try index.images([0, 1, 2, -1]).map(\.image.caption) == ["first", "second"])
        try next.clear()
        #expect(try index.search(CaptionQuery("first"), ImageFilter()).matches.isEmpty)
        #expect(try index.imageCount() == 0)
    }

    @Test(
        "A file that is not an index, or a damaged one, is rebuilt",
        arguments: ["", "no database at all", "SQLite format 3\0"])
    func otherFile(content: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("index.sqlite", content + String(repeating: "x", count: content.isEmpty ? 0 : 9000))
        let writer = try CaptionIndexWriter(path: path)
        #expect(writer.parts.isEmpty)
        #expect(try CaptionIndex(path: path).imageCount() == 0)
    }

    @Test("Captions in every script, of every length, come back as they were") func texts() throws {
        let folder = try TemporaryFolder()
        let captions = [
            "<script>alert(1)</script>", "שלום עולם", "\u{202e}gnp.exe", "日本語の見出し",
            String(repeating: "long ", count: 3000),
            "e\u{301}te\u{301}", "🙂", "a\u{0}b",
        ]
        let index = try Self.index(captions.enumerated().map { Self.image($0, $1) }, in: folder)
        #expect(try index.images(Array(captions.indices)).map(\.image.caption) == captions)
        #expect(try index.search(CaptionQuery("ete"), ImageFilter()).matches.map(\.image) == [5])
        #expect(try index.search(CaptionQuery("שלום"), ImageFilter()).matches.map(\.image) == [1])
    }
}
