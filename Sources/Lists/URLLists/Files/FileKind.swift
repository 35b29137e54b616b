// What a name says about a file's format and compression.

/// A format, and the compression around it where that is known.
struct FileKind: Hashable, Sendable {
    let format: InputFormat
    /// Nil: as each file's name says.
    let compression: InputCompression?

    /// Reads a format as typed: `csv`, `csv.gz`, in any case. Nil for anything else.
    init?(formatName: String) {
        let parts = formatName.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard let first = parts.first, let format = InputFormat(rawValue: first == "ndjson" ? "jsonl" : String(first))
        else { return nil }
        switch parts.count {
        case 1: compression = nil
        case 2:
            guard format != .parquet, let given = InputCompression(rawValue: String(parts[1])), given != .none else {
                return nil
            }
            compression = given
        default: return nil
        }
        self.format = format
    }

    /// Reads the extensions of a file's name: `.parquet`, `.csv`, `.csv.gz`. Nil if they are not known.
    init?(fileName: String) {
        let parts = fileName.lowercased().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2 else { return nil }
        let compression = Self.compression(ofFileName: fileName)
        let last = compression == .none ? parts[parts.count - 1] : parts.count > 2 ? parts[parts.count - 2] : ""
        guard let kind = FileKind(formatName: last), kind.format != .parquet || compression == .none else { return nil }
        format = kind.format
        self.compression = compression
    }

    /// The compression the last extension of a file's name stands for.
    static func compression(ofFileName name: String) -> InputCompression {
        guard let dot = name.lastIndex(of: ".") else { return .none }
        return InputCompression(rawValue: name[name.index(after: dot)...].lowercased()) ?? .none
    }

    /// How formats may be given, for messages.
    static let formatList =
        InputFormat.allCases.map(\.rawValue).joined(separator: ", ") + "; all but parquet also with .gz, .zst or .bz2"
}
