// The formats in which the sample web writes lists itself.

/// A list's format, recognised by the ending of its file's name.
package enum SampleListFormat: String, Sendable, CaseIterable {
    /// Comma-separated with a head line, all columns.
    case csv
    /// Tab-separated with a head line, all columns.
    case tsv
    /// One JSON object a line, all columns.
    case jsonl
    /// URLs only.
    case txt

    /// The format of a file's name; nil when it has none of the endings.
    package init?(path: String) {
        guard let ending = path.split(separator: ".").last else { return nil }
        self.init(rawValue: String(ending))
    }
}
