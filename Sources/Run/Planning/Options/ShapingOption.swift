// An option that shapes the output: where it is in the flags, and what a dataset records of it.

internal import DatasetFolder

/// Where the value of an option comes from in a reshape.
enum ReshapeRole: Sendable {
    /// What is typed, or the default.
    case typed
    /// The dataset that is read.
    case ofDataset
    /// Nowhere: a value is refused, for this reason.
    case refused(String)
}

/// One option that decides what a shard holds, declared once: the record of a run, the comparison of two starts and
/// the flags of a retry follow from `all`.
struct ShapingOption: Sendable {
    /// Without dashes: `image-size`.
    let name: String
    let reshape: ReshapeRole
    private let encode: @Sendable (DownloadFlags) -> OptionValue
    private let decode: @Sendable (OptionValue, inout DownloadFlags) -> Void

    /// - Parameters:
    ///   - path: where the option is in the flags.
    ///   - reshape: where a reshape takes it from.
    ///   - applies: whether it says anything beside the other options; it is not recorded where it does not.
    init<Value>(
        _ name: String, _ path: any WritableKeyPath<DownloadFlags, Value> & Sendable, _ codec: OptionCodec<Value>,
        reshape: ReshapeRole = .typed, when applies: @escaping @Sendable (DownloadFlags) -> Bool = { _ in true }
    ) {
        self.init(name, reshape: reshape) {
            applies($0) ? codec.encode($0[keyPath: path]) : .absent
        } decode: { recorded, flags in
            flags[keyPath: path] = codec.decode(recorded, flags[keyPath: path])
        }
    }

    /// For an option that is more than one property.
    init(
        _ name: String, reshape: ReshapeRole = .typed, encode: @escaping @Sendable (DownloadFlags) -> OptionValue,
        decode: @escaping @Sendable (OptionValue, inout DownloadFlags) -> Void
    ) {
        self.name = name
        self.reshape = reshape
        self.encode = encode
        self.decode = decode
    }

    /// What a dataset made with `flags` records of `options`, in their order.
    static func recorded(_ flags: DownloadFlags, of options: [ShapingOption] = all) -> [RunIdentity.Option] {
        options.map { RunIdentity.Option(name: $0.name, value: $0.encode(flags)) }
    }

    /// Whether a dataset records another value than that of a command without options.
    fileprivate func isSet(in flags: DownloadFlags) -> Bool { encode(flags) != encode(DownloadFlags()) }

    /// Sets what a dataset records, as if it were typed again. Options that this version does not know are left out: the
    /// records of the two differ then.
    static func set(_ recorded: [RunIdentity.Option], in flags: inout DownloadFlags) {
        let known = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for option in recorded { known[option.name]?.decode(option.value, &flags) }
    }
}

extension DownloadFlags {
    /// Why a reshape cannot have these options; nil where it can.
    package var refusalByReshape: String? {
        for option in ShapingOption.all {
            if case .refused(let reason) = option.reshape, option.isSet(in: self) { return reason }
        }
        return nil
    }
}
