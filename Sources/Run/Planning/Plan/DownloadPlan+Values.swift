// Values of options, checked: a wrong one is refused with what to type instead.

internal import Ground
internal import URLLists

extension DownloadPlan {
    package static func choice<Value: RawRepresentable & CaseIterable>(
        _ option: String, _ text: String, also others: [String] = []
    ) throws(DownloadError) -> Value where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        throw invalid(option, text, choices: Value.allCases.map(\.rawValue) + others)
    }

    static func invalid(_ option: String, _ text: String, choices: [String]) -> DownloadError {
        if let meant = otherNames[text.lowercased()], choices.contains(meant) {
            return DownloadError(
                .command,
                "\(option) cannot be \"\(text)\". It is called \"\(meant)\".\n  choices: \(choices.joined(separator: ", "))"
            )
        }
        return nearest(option, text, choices: choices)
    }

    /// What other tools call a choice.
    private static let otherNames = [
        "wds": "webdataset", "tar": "webdataset", "tars": "webdataset", "shards": "webdataset", "file": "files",
        "folder": "files", "folders": "files", "tfrecords": "tfrecord", "tfds": "tfrecord", "pq": "parquet",
        "jpeg": "jpg", "bilinear": "linear", "bicubic": "cubic", "box": "area", "lanczos3": "lanczos",
        "pad": "border", "letterbox": "border", "crop": "center_crop", "none": "no", "shortest": "keep_ratio",
        "longest": "keep_ratio_largest", "resume": "incremental", "append": "extend",
    ]

    private static func nearest(_ option: String, _ text: String, choices: [String]) -> DownloadError {
        DownloadError(
            .command,
            "\(option) cannot be \"\(text)\".\(NearestName.question(for: text, among: choices))\n  choices: \(choices.joined(separator: ", "))"
        )
    }

    /// Rows per shard, as typed.
    package static func checkedShardSize(_ flags: DownloadFlags) throws(DownloadError) -> Int {
        try number("--number-sample-per-shard", flags.samplesPerShard, 1...10_000_000)
    }

    static func number(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws(DownloadError) -> Int {
        guard range.contains(value) else {
            throw DownloadError(
                .command, "\(option) cannot be \(value): it takes \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    static func seconds(_ option: String, _ value: Double) throws(DownloadError) -> Duration {
        guard value > 0, value <= 86_400 else {
            throw DownloadError(
                .command, "\(option) cannot be \(value): it takes more than 0 and at most 86400 seconds.")
        }
        return .seconds(value)
    }

    static func size(_ option: String, _ text: String) throws(DownloadError) -> Int {
        guard let size = ByteCount(typed: text) else {
            throw DownloadError(.command, "\(option) \"\(text)\" is no size. Write it as 500KB, 64MiB or 2GB.")
        }
        return size.bytes
    }
}
