// The JSON of one sample, byte for byte what Python's `json.dumps(meta, indent=4)` gives.

internal import DatasetModel
internal import JSON

/// Builds the `.json` of samples in one buffer.
struct SampleJSON {
    private let includesEXIF: Bool
    private let hashName: String?
    private let hasFetchColumns: Bool
    private let tellsTimes: Bool
    private let hasBucket: Bool
    /// Computed columns, in the order of each record's.
    private let scores: [String]
    private let text = JSONText()

    /// - Parameter tellsTimes: as of `FetchColumns`.
    init(
        includesEXIF: Bool, hashName: String?, hasFetchColumns: Bool = false, tellsTimes: Bool = true,
        hasBucket: Bool = false, scores: [String] = []
    ) {
        self.scores = scores
        self.hasBucket = hasBucket
        self.includesEXIF = includesEXIF
        self.hashName = hashName
        self.hasFetchColumns = hasFetchColumns
        self.tellsTimes = tellsTimes
    }

    /// Lends the JSON of a sample: the input columns, then what the run knows.
    ///
    /// - Parameter members: the input columns' members, ready made: `    "url": "…",\n    "caption": "…"`.
    func withJSON<R, E: Error>(
        members: UnsafeRawBufferPointer, key: SampleKey, record: SampleRecord,
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        text.clear()
        text.append("{\n")
        if members.count > 0 {
            text.append(members)
            text.append(",\n")
        }
        text.append("    \"key\": ")
        text.appendQuoted(key.text)
        text.append(",\n    \"status\": ")
        text.appendQuoted(record.outcome.status.rawValue)
        text.append(",\n    \"error_message\": ")
        text.append(orNull: record.outcome.message)
        text.append(",\n    \"width\": ")
        text.append(orNull: record.width)
        text.append(",\n    \"height\": ")
        text.append(orNull: record.height)
        text.append(",\n    \"original_width\": ")
        text.append(orNull: record.originalWidth)
        text.append(",\n    \"original_height\": ")
        text.append(orNull: record.originalHeight)
        if includesEXIF {
            text.append(",\n    \"exif\": ")
            text.append(orNull: record.exif)
        }
        if let hashName {
            text.append(",\n    ")
            text.appendQuoted(hashName)
            text.append(": ")
            text.append(orNull: record.hash)
        }
        if hasFetchColumns { FetchColumns.append(record, to: text, tellsTimes: tellsTimes) }
        if hasBucket {
            text.append(",\n    \"bucket\": ")
            text.append(orNull: record.bucket)
        }
        if !scores.isEmpty { ComputedColumns.append(record, scores, to: text) }
        text.append("\n}")
        return try text.withBytes(body)
    }
}
