// The one error of this target.

/// Why the Hub did not do what was asked.
package struct HubError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: String, Sendable, CaseIterable {
        /// `HF_ENDPOINT` is no URL.
        case address
        /// There is no such dataset, or none that this token may see.
        case noDataset
        /// There is no such revision, folder or file in it.
        case notFound
        /// The token is wrong, has no right, or is missing.
        case denied
        /// The Hub does not answer, or answers that it cannot now.
        case unreachable
        /// The dataset was changed by somebody else meanwhile.
        case changed
        /// An answer that this program does not understand, or a refusal for another reason.
        case refused
        /// A file here cannot be read.
        case localFile
        case cancelled
    }

    package let category: Category
    /// In plain words, without secrets.
    package let detail: String
    /// What to do; nil if nothing is known.
    package let hint: String?

    package init(_ category: Category, _ detail: String, hint: String? = nil) {
        self.category = category
        self.detail = detail
        self.hint = hint
    }

    package var description: String { detail }
}
