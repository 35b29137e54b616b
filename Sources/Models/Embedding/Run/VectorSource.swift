// Where embeddings come from.

internal import DatasetModel

/// Models that are run, or embeddings of the same images that were made before.
enum VectorSource {
    case models(Towers)
    case taken(TakenEmbeddings)

    var hasImages: Bool {
        switch self {
        case .models(let towers): towers.image != nil
        case .taken(let taken): taken.imageWidth != nil
        }
    }

    var hasTexts: Bool {
        switch self {
        case .models(let towers): towers.text != nil
        case .taken(let taken): taken.textWidth != nil
        }
    }

    /// Columns that are written anew, and not taken from the dataset's tables.
    var computedColumns: Set<String> {
        switch self {
        case .models(let towers): ShardResults.computedColumns(towers)
        case .taken: [ScoreColumns.key]
        }
    }
}
