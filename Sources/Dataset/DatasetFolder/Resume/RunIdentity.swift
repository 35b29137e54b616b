// What a dataset is made of: two runs may write to one folder only when this is the same.

internal import FoundationEssentials
internal import Ground

/// Everything that shapes the output of a run.
package struct RunIdentity: Codable, Hashable, Sendable {
    /// One file of the URL list.
    package struct ListFile: Codable, Hashable, Sendable {
        /// As given; only its last part is compared, as a list may move.
        package let path: String
        package let sizeBytes: Int
        /// nil when it was not known at the start.
        package let rowCount: Int?
        /// Of a file on the Hub: the commit that was read, and is read by every start that resumes; nil for others.
        package let commit: String?

        package init(path: String, sizeBytes: Int, rowCount: Int?, commit: String? = nil) {
            self.commit = commit
            self.path = path
            self.sizeBytes = sizeBytes
            self.rowCount = rowCount
        }

        /// The path's last part.
        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    }

    /// One option that shapes the output.
    package struct Option: Codable, Hashable, Sendable {
        /// Without dashes: `image-size`.
        package let name: String
        package let value: OptionValue

        package init(name: String, value: OptionValue) {
            self.name = name
            self.value = value
        }

        private enum CodingKeys: String, CodingKey { case name, value }

        package init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            name = try members.decode(String.self, forKey: .name)
            value = OptionValue(recorded: try members.decodeIfPresent(String.self, forKey: .value))
        }

        package func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(name, forKey: .name)
            try members.encodeIfPresent(value.recorded, forKey: .value)
        }

        /// As a shell takes it: `--image-size 256`.
        var words: String {
            guard let value = value.recorded, !value.isEmpty else { return "--\(name)" }
            return "--\(name) \(ShellWord.quoted(value))"
        }
    }

    package let lists: [ListFile]
    /// Columns of the output that come from the list, in order.
    package let columns: [String]
    /// In the order in which they are reported.
    package let options: [Option]

    package init(lists: [ListFile], columns: [String], options: [Option]) {
        self.lists = lists
        self.columns = columns
        self.options = options
    }

    /// What differs between a dataset begun as `begun` and a command that would resume it as `self`; empty if nothing does.
    package func differences(from begun: RunIdentity) -> [RunDifference] {
        var differences = listDifferences(from: begun)
        let then = Dictionary(begun.options.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let now = Dictionary(options.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for option in options {
            let other = then[option.name] ?? Option(name: option.name, value: .absent)
            if !option.value.isSame(as: other.value) { differences.append(.option(begun: other, now: option)) }
        }
        for option in begun.options where now[option.name] == nil && option.value.isSet {
            differences.append(.option(begun: option, now: Option(name: option.name, value: .absent)))
        }
        if columns != begun.columns { differences.append(.columns(begun: begun.columns, now: columns)) }
        return differences
    }

    private func listDifferences(from begun: RunIdentity) -> [RunDifference] {
        guard lists.map(\.name) == begun.lists.map(\.name) else {
            return [.lists(begun: begun.lists, now: lists)]
        }
        return zip(begun.lists, lists).compactMap { then, now in
            if let rowsThen = then.rowCount, let rowsNow = now.rowCount, rowsThen != rowsNow {
                return .listChanged(begun: then, now: now)
            }
            return then.sizeBytes == now.sizeBytes ? nil : .listChanged(begun: then, now: now)
        }
    }
}
