// Options of a run whose record others ask for.

internal import DatasetModel

/// Options that change what is in a dataset's folder. Their names are those of the table of options.
package enum RecordedOption: String, Sendable, CaseIterable {
    case outputFormat = "output-format"
    case noExtraColumns = "no-extra-columns"
    case reshape
    case keyColumn = "key-col"
    case keyStyle = "key-style"
    case bucketFolders = "bucket-folders"
    case metadataOnly = "save-metadata-only"
    case embed
    case imageModel = "image-model"
    case textModel = "text-model"
    case vocabulary
    case nsfwModel = "nsfw-model"
    case head
    case preprocess
    case precision

    /// Those that all runs of a dataset share: vectors of two models cannot be compared.
    static let ofModels: Set<String> = Set(
        [embed, imageModel, textModel, vocabulary, nsfwModel, head, preprocess, precision].map(\.rawValue))
}

extension RunIdentity {
    /// The value that is recorded of an option.
    package func value(of option: RecordedOption) -> OptionValue {
        options.first { $0.name == option.rawValue }?.value ?? .absent
    }

    package func sets(_ option: RecordedOption) -> Bool { value(of: option).isSet }

    /// Whether the keys of the run's rows follow from their places in the dataset: then no two are the same.
    package var keysArePlaced: Bool {
        switch keyStyle {
        case .row: false
        case .numbered: true
        case nil: !sets(.keyColumn) && !sets(.reshape)
        }
    }

    /// Whether the keys of the run's rows are their places in the shard: then every shard has the same.
    package var keysAreRows: Bool { keyStyle == .row }

    /// Where it was asked for.
    private var keyStyle: KeyStyle? { value(of: .keyStyle).recorded.flatMap(KeyStyle.init(rawValue:)) }
}
