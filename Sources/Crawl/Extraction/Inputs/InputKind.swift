// What a name says about an input.

/// What is read of an input.
enum InputKind {
    /// Records of a crawl.
    case records
    /// Paths or URLs of such files, one a line.
    case paths

    /// By the name's ending: `.paths` and `.txt`, also compressed, are lists; nil for what is no input.
    init?(name: String) {
        var parts = name.lowercased().split(separator: ".").dropFirst()
        if parts.last == "gz" { parts = parts.dropLast() }
        switch parts.last {
        case "wat", "warc": self = .records
        case "paths", "txt": self = .paths
        default: return nil
        }
    }
}
