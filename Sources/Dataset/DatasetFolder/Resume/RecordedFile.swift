// A file in the value of an option.

/// A file by its name and its size, by which URL lists are distinguished, too.
package struct RecordedFile: Hashable, Sendable {
    /// As given.
    package let path: String
    /// nil where the size does not count.
    package let sizeBytes: Int?

    package init(path: String, sizeBytes: Int?) {
        self.path = path
        self.sizeBytes = sizeBytes
    }

    private static let between = " --exclude-list "

    /// `a.txt (1204 bytes) --exclude-list b.txt (77 bytes)`.
    static func text(of files: [RecordedFile]) -> String {
        files.map { file in file.path + (file.sizeBytes.map { " (\($0) bytes)" } ?? "") }.joined(separator: between)
    }

    /// The files of a text on disk.
    package static func files(of text: String) -> [RecordedFile] {
        var files: [RecordedFile] = []
        var rest = text[...]
        while true {
            let end = rest.firstRange(of: between)
            files.append(RecordedFile(recorded: rest[..<(end?.lowerBound ?? rest.endIndex)]))
            guard let end else { return files }
            rest = rest[end.upperBound...]
        }
    }

    private init(recorded text: Substring) {
        let end = " bytes)"
        guard let open = text.ranges(of: " (").last, text.hasSuffix(end),
            let size = Int(text[open.upperBound...].dropLast(end.count))
        else {
            self.init(path: String(text), sizeBytes: nil)
            return
        }
        self.init(path: String(text[..<open.lowerBound]), sizeBytes: size)
    }
}
