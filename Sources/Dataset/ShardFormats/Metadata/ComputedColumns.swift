// The columns that models compute, behind all others of a table and in each sample's JSON.

internal import DatasetModel
internal import JSON
internal import Tables

enum ComputedColumns {
    /// - Parameter scores: names, in the order of each record's.
    static func columns(of records: [SampleRecord], _ scores: [String]) -> [NewColumn] {
        scores.enumerated().flatMap { place, name -> [NewColumn] in
            let values = records.map { record in record.scores.flatMap { place < $0.count ? $0[place] : nil } }
            let own = NewColumn(name: name, values: .double(values))
            guard name == ScoreColumns.nsfwScore else { return [own] }
            let tags = values.map { $0.map { SafetyTag(score: $0).rawValue } }
            return [own, NewColumn(name: ScoreColumns.nsfwTag, values: .text(tags))]
        }
    }

    /// Appends the members of a sample's JSON, each behind a comma.
    static func append(_ record: SampleRecord, _ scores: [String], to text: JSONText) {
        for (name, score) in zip(scores, record.scores ?? []) {
            text.append(",\n    ")
            text.appendQuoted(name)
            // JSON has no infinity.
            text.append(score.isFinite ? ": \(score)" : ": null")
            guard name == ScoreColumns.nsfwScore else { continue }
            text.append(",\n    ")
            text.appendQuoted(ScoreColumns.nsfwTag)
            text.append(": ")
            text.appendQuoted(SafetyTag(score: score).rawValue)
        }
    }
}
