// A model that runs on as many rows as there are.

internal import Inference

/// One model compiled for a batch; batches that are not full are filled up with zeros. For one thread at a time.
final class BatchModel {
    /// Rows that the model is compiled for: 1 where it takes no others.
    private let batch: Int
    private let model: Model
    private let output: Int
    /// Values of a row of its result.
    let width: Int

    /// Names of results that are embeddings, in the order of preference.
    private static let known = [
        "image_embeds", "text_embeds", "embeddings", "embedding", "sentence_embedding", "pooler_output",
    ]

    /// - Parameters:
    ///   - rowSides: for each input, its sides but the first.
    init(
        path: String, engine: InferenceEngine, batch: Int, rowSides: [[Int]], settings: ModelSettings
    ) throws(InferenceError) {
        do throws(InferenceError) {
            (model, output, width) = try Self.tried(path, engine, batch, rowSides, settings)
            self.batch = batch
        } catch {
            // Some models are made for one row.
            guard batch > 1, let single = try? Self.tried(path, engine, 1, rowSides, settings) else { throw error }
            (model, output, width) = single
            self.batch = 1
        }
    }

    /// Compiled and run once: some models that compile for a batch cannot be run with it.
    private static func tried(
        _ path: String, _ engine: InferenceEngine, _ batch: Int, _ rowSides: [[Int]], _ settings: ModelSettings
    ) throws(InferenceError) -> (Model, Int, Int) {
        let model = try Model(path: path, engine: engine)
        guard model.inputs.count == rowSides.count else {
            throw InferenceError(.unfit, "\(path) has \(model.inputs.count) inputs, not \(rowSides.count)")
        }
        let output = try output(of: model)
        try model.compile(sides: rowSides.map { [batch] + $0 }, settings: settings)
        let zeros = zip(model.inputs, rowSides).map { port, sides in
            let count = batch * sides.reduce(1, *)
            return port.element.isFloat
                ? ModelValues.floats(.init(repeating: 0, count: count)) : .integers(.init(repeating: 0, count: count))
        }
        try model.run(zeros)
        let result = try model.result(ofOutput: output)
        guard result.values.count % batch == 0, !result.values.isEmpty else {
            throw InferenceError(.unfit, "\(path): its result \(model.outputs[output].words) has no row for each input")
        }
        return (model, output, result.values.count / batch)
    }

    private static func output(of model: Model) throws(InferenceError) -> Int {
        for name in known { if let index = model.outputs.firstIndex(where: { $0.name == name }) { return index } }
        if let index = model.outputs.firstIndex(where: { $0.sides?.count ?? 2 <= 2 && $0.element.isFloat }) {
            return index
        }
        throw InferenceError(
            .unfit,
            "\(model.path) has no result of two sides, one row for each input; its results: "
                + model.outputs.map(\.words).joined(separator: "; "))
    }

    /// The results of `count` rows, one after the other.
    func results(_ count: Int, _ inputs: [ModelValues]) throws(InferenceError) -> [Float] {
        var results: [Float] = []
        var start = 0
        while start < count {
            let rows = min(batch, count - start)
            try model.run(inputs.map { part(of: $0, rows: count, start, rows) })
            results += try model.result(ofOutput: output).values.prefix(rows * width)
            start += rows
        }
        return results
    }

    private func part(of values: ModelValues, rows count: Int, _ start: Int, _ rows: Int) -> ModelValues {
        let length = values.count / count
        if start == 0, rows == count, rows == batch { return values }
        let range = start * length..<(start + rows) * length
        let missing = (batch - rows) * length
        return switch values {
        case .floats(let all): .floats(all[range] + [Float](repeating: 0, count: missing))
        case .integers(let all): .integers(all[range] + [Int64](repeating: 0, count: missing))
        }
    }
}
