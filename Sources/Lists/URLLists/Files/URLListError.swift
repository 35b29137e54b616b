// What can be wrong with a URL list.

internal import Ground
package import RowSelection
internal import Stores
internal import Tables

/// Why a URL list cannot be read, in words for the person who gave it.
package struct URLListError: Error, Hashable, Sendable {
    /// A closed set, for exit codes and tests.
    package enum Category: String, Sendable, CaseIterable {
        case notFound
        case unreadable
        /// No rows at all.
        case empty
        /// A folder or pattern without a matching file.
        case noMatchingFile
        /// The same file twice.
        case repeatedFile
        case unknownFormat
        case unknownColumn
        /// A name this tool gives to a column of its own.
        case reservedName
        /// A condition on rows that is not valid, or does not fit the columns.
        case badCondition
        /// Options that do not go together.
        case badOption
        /// The file's bytes are not what its format asks for.
        case malformed
        case outOfMemory
        /// A store does not let us read.
        case denied
        /// A store does not answer.
        case unreachable
        /// The plan is not one of this list.
        case otherPlan
        /// A file is another one than at the start.
        case changed
    }

    package let category: Category
    /// One line, without a leading `error:`.
    package let detail: String
    /// Further lines that help: the columns there are, what to do instead.
    package let hints: [String]

    package init(category: Category, detail: String, hints: [String] = []) {
        self.category = category
        self.detail = detail
        self.hints = hints
    }

    /// The detail, then each hint on a line of its own, two spaces in.
    package var message: String { ([detail] + hints.map { "  " + $0 }).joined(separator: "\n") }

    /// An error of reading `path`.
    init(_ error: TableError, path: String) {
        switch error.category {
        case .notFound: self.init(category: .notFound, detail: "\(path) does not exist any more.")
        case .unreadable: self.init(category: .unreadable, detail: "\(path) cannot be read: \(error.detail)")
        case .outOfMemory: self.init(category: .outOfMemory, detail: "\(path): not enough memory to read it.")
        case .denied:
            self.init(
                category: .denied, detail: "\(path): the store denies access: \(error.detail)",
                hints: StorePath(path).map { [$0.scheme.credentialsHint] } ?? [])
        case .unreachable:
            self.init(
                category: .unreachable, detail: "\(path): the store does not answer: \(error.detail)",
                hints: StorePath(path).map { [$0.scheme.endpointHint + " A start of the same command resumes"] } ?? [])
        case .changed:
            self.init(
                category: .changed,
                detail: "\(path): \(error.detail). A list must stay as it is until the run has ended: use a copy.")
        case .unsupported, .misuse:
            let hint = error.category == .unsupported ? StorePath(path)?.scheme.supportHint : nil
            self.init(
                category: .unreadable, detail: "\(path) cannot be read: \(error.detail)", hints: hint.map { [$0] } ?? []
            )
        default:
            self.init(
                category: .malformed, detail: "\(path) is damaged or of another format: \(error.detail)",
                hints: ["is it complete? Copy or download it again; or give its format with --input-format"])
        }
    }

    /// An error of a condition on the rows of a table with these columns.
    ///
    /// - Parameter table: what the table is called; nil where none was looked into yet.
    package init(_ error: WhereError, table: String?, columns: [String]) {
        let told = ColumnMapping.listed(columns)
        let option = error.option
        let detail: String
        switch error.category {
        case .syntax: detail = "\(option): \(error.detail)"
        case .wrongType: detail = "\(option), \(table ?? "the list"): \(error.detail)"
        case .unknownColumn:
            let question = error.unknownName.map { NearestName.question(for: $0, among: columns) } ?? ""
            detail = "\(option): \(table ?? "the list") has \(error.detail).\(question)"
        }
        self.init(
            category: error.category == .unknownColumn ? .unknownColumn : .badCondition, detail: detail,
            hints: error.excerpt + (error.hint.map { [$0] } ?? [])
                + (error.category == .unknownColumn ? ["columns: \(told)"] : []))
    }
}
