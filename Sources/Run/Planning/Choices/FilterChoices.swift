// Conditions on rows, checked as far as that goes without a list.

internal import DatasetFolder
internal import Ground
internal import Reporting
internal import RowSelection
internal import URLLists

/// Makes conditions of the options that choose rows by the list's columns.
enum FilterChoices {
    /// In the order in which they are reported; all have to be met.
    static func conditions(_ flags: FilterFlags) throws(DownloadError) -> [FilterCondition] {
        var conditions: [FilterCondition] = []
        if let text = flags.condition {
            do throws(WhereError) { conditions.append(try FilterCondition(text)) } catch {
                throw DownloadError(.command, URLListError(error, table: nil, columns: []).message)
            }
        }
        if let width = flags.minimumWidth {
            let pixels = try DownloadPlan.number("--min-width", width, 1...1_000_000)
            conditions.append(FilterCondition(.width, atLeast: Double(pixels), option: "--min-width"))
        }
        if let height = flags.minimumHeight {
            let pixels = try DownloadPlan.number("--min-height", height, 1...1_000_000)
            conditions.append(FilterCondition(.height, atLeast: Double(pixels), option: "--min-height"))
        }
        if let similarity = flags.minimumSimilarity {
            guard similarity.isFinite else {
                throw DownloadError(.command, "--min-similarity cannot be \(similarity): it is a number, as in 0.3.")
            }
            conditions.append(FilterCondition(.similarity, atLeast: similarity, option: "--min-similarity"))
        }
        if let tags = flags.nsfw {
            guard !tags.isEmpty, !tags.contains("") else {
                throw DownloadError(.command, "--nsfw takes the tags to keep: unlikely, or unlikely,unsure.")
            }
            conditions.append(FilterCondition(.nsfw, oneOf: tags, option: "--nsfw"))
        }
        return conditions
    }

    static func tops(_ flags: FilterFlags) throws(DownloadError) -> [TopShare] {
        try flags.top.map { text throws(DownloadError) in
            guard let share = TopShare(text) else {
                throw DownloadError(
                    .command,
                    "--top cannot be \"\(text)\": it is a column and a share or a number of rows, as in similarity:30%."
                )
            }
            return share
        }
    }

    /// What a run's first lines say: the options, and what is known before rows are read.
    static func words(_ flags: DownloadFlags, _ list: URLList) -> [String] {
        var words = ShapingOption.recorded(flags, of: ShapingOption.filters).compactMap { option in
            option.value.recorded.map { recorded in
                var words = recorded
                // A whole number is recorded as 30.0.
                if case .number = option.value, words.hasSuffix(".0") { words.removeLast(2) }
                return "--\(option.name) " + PlainText.safe(words, maximumCharacters: 200)
            }
        }
        for top in list.tops {
            let condition = top.threshold.map { "\(top.share.column) >= \($0)" } ?? "none"
            words.append(
                PlainText.safe("highest of \(top.rowCount.counted("row")): \(condition)", maximumCharacters: 200))
        }
        let groups = list.rowGroups
        if groups.passedOver > 0 {
            words.append("\(groups.passedOver.grouped) of \(groups.all.counted("row group")) not read")
        }
        return words
    }
}
