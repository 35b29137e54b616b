// The `dummy` format.

internal import DatasetFolder

extension OutputFormat {
    /// Nothing but stats: for measuring.
    package static let dummy = OutputFormat(DummyFormat())
}

struct DummyFormat: DataFormat {
    let name = "dummy"
    let summary: String? = "stats only"
    let suffix: String? = nil
    let table = TablePlace.none
    let hasSampleTexts = false

    func makeWriter(_ settings: ShardSettings, syncs: Bool) -> any ShardWriter { DiscardingWriter() }
    func makeReader(path: String, wants: ((String) -> Bool)?) throws(ShardError) -> (any ShardReader)? { nil }
    func isWhole(_ data: String, stats: ShardStats, checksums: String) -> Bool { true }
    func byteCount(of sample: Sample, _ settings: ShardSettings) -> Int { 0 }
}
