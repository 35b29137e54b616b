// What `verify` found.

package import DatasetFolder
internal import Ground
internal import JSON
internal import Reporting

/// The findings of all shards. A plain value.
package struct VerificationReport: Sendable {
    package internal(set) var shards = 0
    package internal(set) var rows = 0
    package internal(set) var images = 0
    /// Bytes read of samples.
    package internal(set) var bytes = 0
    /// In the order of shards.
    package internal(set) var faults: [ShardFault] = []
    /// What is no fault and should be known, a sentence each.
    package internal(set) var notes: [String] = []
    /// Whether images were decoded.
    package internal(set) var decoded = false

    package init() {}

    /// Names of shards with a finding.
    package var brokenShards: [String] {
        var seen: Set<String> = []
        return faults.map(\.shard).filter { seen.insert($0).inserted }
    }

    /// The lines for a person.
    ///
    /// - Parameters:
    ///   - dataset: what commands on it are printed for.
    ///   - isRepaired: broken shards are being taken out.
    package func lines(_ dataset: TypedDataset, isRepaired: Bool = false) -> [String] {
        let what = decoded ? "decoded" : "looked at"
        var lines = [
            "\(shards.counted("shard")) · \(rows.counted("row")) · \(images.counted("image")) \(what) · "
                + ByteCount(bytes).text
        ]
        lines += notes.map { "note: " + PlainText.safe($0, maximumCharacters: 4000) }
        guard !faults.isEmpty else { return lines + ["everything is sound"] }
        let widest = max(5, faults.map(\.shard.count).max() ?? 0)
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        lines.append(padded("shard", widest) + "  " + padded("fault", 10) + "  what")
        for fault in faults {
            lines.append(
                padded(fault.shard, widest) + "  " + padded(fault.kind.rawValue, 10) + "  "
                    + PlainText.safe(fault.detail, maximumCharacters: 300))
        }
        let missing = Set(faults.filter { $0.kind == .missing }.map { ShardFault.shard($0.shard) })
        if !missing.isEmpty {
            let (are, them) = missing.count == 1 ? ("is", "it") : ("are", "them")
            lines.append("\(missing.count.counted("shard")) \(are) missing.")
            lines.append("  run the same download command again to fetch \(them)")
        }
        let broken = Set(brokenShards.map(ShardFault.shard)).subtracting(missing).count
        guard broken > 0 else { return lines }
        let (are, them) = broken == 1 ? ("is", "it") : ("are", "them")
        lines.append("\(broken) of \(shards.counted("shard")) \(are) damaged.")
        lines.append(
            isRepaired
                ? "  removed: run the same download command again to fetch \(them)"
                : PlainText.safe(
                    "  to fetch \(them) again: \(dataset.command("verify", ["--repair"]))", maximumCharacters: 4000))
        return lines
    }

    /// The same for programs: one JSON object on a line.
    package var jsonLine: String { json.line }

    private var json: JSONValue {
        .object([
            .init("shards", .integer(shards)), .init("rows", .integer(rows)), .init("images", .integer(images)),
            .init("bytes", .integer(bytes)), .init("decoded", .truth(decoded)),
            .init("notes", .array(notes.map { .text($0) })),
            .init("broken_shards", .array(brokenShards.map { .text($0) })),
            .init(
                "faults",
                .array(
                    faults.map {
                        .object([
                            .init("shard", .text($0.shard)), .init("kind", .text($0.kind.rawValue)),
                            .init("detail", .text($0.detail)),
                        ])
                    })),
        ])
    }
}
