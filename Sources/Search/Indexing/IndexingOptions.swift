// What `index` is asked for.

package import VectorSearch

/// Options as resolved. Nothing is checked here.
package struct IndexingOptions: Sendable {
    /// Folders of embeddings, in the order of their rows; absolute.
    package var embeddings: [String]
    package var outputFolder: String
    /// nil chooses by the number of vectors.
    package var type: IndexType?
    /// Lists of type ivf; nil chooses by the number of vectors.
    package var lists: Int?
    package var threads: Int
    /// Memory for what is computed, in bytes; mapped files are not counted.
    package var memory = 2 << 30
    /// Share of the ten nearest rows that a search shall find: so many lists are looked at.
    package var recall = 0.95
    /// Queries that measure it.
    package var queries = 200

    /// Most vectors that are all compared by default.
    package static let mostFlat = 1_500_000

    package init(embeddings: [String], outputFolder: String, threads: Int) {
        self.embeddings = embeddings
        self.outputFolder = outputFolder
        self.threads = threads
    }
}
