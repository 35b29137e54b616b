// Why embeddings cannot be made.

internal import DatasetFolder
internal import Files
internal import Inference

/// A failure of the whole run; images that cannot be decoded are counted instead.
package struct EmbeddingError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: String, CaseIterable, Sendable {
        /// Options, models or a dataset that do not go together; found before anything is written.
        case command
        /// A shard cannot be read, or the engine failed.
        case run
        /// What was made cannot be written.
        case output
    }

    package let category: Category
    /// One sentence; further lines say what to do.
    package let description: String

    package init(_ category: Category, _ description: String) {
        self.category = category
        self.description = description
    }

    package var exitCode: Int32 {
        switch category {
        case .command: 2
        case .run: 1
        case .output: 3
        }
    }
}

/// Runs a step whose failures all mean the same.
func failing<R, E: Error & CustomStringConvertible>(
    as category: EmbeddingError.Category, _ step: () throws(E) -> R
) throws(EmbeddingError) -> R {
    do { return try step() } catch { throw EmbeddingError(category, error.description) }
}
