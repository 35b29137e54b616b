// What is built of the embeddings of one kind.

internal import Ground
internal import VectorSearch

/// One index to build.
struct IndexPlan: Sendable {
    let modality: VectorModality
    let vectors: VectorFiles
    let type: IndexType
    /// Lists of type ivf.
    let lists: Int
    /// Rows that ranges and centres are learned from.
    let sampleRows: Int

    /// Rows of the sample for each centre: fewer leave centres in the wrong places, more take longer.
    private static let rowsPerList = 40
    private static let fewestSampleRows = 100_000

    init(
        _ modality: VectorModality, _ vectors: VectorFiles, _ options: IndexingOptions
    ) throws(CommandFailure) {
        self.modality = modality
        self.vectors = vectors
        let count = vectors.count
        guard count > 0 else {
            throw CommandFailure(.command, "the \(modality.rawValue) embeddings have no rows")
        }
        type = options.type ?? (count > IndexingOptions.mostFlat ? .ivf : .flat)
        let lists = options.lists ?? Self.lists(of: count)
        guard type == .flat || lists <= count else {
            throw CommandFailure(.command, "--lists cannot be \(lists): there are only \(count) vectors.")
        }
        self.lists = lists
        let wanted = type == .ivf ? max(Self.fewestSampleRows, Self.rowsPerList * lists) : Self.fewestSampleRows
        sampleRows = min(count, wanted, options.memory / 2 / (vectors.dimension + 16))
        guard type == .flat || sampleRows >= lists else {
            throw CommandFailure(
                .command,
                """
                --memory is too small for \(lists) lists
                  give more, or fewer --lists
                """)
        }
    }

    /// Four times the square root: then comparing the centres takes about as long as comparing the rows.
    private static func lists(of count: Int) -> Int {
        let wanted = Int(4 * Double(count).squareRoot())
        return max(1, min(wanted / 64 * 64, 1 << 18, max(1, count / 40)))
    }
}
