// Which rows are shown, and in which groups.

/// The pictures of a dataset, by what they are shown for. A plain value.
struct Gallery: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case sample, largest, smallest, widest, tallest, repeated

        var title: String {
            switch self {
            case .sample: "A random sample"
            case .largest: "The largest images"
            case .smallest: "The smallest images"
            case .widest: "The widest images"
            case .tallest: "The tallest images"
            case .repeated: "The most repeated images"
            }
        }
    }

    /// One tile.
    struct Tile: Sendable {
        let place: Place
        /// How often the content is there; 1 for pictures that are shown for something else.
        var count = 1
    }

    private(set) var tiles: [Kind: [Tile]] = [:]
    /// By place; rows that could not be read are not there.
    var pictures: [Place: Picture] = [:]
    /// Captions of the texts that come most often, by the place of one of them.
    var captions: [Place: String] = [:]
    /// Pictures that were left out so that the page stays small.
    var leftOut = 0
    /// Whether only some shards were opened for pictures.
    var isOfFewShards = false

    init() {}

    init(_ figures: DatasetFigures) {
        let rows = figures.rows
        for (kind, best) in [
            (Kind.sample, rows.sample), (.largest, rows.largest), (.smallest, rows.smallest), (.widest, rows.widest),
            (.tallest, rows.tallest),
        ] {
            tiles[kind] = best.places.map { Tile(place: $0) }
        }
        tiles[.repeated] = figures.contents.most.map { Tile(place: $0.place, count: $0.count) }
    }

    /// All rows with pictures, those first that are of more interest.
    var places: [Place] {
        var seen: Set<Place> = []
        return [Kind.sample, .repeated, .largest, .widest, .tallest, .smallest].flatMap { tiles[$0] ?? [] }
            .map(\.place).filter { seen.insert($0).inserted }
    }
}
