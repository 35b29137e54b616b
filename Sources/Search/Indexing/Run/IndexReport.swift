// What `index` did.

internal import Ground
internal import JSON
package import VectorSearch

/// The indices of a folder.
package struct IndexReport: Sendable {
    package struct Part: Sendable {
        package let modality: VectorModality
        package let info: IndexInfo.Part
        /// Whether an earlier run built it.
        package let isKept: Bool
    }

    package internal(set) var parts: [Part] = []

    package var lines: [String] {
        parts.flatMap { part in
            let info = part.info
            let lists = info.lists.map { ", \($0.counted("list")), \(info.probes ?? 1) of them searched" } ?? ""
            var lines = [
                "\(part.modality.rawValue).index: \(info.type.rawValue), \(info.vectors.counted("vector")) of "
                    + "\(info.dimension) values\(lists)"
                    + (part.isKept ? ", kept" : ", built in \(Int(info.buildSeconds.rounded())) s")
            ]
            if info.unusableRows > 0 {
                lines.append("  \(info.unusableRows.counted("vector")) without a direction: never found")
            }
            for recall in info.recall where recall.probes == info.probes {
                lines.append(
                    "  \(recall.count) \(recall.queries) queries: finds \(Self.percent(recall.at10)) % of the 10 nearest "
                        + "(\(Self.percent(recall.at1)) of the 1, \(Self.percent(recall.at100)) of the 100), "
                        + "\(recall.milliseconds) ms a query")
            }
            return lines
        }
    }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    package var jsonLine: String {
        JSONValue.array(
            parts.map { part in
                let info = part.info
                let recall = info.recall.filter { $0.probes == info.probes }.map { recall in
                    JSONValue.object([
                        .init("queries", .text(recall.queries)), .init("count", .integer(recall.count)),
                        .init("at_1", .number(recall.at1, decimals: 4)),
                        .init("at_10", .number(recall.at10, decimals: 4)),
                        .init("at_100", .number(recall.at100, decimals: 4)),
                        .init("milliseconds", .number(recall.milliseconds, decimals: 4)),
                    ])
                }
                return .object([
                    .init("modality", .text(part.modality.rawValue)), .init("type", .text(info.type.rawValue)),
                    .init("vectors", .integer(info.vectors)), .init("dimension", .integer(info.dimension)),
                    .init("bytes", .integer(info.bytes)), .init("kept", .truth(part.isKept)),
                    .init("unusable_rows", .integer(info.unusableRows)), .init("lists", .optional(info.lists)),
                    .init("probes", .optional(info.probes)), .init("recall", .array(recall)),
                    .init("seconds", .number(info.buildSeconds, decimals: 3)),
                ])
            }
        ).line
    }
}
