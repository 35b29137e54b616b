// Why a dataset could not be looked at.

/// A failure of `inspect` or `verify` itself; what is wrong with a dataset is a finding, never this.
package struct InspectionError: Error, Hashable, Sendable {
    package enum Category: String, Sendable, CaseIterable {
        /// There is no dataset at the path.
        case noDataset
        /// A file cannot be read, or is not what its name says.
        case unreadable
        /// What was to be repaired cannot be changed.
        case unwritable
    }

    package let category: Category
    /// In one sentence; further lines say what to do.
    package let message: String

    package init(_ category: Category, _ message: String) {
        self.category = category
        self.message = message
    }
}
