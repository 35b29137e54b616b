// Selectors over made batches.

import Hashing
import Tables
import TestSupport
import Testing

@testable import RowSelection

@Suite struct SelectorTests {
    private func batch(_ urls: [String?], _ captions: [String?]? = nil) throws -> ColumnBatch {
        var columns = [NewColumn(name: "url", values: .text(urls))]
        if let captions { columns.append(NewColumn(name: "caption", values: .text(captions))) }
        return try ColumnBatch(rowCount: urls.count, columns: columns)
    }

    /// What a selector keeps of the rows that `mask` keeps.
    private func kept(_ selector: any RowSelector, _ batch: ColumnBatch, mask: [UInt8]? = nil) throws -> [UInt8] {
        var rows = RowMask(rowCount: batch.rowCount)
        if let mask { rows.bytes = mask }
        try selector.select(batch, &rows)
        return rows.bytes
    }

    private let limits = DuplicateKeys.Limits(memoryBytes: 1 << 20, falsePositiveRate: 0.0001)

    @Test("A limit keeps the first rows over all batches, and is exhausted then")
    func limit() throws {
        let rows = try batch(["a", "b", "c", "d"])
        let limit = LimitSelector(rows: 5)
        #expect(try kept(limit, rows, mask: [1, 0, 1, 1]) == [1, 0, 1, 1])
        #expect(!limit.isExhausted)
        #expect(try kept(limit, rows, mask: [0, 1, 1, 1]) == [0, 1, 1, 0])
        #expect(limit.isExhausted)
        #expect(try kept(limit, rows) == [0, 0, 0, 0])
    }

    @Test("A limit that ends with a batch is exhausted at once")
    func limitAtEnd() throws {
        let limit = LimitSelector(rows: 2)
        #expect(try kept(limit, try batch(["a", "b"])) == [1, 1])
        #expect(limit.isExhausted)
    }

    @Test("Captions are counted in characters, not in bytes, and no caption has none")
    func captionLength() throws {
        let captions: [String?] = ["abcde", "abcd", "äöüßé", "äöüß", "🐈🐈🐈🐈🐈", "🐈", "", nil, "a b c"]
        let rows = try batch(captions.map { _ in "u" }, captions)
        let selector = CaptionLengthSelector(characters: 5)
        #expect(try kept(selector, rows) == [1, 0, 1, 0, 1, 0, 0, 0, 1])
    }

    @Test("Of equal URLs the first is kept, blanks around aside, over all batches; rows without URL are kept")
    func dedupURLs() throws {
        let dedup = DedupSelector(.url, limits: limits)
        #expect(try kept(dedup, try batch(["a", "b", " a ", nil, nil])) == [1, 1, 0, 1, 1])
        #expect(try kept(dedup, try batch(["b", "c", "A"])) == [0, 1, 1])
        #expect(dedup.likelyMistakes == 0)
    }

    @Test("A row that was taken out before is not remembered")
    func dedupForgets() throws {
        let dedup = DedupSelector(.url, limits: limits)
        #expect(try kept(dedup, try batch(["a", "b"]), mask: [0, 1]) == [0, 1])
        #expect(try kept(dedup, try batch(["a", "b"])) == [1, 0])
    }

    @Test("Of equal captions the first is kept; rows without one are kept")
    func dedupCaptions() throws {
        let dedup = DedupSelector(.caption, limits: limits)
        let rows = try batch(["a", "b", "c", "d", "e", "f"], ["x", "x", "", "", nil, nil])
        #expect(dedup.columns == [.caption])
        #expect(try kept(dedup, rows) == [1, 0, 1, 1, 1, 1])
    }

    @Test("URL and caption together make a row the same")
    func dedupBoth() throws {
        let dedup = DedupSelector(.both, limits: limits)
        let rows = try batch(["a", "a", "a", "ax", "b", "b"], ["x", "y", "x", "", nil, ""])
        #expect(dedup.columns == [.url, .caption])
        #expect(try kept(dedup, rows) == [1, 1, 0, 1, 1, 0])
    }

    @Test("A Bloom filter that errs says about how often")
    func dedupMistakes() throws {
        let dedup = DedupSelector(.url, limits: DuplicateKeys.Limits(memoryBytes: 4096, falsePositiveRate: 0.1))
        dedup.listBegins(rowCount: 5000)
        let rows = try batch((0..<5000).map { "http://a.test/\($0)" })
        let removed = try kept(dedup, rows).filter { $0 == 0 }.count
        #expect(removed > 0)
        #expect(abs(Double(dedup.likelyMistakes) - Double(removed)) < 5 * Double(removed).squareRoot() + 2)
    }

    @Test("A sample goes by places in the list, however they are cut into batches")
    func sample() throws {
        func kept(batches: [(start: Int, count: Int)]) throws -> [Int] {
            let selector = SampleSelector(RowSampling(share: 0.3, seed: 5))
            var rows: [Int] = []
            for (start, count) in batches {
                selector.rowsBegin(at: RowPlace(file: 2, row: start))
                let mask = try self.kept(selector, batch((0..<count).map { "u\($0)" }))
                rows += mask.enumerated().filter { $0.element == 1 }.map { start + $0.offset }
            }
            return rows
        }
        let whole = try kept(batches: [(0, 300)])
        #expect((50...130).contains(whole.count))
        #expect(try kept(batches: [(0, 100), (100, 200)]) == whole)
        // Without the row groups that another selector has passed over.
        #expect(try kept(batches: [(200, 100)]) == whole.filter { $0 >= 200 })
    }

    @Test("Rows whose URL is on an exclude list are left out")
    func exclude() throws {
        let folder = try TemporaryFolder()
        let list = try ExcludeList(paths: [folder.write("a.txt", "a.test\nhttp://b.test/x\n")])
        let rows = try batch(["http://img.a.test/1", "http://b.test/y", nil, "https://b.test/x", "c"])
        #expect(try kept(ExcludeSelector(list), rows) == [0, 1, 1, 0, 1])
    }
}
