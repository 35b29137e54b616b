// Writes the made-up rows as a URL list.

internal import Glibc

/// Turns rows into the lines of a list.
package struct SampleListWriter: Sendable {
    /// The columns, in order and named as in LAION's lists.
    package static let columns = ["SAMPLE_ID", "URL", "TEXT", "HEIGHT", "WIDTH", "LICENSE", "NSFW", "similarity"]

    private let format: SampleListFormat
    private let baseURL: String

    /// - Parameter baseURL: what stands before the rows' paths, e.g. `http://127.0.0.1:8080`.
    package init(format: SampleListFormat, baseURL: String) {
        self.format = format
        self.baseURL = baseURL
    }

    /// Writes all rows of a catalog to a file, which is replaced.
    package func write(_ catalog: SampleWebCatalog, to path: String) throws(SampleWebError) {
        guard let file = fopen(path, "w") else {
            throw SampleWebError(.file, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        var isComplete = put(head, file)
        for index in 0..<catalog.rowCount where isComplete { isComplete = put(line(catalog.row(index)), file) }
        let reason = errno
        guard fclose(file) == 0, isComplete else {
            throw SampleWebError(
                .file, "cannot write \(path): \(String(cString: strerror(isComplete ? errno : reason)))")
        }
    }

    /// What stands before the first row.
    package var head: String {
        switch format {
        case .csv: Self.columns.joined(separator: ",") + "\n"
        case .tsv: Self.columns.joined(separator: "\t") + "\n"
        case .jsonl, .txt: ""
        }
    }

    /// One row with its line end.
    package func line(_ row: SampleWebRow) -> String {
        let url = baseURL + row.path
        switch format {
        case .txt: return url + "\n"
        case .csv: return separated(row, url, by: ",")
        case .tsv: return separated(row, url, by: "\t")
        case .jsonl:
            return """
                {"SAMPLE_ID": \(row.sampleID), "URL": \(json(url)), "TEXT": \(json(row.caption)), \
                "HEIGHT": \(row.height), "WIDTH": \(row.width), "LICENSE": \(json(row.license)), \
                "NSFW": \(json(row.nsfw)), "similarity": \(row.similarity)}

                """
        }
    }

    private func put(_ text: String, _ file: UnsafeMutablePointer<FILE>) -> Bool {
        fputs(text, file) >= 0
    }

    private func separated(_ row: SampleWebRow, _ url: String, by separator: String) -> String {
        let fields = [
            String(row.sampleID), url, row.caption, String(row.height), String(row.width), row.license, row.nsfw,
            String(row.similarity),
        ]
        return fields.map { quoted($0, separator) }.joined(separator: separator) + "\n"
    }

    /// As in RFC 4180: quoted where needed, quotes doubled.
    private func quoted(_ field: String, _ separator: String) -> String {
        let separators = Set(separator.utf8 + [10, 13, UInt8(ascii: "\"")])
        guard field.utf8.contains(where: separators.contains) else { return field }
        let doubled = field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        return "\"\(doubled)\""
    }

    private func json(_ text: String) -> String {
        var escaped = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            case "\t": escaped += "\\t"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped + "\""
    }
}
