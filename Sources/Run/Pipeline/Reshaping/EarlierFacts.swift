// What a dataset's tables say about its images as they were fetched: it outlives every change of size.

internal import DatasetModel
internal import Planning
internal import Tables
internal import URLLists

/// One image's.
struct EarlierFacts: Sendable {
    let originalWidth: Int?
    let originalHeight: Int?
    let exif: String?
    let hash: String?
}

/// The columns of a shard's rows. Read by any thread.
struct EarlierColumns: Sendable {
    private let columns: [String: TextColumn]
    private let hashName: String?
    private let keys: TextColumn?

    /// - Parameter columnsBeside: columns that were read beside the dataset's.
    init(_ planned: PlannedShard, columnsBeside: [String], hashName: String?) {
        var columns: [String: TextColumn] = [:]
        for name in columnsBeside { columns[name] = planned.allColumns.text(PlannedShard.besidePrefix + name) }
        self.columns = columns
        self.hashName = hashName
        keys = planned.rows.text(RetryFlags.keyColumn)
    }

    func key(_ row: Int) -> String? { keys?.string(row) }

    func facts(_ row: Int) -> EarlierFacts {
        EarlierFacts(
            originalWidth: number("original_width", row), originalHeight: number("original_height", row),
            exif: text("exif", row), hash: hashName.flatMap { text($0, row) })
    }

    /// How the row was fetched.
    func fetch(_ row: Int) -> FetchFacts {
        var facts = FetchFacts()
        facts.httpStatus = number("http_status", row)
        facts.finalURL = text("final_url", row)
        facts.attempts = number("attempts", row)
        facts.bytes = number("bytes", row)
        facts.mime = text("mime", row)
        facts.milliseconds = number("fetch_ms", row)
        return facts
    }

    private func text(_ name: String, _ row: Int) -> String? { columns[name]?.string(row) }

    private func number(_ name: String, _ row: Int) -> Int? { text(name, row).flatMap { Int($0) } }
}

extension SampleRecord {
    /// The record with what was known of the image before it was changed; as it is where nothing was.
    func keeping(_ earlier: EarlierFacts?) -> SampleRecord {
        guard let earlier else { return self }
        return SampleRecord(
            index: index, outcome: outcome, width: width, height: height,
            originalWidth: earlier.originalWidth ?? originalWidth,
            originalHeight: earlier.originalHeight ?? originalHeight, exif: earlier.exif, hash: earlier.hash,
            fetch: fetch)
    }
}
