// A report for programs.

internal import DatasetModel
internal import JSON
internal import Reporting

extension DatasetReport {
    /// The same figures as the text's, as one JSON object on a line; keys are fixed.
    package func jsonLine(path: String) -> String { json(path: path).line }

    private func json(path: String) -> JSONValue {
        func counts(_ pairs: [(String, Int)]) -> JSONValue {
            .object(pairs.map { JSONValue.Member($0.0, .integer($0.1)) })
        }
        let worst = hosts.worst(20).map { entry in
            JSONValue.object([
                .init("host", .text(entry.host)), .init("failed", .integer(entry.count.failed)),
                .init("rows", .integer(entry.count.total)),
                .init("commonest", entry.count.commonestCategory.map { .text($0) } ?? .null),
            ])
        }
        return .object([
            .init("path", .text(path)), .init("shards", .integer(shards)), .init("unfinished", .integer(unfinished)),
            .init("rows", .integer(rows)), .init("images", .integer(images)),
            .init("ok", .optional(Share(images, of: rows).fraction, decimals: 4)),
            .init("had", .optional(Share(images, of: rows).fraction, decimals: 4)),
            .init("data_bytes", .integer(dataBytes)), .init("metadata_bytes", .integer(metadataBytes)),
            .init("start_time", .optional(startTime, decimals: 3)), .init("end_time", .optional(endTime, decimals: 3)),
            .init("failures", counts(failureCounts.map { ($0.tallyWord, $0.count) })),
            .init("worst_hosts", .array(worst)),
            .init("resolutions", resolutions.json),
            .init(
                "captions",
                .object([
                    .init("count", .integer(captions.count)), .init("shortest", .integer(captions.shortest)),
                    .init("median", .integer(captions.median)), .init("mean", .number(captions.mean, decimals: 2)),
                    .init("longest", .integer(captions.longest)),
                ])),
            .init("formats", counts(formats.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })),
            .init("missing_data", .array(missingData.map { .text($0) })),
            .init("is_complete", .truth(unfinishedRun == nil && unfinished == 0 && missingShards.isEmpty)),
            .init("missing_shards", .array(missingShards.map { .text($0) })),
            .init("shards_opened", .integer(shardsOpened)),
            .init("unreadable", .array(unreadable.map { .text($0) })),
        ])
    }
}
