// Between an option's value and the text of it that a dataset records.

/// Both ways of one kind of value.
struct OptionCodec<Value: Sendable>: Sendable {
    /// Empty for a flag that is set; nil for what is not recorded: a flag that is not set, no value, a usual one.
    let encode: @Sendable (Value) -> String?
    /// The value of a recorded text. A text of another kind leaves the value that was there; the comparison of the
    /// two records reports it.
    let decode: @Sendable (_ recorded: String?, _ value: Value) -> Value
}

extension OptionCodec where Value == String {
    static var text: Self { Self(encode: { $0 }, decode: { $0 ?? $1 }) }

    /// Not recorded where it is `usual`.
    static func text(unless usual: String) -> Self {
        Self(encode: { $0 == usual ? nil : $0 }, decode: { $0 ?? $1 })
    }
}

extension OptionCodec where Value == String? {
    static var text: Self { Self(encode: { $0 }, decode: { $0 ?? $1 }) }
}

extension OptionCodec where Value: LosslessStringConvertible & Equatable {
    /// A number, always recorded.
    static var number: Self { Self(encode: { $0.description }, decode: { $0.flatMap(Value.init) ?? $1 }) }

    /// A number; not recorded where it is `usual`.
    static func number(unless usual: Value) -> Self {
        Self(encode: { $0 == usual ? nil : $0.description }, decode: { $0.flatMap(Value.init) ?? $1 })
    }
}

extension OptionCodec {
    /// A number that may be missing.
    static func optional<Number: LosslessStringConvertible>() -> Self where Value == Number? {
        Self(encode: { $0?.description }, decode: { recorded, value in recorded.map(Number.init) ?? value })
    }
}

extension OptionCodec where Value == Bool {
    /// A flag that is given to have it.
    static var flag: Self { Self(encode: { $0 ? "" : nil }, decode: { recorded, _ in recorded != nil }) }

    /// A flag that is given to be without it: `--no-json`.
    static var flagAgainst: Self { Self(encode: { $0 ? nil : "" }, decode: { recorded, _ in recorded == nil }) }
}

extension OptionCodec where Value == [String] {
    /// Words with commas between; not recorded where there are none.
    static var words: Self {
        Self(
            encode: { $0.isEmpty ? nil : $0.joined(separator: ",") },
            decode: { recorded, words in recorded.map(Self.split) ?? words })
    }

    /// As `words`, whose order says nothing.
    static var sortedWords: Self {
        Self(encode: { words.encode($0.sorted()) }, decode: { words.decode($0, $1) })
    }

    /// Exclude lists with their sizes, as `ExcludeFiles` records them.
    static var excludeFiles: Self {
        Self(
            encode: { ExcludeFiles.words($0) },
            decode: { recorded, paths in recorded.map(ExcludeFiles.paths) ?? paths })
    }

    fileprivate static func split(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}

extension OptionCodec where Value == [String]? {
    /// Words with commas between, or none at all.
    static var words: Self {
        Self(
            encode: { $0?.joined(separator: ",") },
            decode: { recorded, words in recorded.map(OptionCodec<[String]>.split) ?? words })
    }
}
