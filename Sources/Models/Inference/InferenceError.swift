// Why a model cannot be used.

/// A failure of the engine or of a model.
package struct InferenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Closed set of causes.
    package enum Category: String, CaseIterable, Sendable {
        /// OpenVINO is not there, or cannot be opened.
        case noEngine
        /// Another version of OpenVINO than is known here.
        case wrongVersion
        /// The file is missing, or is no model that can be read.
        case badModel
        /// The model does not take what it is to be given, or has no result that is wanted.
        case unfit
        /// The model failed as it ran.
        case failed
        case outOfMemory
    }

    package let category: Category
    /// One sentence or more, for people; never parsed.
    package let detail: String

    package init(_ category: Category, _ detail: String) {
        self.category = category
        self.detail = detail
    }

    package var description: String { detail }
}
