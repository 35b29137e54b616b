// The columns on how each fetch went, which img2dataset does not have.

internal import DatasetModel
internal import JSON
internal import Tables

/// Behind img2dataset's own columns, in the metadata table and in each sample's JSON.
package enum FetchColumns {
    /// In their order.
    package static let names = [
        "error_class", "http_status", "final_url", "attempts", "bytes", "mime", "fetch_ms",
    ]

    /// - Parameter tellsTimes: whether `fetch_ms` has values; without, two runs can be equal to the byte.
    static func columns(of records: [SampleRecord], tellsTimes: Bool = true) -> [NewColumn] {
        func int32(_ value: (FetchFacts) -> Int?) -> NewColumn.Values {
            .int32(records.map { $0.fetch.flatMap(value).map { Int32(clamping: $0) } })
        }
        return [
            NewColumn(name: "error_class", values: .text(records.map(\.outcome.category))),
            NewColumn(name: "http_status", values: int32(\.httpStatus)),
            NewColumn(name: "final_url", values: .text(records.map { $0.fetch?.finalURL })),
            NewColumn(name: "attempts", values: int32(\.attempts)),
            NewColumn(name: "bytes", values: .int64(records.map { $0.fetch?.bytes.map(Int64.init) })),
            NewColumn(name: "mime", values: .text(records.map { $0.fetch?.mime })),
            NewColumn(name: "fetch_ms", values: int32 { tellsTimes ? $0.milliseconds : nil }),
        ]
    }

    /// Appends the members of a sample's JSON, each behind a comma.
    static func append(_ record: SampleRecord, to text: JSONText, tellsTimes: Bool = true) {
        let fetch = record.fetch
        text.append(",\n    \"error_class\": ")
        text.append(orNull: record.outcome.category)
        text.append(",\n    \"http_status\": ")
        text.append(orNull: fetch?.httpStatus)
        text.append(",\n    \"final_url\": ")
        text.append(orNull: fetch?.finalURL)
        text.append(",\n    \"attempts\": ")
        text.append(orNull: fetch?.attempts)
        text.append(",\n    \"bytes\": ")
        text.append(orNull: fetch?.bytes)
        text.append(",\n    \"mime\": ")
        text.append(orNull: fetch?.mime)
        text.append(",\n    \"fetch_ms\": ")
        text.append(orNull: tellsTimes ? fetch?.milliseconds : nil)
    }
}
