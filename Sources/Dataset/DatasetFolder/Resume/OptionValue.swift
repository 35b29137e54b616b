// The value of an option, as a run is compared by it and as its record has it.

/// What a dataset records of an option that shapes the output.
///
/// On disk each is a text. A record that is read gives `text`, until it is compared with a value whose kind is known.
package enum OptionValue: Hashable, Sendable {
    /// An option or flag that is not set, or a usual value that is not recorded.
    case absent
    /// A flag that is set.
    case flag
    case integer(Int)
    case number(Double)
    /// As typed. Never empty: see `init(recorded:)`.
    case text(String)
    /// With commas between.
    case words([String])
    /// Files by which rows are chosen.
    case files([RecordedFile])

    /// The value of a text on disk; nil where there is none.
    package init(recorded text: String?) {
        switch text {
        case nil: self = .absent
        case "": self = .flag
        case let text?: self = .text(text)
        }
    }

    /// As it is on disk: nil for what is not set, empty for a flag.
    package var recorded: String? {
        switch self {
        case .absent: nil
        case .flag: ""
        case .integer(let number): number.description
        case .number(let number): number.description
        case .text(let text): text
        case .words(let words): words.joined(separator: ",")
        case .files(let files): RecordedFile.text(of: files)
        }
    }

    package var isSet: Bool { self != .absent }

    /// A list of words; a flag where nothing of it would be on disk.
    package static func list(_ words: [String]) -> OptionValue {
        words.joined(separator: ",").isEmpty ? .flag : .words(words)
    }

    /// Whether two values are one: where only one of them has its kind, the other's text is read as of that kind.
    package func isSame(as other: OptionValue) -> Bool {
        recorded == other.recorded || read(like: other) == other.read(like: self)
    }

    /// The same, with files whose sizes do not count.
    package var withoutSizes: OptionValue {
        guard case .files(let files) = self else { return self }
        return .files(files.map { RecordedFile(path: $0.path, sizeBytes: nil) })
    }

    /// A text as a value of the kind of another; the value itself where it has its kind, or its text is of no other.
    package func read(like other: OptionValue) -> OptionValue {
        guard case .text(let text) = self else { return self }
        switch other {
        case .integer: return Int(text).map { .integer($0) } ?? self
        case .number: return Double(text).map { .number($0) } ?? self
        case .words: return .words(Self.words(of: text))
        case .files: return .files(RecordedFile.files(of: text))
        case .absent, .flag, .text: return self
        }
    }

    /// The words of a text on disk.
    package static func words(of text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}
