// The columns that a stream's rows get.

internal import DatasetModel
internal import Ground
internal import Hashing
internal import Planning
internal import Tables

/// Names and values of the columns behind a stream's own. The names are those of a dataset's metadata; `image` and `format`
/// are its file.
struct ResultColumns {
    private let plan: FetchPlan

    init(_ plan: FetchPlan) { self.plan = plan }

    /// Names, in order.
    var names: [String] { columns(of: []).map(\.name) }

    /// The columns for rows that ended so.
    func columns(of results: [RowResult]) -> [NewColumn] {
        func whole(_ name: String, _ value: (RowResult) -> Int?) -> NewColumn {
            NewColumn(name: name, values: .int32(results.map { value($0).map { Int32(clamping: $0) } }))
        }
        func text(_ name: String, _ value: (RowResult) -> String?) -> NewColumn {
            NewColumn(name: name, values: .text(results.map(value)))
        }
        var columns = [
            images(results), text("format", \.format), text("status", \.outcome.status.rawValue),
            text("error_message", \.outcome.message), whole("width", \.width), whole("height", \.height),
            whole("original_width", \.originalWidth), whole("original_height", \.originalHeight),
        ]
        if let hash = plan.hash { columns.append(text(hash.rawValue, \.hash)) }
        guard plan.addsExtraColumns else { return columns }
        return columns + [
            text("error_class", \.outcome.category), whole("http_status", \.facts.httpStatus),
            text("final_url", \.facts.finalURL), whole("attempts", \.facts.attempts),
            whole("bytes", \.facts.bytes), text("mime", \.facts.mime), whole("fetch_ms", \.facts.milliseconds),
        ]
    }

    private func images(_ results: [RowResult]) -> NewColumn {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(results.reduce(0) { $0 + $1.heldBytes })
        var offsets = [0]
        for result in results {
            result.image?.withUnsafeBytes { bytes.append(contentsOf: $0) }
            offsets.append(bytes.count)
        }
        return NewColumn(
            name: "image", values: .binary(bytes, offsets: offsets, valid: results.map { $0.image != nil }))
    }
}
