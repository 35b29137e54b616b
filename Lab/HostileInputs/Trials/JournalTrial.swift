// Journals whose records have right checksums and any contents.

internal import DatasetFolder
internal import DatasetModel

/// Reads a journal and takes its entries for a shard's rows. An input is the records' contents, each behind two bytes of
/// its length: so that a change of a content gets as far as its reader.
final class JournalTrial: InputTrial {
    private static let rows = 10

    let name = "journal"
    private let file = ScratchFile()
    private let header = JournalHeader(
        plan: ShardPlan(id: ShardID(3), file: "list.csv", firstRow: 30, rowCount: JournalTrial.rows),
        run: RunFingerprint(number: 7), startTime: 1.25, rows: RowsDigest(value: 9))

    var seeds: [[UInt8]] {
        var facts = FetchFacts()
        facts.httpStatus = 200
        facts.finalURL = "http://a.example/\u{E9}"
        facts.milliseconds = -5
        func stored(_ row: Int, _ offset: Int) -> StoredSample {
            StoredSample(
                key: SampleKey("0000\(row)"), imageExtension: "jpg", offset: offset, byteCount: 512, checksum: .max)
        }
        let full = SampleRecord(
            index: 4, outcome: .success, width: 256, height: 255, originalWidth: 70_000, originalHeight: .max,
            exif: "{}",
            hash: "ab", fetch: facts)
        let entries: [JournalEntry] = [
            .settled(full, stored: stored(4, 0)),
            .settled(SampleRecord(index: 2, outcome: .failedToDownload("dns", "x")), stored: nil), .cut(endOffset: 512),
            .settled(SampleRecord(index: 0, outcome: .failedToResize("decode", "")), stored: nil),
            .settled(SampleRecord(index: 1, outcome: .success), stored: stored(1, 512)), .cut(endOffset: 512),
        ]
        return [entries.flatMap { Self.content($0) }, Self.content(entries[0]), Self.content(entries[2])]
    }

    private static func content(_ entry: JournalEntry) -> [UInt8] {
        var record = JournalBytes()
        record.build(entry)
        let content = record.bytes.dropFirst(JournalBytes.frameBytes)
        return [UInt8(content.count >> 8), UInt8(truncatingIfNeeded: content.count)] + content
    }

    /// A content with its frame.
    private static func record(_ content: some Collection<UInt8>) -> [UInt8] {
        var record = withUnsafeBytes(of: UInt32(content.count).littleEndian) { Array($0) } + [0, 0, 0, 0] + content
        let checksum = record.withUnsafeBytes { JournalBytes.checksum(of: $0) }
        record.replaceSubrange(4..<8, with: withUnsafeBytes(of: checksum.littleEndian) { Array($0) })
        return record
    }

    func problem(with bytes: UnsafeRawBufferPointer) throws -> String? {
        var journal = JournalBytes(header).bytes
        var rest = bytes[...]
        while rest.count > 2 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            let content = rest.dropFirst(2).prefix(length)
            journal += Self.record(content)
            rest = rest.dropFirst(2 + length)
        }
        try file.write(journal)
        for layout in [DataLayout.file, .folder, .none] {
            guard var reader = JournalReader(path: file.path), reader.header() == header else { return "no header" }
            var rows = JournaledRows(header, layout: layout)
            while let entry = reader.next() {
                if let problem = Self.problem(in: entry) { return problem }
                guard rows.add(entry) else { break }
                if let problem = Self.problem(in: rows) { return problem }
            }
            if reader.wholeBytes > journal.count { return "more than the file has" }
        }
        return nil
    }

    /// An entry is the same when it is written and read again.
    private static func problem(in entry: JournalEntry) -> String? {
        var record = JournalBytes()
        record.build(entry)
        let again = record.bytes.withUnsafeBytes { bytes in
            var fields = JournalFields(UnsafeRawBufferPointer(rebasing: bytes[JournalBytes.frameBytes...]))
            return try? fields.entry()
        }
        return again.map { "\($0)" } == "\(entry)" ? nil : "\(entry) is read as \(again.map { "\($0)" } ?? "nothing")"
    }

    private static func problem(in rows: JournaledRows) -> String? {
        let settled = rows.settled.map(\.index)
        if settled != Array(Set(settled)).sorted() { return "a row is settled twice" }
        if !settled.allSatisfy({ (0..<Self.rows).contains($0) }) { return "a row that the shard has not" }
        return rows.endOffset < 0 ? "an end before the file" : nil
    }
}
