// The differences between the begun dataset and the command that would resume it, in words.

/// One difference between two runs.
package enum RunDifference: Hashable, Sendable {
    case option(begun: RunIdentity.Option, now: RunIdentity.Option)
    case lists(begun: [RunIdentity.ListFile], now: [RunIdentity.ListFile])
    case listChanged(begun: RunIdentity.ListFile, now: RunIdentity.ListFile)
    case columns(begun: [String], now: [String])

    /// Whether models or their options differ.
    var isOfModels: Bool {
        if case .option(let begun, _) = self { RecordedOption.ofModels.contains(begun.name) } else { false }
    }

    /// How the dataset was begun: `with --image-size 256`.
    private var begunWords: String {
        switch self {
        case .option(let begun, _): Self.words(begun)
        case .lists(let begun, _): "with " + Self.names(begun)
        case .listChanged(let begun, let now): "with " + Self.size(begun, against: now)
        case .columns(let begun, _): "with the columns \(begun.joined(separator: ", "))"
        }
    }

    /// The words for the command that would resume it.
    private var nowWords: String {
        switch self {
        case .option(_, let now): Self.words(now)
        case .lists(_, let now): "with " + Self.names(now)
        case .listChanged(let begun, let now): "with " + Self.size(now, against: begun)
        case .columns(_, let now): "with the columns \(now.joined(separator: ", "))"
        }
    }

    private static func words(_ option: RunIdentity.Option) -> String {
        (option.value.isSet ? "with " : "without ") + option.words
    }

    /// The failure that describes all of `differences`, and what can be done.
    ///
    /// - Parameters:
    ///   - dataset: the output folder, as given.
    ///   - canExtend: whether the run can be added to it.
    package static func error(
        _ differences: [RunDifference], dataset: String, canExtend: Bool = true
    ) -> ShardError {
        let begun = differences.map(\.begunWords).joined(separator: ", ")
        var now = differences.map(\.nowWords).joined(separator: ", ")
        if case .option(let then, let option)? = differences.first, differences.count == 1,
            let value = option.value.recorded, !value.isEmpty, then.value.recorded?.isEmpty == false
        {
            now = "with " + value
        }
        var ways: [String] = []
        let options = differences.compactMap { difference -> RunIdentity.Option? in
            if case .option(let begun, _) = difference { begun } else { nil }
        }
        if options.count == differences.count {
            let given = options.filter(\.value.isSet).map(\.words).joined(separator: " ")
            let absent = options.filter { !$0.value.isSet }.map(\.words).joined(separator: " and ")
            ways.append(
                "resume with the former options: "
                    + [given, absent.isEmpty ? "" : "without " + absent].filter { !$0.isEmpty }.joined(separator: ", "))
        }
        if canExtend, options.count < differences.count { ways.append("add to it: --incremental-mode extend") }
        ways.append("start over: another --output-folder")
        ways.append("replace it: --incremental-mode overwrite")
        return ShardError(
            .identityDiffers, "\(dataset) was begun \(begun); resuming \(now) would mix two datasets.",
            hint: ways.joined(separator: " · "))
    }

    private static func names(_ lists: [RunIdentity.ListFile]) -> String {
        let names = lists.prefix(3).map(\.name).joined(separator: ", ")
        return lists.count > 3 ? "\(names) and \(lists.count - 3) more" : names.isEmpty ? "no list" : names
    }

    /// The rows if they differ, otherwise the bytes.
    private static func size(_ list: RunIdentity.ListFile, against other: RunIdentity.ListFile) -> String {
        if let rows = list.rowCount, let otherRows = other.rowCount, rows != otherRows {
            return "\(list.name) of \(grouped(rows)) rows"
        }
        return "\(list.name) of \(grouped(list.sizeBytes)) bytes"
    }

    /// `12,933,524`.
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0 && index % 3 == 0 && digit != "-" { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
