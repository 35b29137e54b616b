// What the models gave for one shard: columns of its metadata.

internal import DatasetModel
internal import Ground
internal import Inference
internal import Tables

/// Rows of a shard with their computed columns.
struct ShardResults {
    private(set) var rows: [Int] = []
    private var similarities: [Double?]?
    private var nsfw: [Double?]?
    private var heads: [(name: String, scores: [Double?])]

    init(_ towers: Towers) {
        similarities = towers.image != nil && towers.text != nil ? [] : nil
        nsfw = towers.nsfw != nil ? [] : nil
        heads = towers.heads.map { ($0.name, []) }
    }

    /// Names of the computed columns of numbers, in their order.
    static func scores(_ towers: Towers) -> [String] {
        (towers.image != nil && towers.text != nil ? [ScoreColumns.similarity] : [])
            + (towers.nsfw != nil ? [ScoreColumns.nsfwScore] : []) + towers.heads.map(\.name)
    }

    /// The numbers of the row that was added at `place`, in the order of `scores`.
    func scores(at place: Int) -> [Double] {
        let all = [similarities, nsfw].compactMap { $0 } + heads.map(\.scores)
        return all.map { $0[place] ?? .nan }
    }

    static func computedColumns(_ towers: Towers) -> Set<String> {
        var names = Set(towers.heads.map(\.name))
        if towers.image != nil, towers.text != nil { names.insert(ScoreColumns.similarity) }
        if towers.nsfw != nil { names.formUnion([ScoreColumns.nsfwScore, ScoreColumns.nsfwTag]) }
        // Written anew, from the keys.
        return names.union([ScoreColumns.key])
    }

    /// Runs the models on a batch.
    ///
    /// - Returns: the embeddings, each of unit length.
    mutating func add(
        _ batch: PreparedBatch, _ towers: Towers
    ) throws(CommandFailure) -> (images: [Float], texts: [Float]) {
        let count = batch.rows.count
        guard count > 0 else { return ([], []) }
        rows += batch.rows
        do throws(InferenceError) {
            var (images, texts): ([Float], [Float]) = ([], [])
            if let image = towers.image {
                images = try image.results(count, batch.images)
                Towers.normalise(&images, width: image.width)
            }
            if let text = towers.text {
                texts = try text.results(count, batch.numbers)
                Towers.normalise(&texts, width: text.width)
            }
            if let width = towers.image?.width, similarities != nil {
                for row in 0..<count {
                    var sum = 0.0
                    for place in row * width..<(row + 1) * width { sum += Double(images[place]) * Double(texts[place]) }
                    similarities?.append(sum)
                }
            }
            if let model = towers.nsfw {
                let results = try model.results(count, batch.nsfw)
                for row in 0..<count { nsfw?.append(Double(results[(row + 1) * model.width - 1])) }
            }
            for (place, head) in towers.heads.enumerated() { heads[place].scores += try head.scores(count, images) }
            return (images, texts)
        } catch {
            throw CommandFailure(.run, error.description)
        }
    }

    func metadata(from table: ColumnBatch) throws(CommandFailure) -> ColumnBatch {
        var columns: [NewColumn] = []
        if let similarities { columns.append(NewColumn(name: ScoreColumns.similarity, values: .double(similarities))) }
        if let nsfw {
            columns.append(NewColumn(name: ScoreColumns.nsfwScore, values: .double(nsfw)))
            let tags = nsfw.map { $0.map { SafetyTag(score: $0).rawValue } }
            columns.append(NewColumn(name: ScoreColumns.nsfwTag, values: .text(tags)))
        }
        columns += heads.map { NewColumn(name: $0.name, values: .double($0.scores)) }
        do throws(TableError) {
            let own = try table.taking(rows)
            return columns.isEmpty ? own : try own.appending(columns)
        } catch {
            throw CommandFailure(.run, "the metadata cannot be made: \(error.detail)")
        }
    }
}
