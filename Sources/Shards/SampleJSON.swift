// The JSON of one sample, byte for byte what Python's `json.dumps(meta, indent=4)` gives.

internal import DatasetModel

/// Builds the `.json` of samples in one buffer.
struct SampleJSON {
    private let includesEXIF: Bool
    private let hashName: String?
    private let text = JSONText()

    init(includesEXIF: Bool, hashName: String?) {
        self.includesEXIF = includesEXIF
        self.hashName = hashName
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
        append(record.outcome.message)
        text.append(",\n    \"width\": ")
        append(record.width)
        text.append(",\n    \"height\": ")
        append(record.height)
        text.append(",\n    \"original_width\": ")
        append(record.originalWidth)
        text.append(",\n    \"original_height\": ")
        append(record.originalHeight)
        if includesEXIF {
            text.append(",\n    \"exif\": ")
            append(record.exif)
        }
        if let hashName {
            text.append(",\n    ")
            text.appendQuoted(hashName)
            text.append(": ")
            append(record.hash)
        }
        text.append("\n}")
        return try text.withBytes(body)
    }

    private func append(_ value: String?) {
        if let value { text.appendQuoted(value) } else { text.append("null") }
    }

    private func append(_ value: Int?) {
        if let value { text.append(value) } else { text.append("null") }
    }
}
