// Values of a list that could not be taken as they stand.

/// What was changed in one column of one file, so far.
package struct URLListWarning: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// The value did not fit the type the column's first values have, and is null in the metadata.
        case lostValues
        /// As `lostValues`, in a column that rows are chosen by: there the value counted as null.
        case lostForChoosing
        /// The bytes were not UTF-8 and were read as Windows-1252.
        case repairedText
        /// Bytes follow the compressed text, and were left out.
        case trailingBytes
    }

    package let kind: Kind
    package let file: String
    /// Empty where it is about the file.
    package let column: String
    /// Values.
    package let count: Int

    package init(kind: Kind, file: String, column: String, count: Int) {
        self.kind = kind
        self.file = file
        self.column = column
        self.count = count
    }

    /// The warning in a sentence.
    package var text: String {
        switch kind {
        case .lostValues:
            "\(file): \(count) values of column \"\(column)\" do not fit its type and are null in the metadata"
        case .lostForChoosing:
            "\(file): \(count) values of column \"\(column)\" do not fit its type and counted as null when rows were selected"
        case .repairedText:
            "\(file): \(count) values of column \"\(column)\" are not UTF-8 and were read as Windows-1252"
        case .trailingBytes: "\(file): bytes after the end of the compressed text were ignored"
        }
    }
}
