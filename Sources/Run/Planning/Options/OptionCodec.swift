// Between an option's value among the flags and what a dataset records of it.

internal import DatasetFolder
internal import Files
internal import Stores

/// Both ways of one kind of value.
struct OptionCodec<Value: Sendable>: Sendable {
    /// `absent` for what is not recorded: a flag that is not set, no value, a usual one.
    let encode: @Sendable (Value) -> OptionValue
    /// The value of what is recorded. A value of another kind leaves the one that was there; the comparison of the two
    /// records reports it.
    let decode: @Sendable (_ recorded: OptionValue, _ value: Value) -> Value
}

extension OptionCodec where Value == String {
    static var text: Self { Self(encode: { OptionValue(recorded: $0) }, decode: { $0.recorded ?? $1 }) }

    /// Not recorded where it is `usual`.
    static func text(unless usual: String) -> Self {
        Self(encode: { $0 == usual ? .absent : OptionValue(recorded: $0) }, decode: { $0.recorded ?? $1 })
    }
}

extension OptionCodec where Value == String? {
    static var text: Self { Self(encode: { OptionValue(recorded: $0) }, decode: { $0.recorded ?? $1 }) }
}

extension OptionCodec where Value == String? {
    /// A file with its size.
    static var file: Self {
        Self(
            encode: { $0.map { OptionCodec<[String]>.files.encode([$0]) } ?? .absent },
            decode: { recorded, path in
                guard case .files(let files) = recorded.read(like: .files([])) else { return path }
                return files.first?.path
            })
    }
}

/// A number among the flags, with its kind of recorded value.
protocol RecordedNumber: LosslessStringConvertible, Equatable, Sendable {
    var optionValue: OptionValue { get }
}

extension Int: RecordedNumber {
    var optionValue: OptionValue { .integer(self) }
}

extension Double: RecordedNumber {
    var optionValue: OptionValue { .number(self) }
}

extension OptionCodec where Value: RecordedNumber {
    /// A number, always recorded.
    static var number: Self { Self(encode: { $0.optionValue }, decode: { $0.recorded.flatMap(Value.init) ?? $1 }) }

    /// A number; not recorded where it is `usual`.
    static func number(unless usual: Value) -> Self {
        Self(encode: { $0 == usual ? .absent : $0.optionValue }, decode: { $0.recorded.flatMap(Value.init) ?? $1 })
    }
}

extension OptionCodec {
    /// A number that may be missing.
    static func optional<Number: RecordedNumber>() -> Self where Value == Number? {
        Self(
            encode: { $0?.optionValue ?? .absent },
            decode: { recorded, value in recorded.recorded.map(Number.init) ?? value })
    }
}

extension OptionCodec where Value == Bool {
    /// A flag that is given to have it.
    static var flag: Self { Self(encode: { $0 ? .flag : .absent }, decode: { recorded, _ in recorded.isSet }) }

    /// A flag that is given to be without it: `--no-json`.
    static var flagAgainst: Self { Self(encode: { $0 ? .absent : .flag }, decode: { recorded, _ in !recorded.isSet }) }
}

extension OptionCodec where Value == [String] {
    /// Words with commas between; not recorded where there are none.
    static var words: Self {
        Self(
            encode: { $0.isEmpty ? .absent : .list($0) },
            decode: { recorded, words in recorded.recorded.map(OptionValue.words) ?? words })
    }

    /// As `words`, whose order says nothing.
    static var sortedWords: Self {
        Self(encode: { words.encode($0.sorted()) }, decode: { words.decode($0, $1) })
    }

    /// Exclude lists with their sizes.
    static var files: Self {
        Self(
            encode: { paths in
                // A missing file is reported when it is read.
                let files = paths.map {
                    // Of a store's file the version decides, not the size: see `ListState`.
                    RecordedFile(
                        path: $0,
                        sizeBytes: StorePath.isStore($0)
                            ? nil : FileStatus($0, followsLinks: false)?.byteCount ?? 0)
                }
                return files.isEmpty ? .absent : .files(files)
            },
            decode: { recorded, paths in
                guard case .files(let files) = recorded.read(like: .files([])) else { return paths }
                return files.map(\.path)
            })
    }
}

extension OptionCodec where Value == [String] {
    /// `column=file` each, with the file's size.
    static var columnFiles: Self {
        Self(
            encode: { words in
                let files = words.map { word in
                    let path = word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) } ?? word
                    return RecordedFile(path: word, sizeBytes: FileStatus(path)?.byteCount ?? 0)
                }
                return files.isEmpty ? .absent : .files(files)
            }, decode: files.decode)
    }
}

extension OptionCodec where Value == [String]? {
    /// Words with commas between, or none at all.
    static var words: Self {
        Self(
            encode: { $0.map { .list($0) } ?? .absent },
            decode: { recorded, words in recorded.recorded.map(OptionValue.words) ?? words })
    }
}
