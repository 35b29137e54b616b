// A model of ONNX: read, compiled for inputs of one size, run.

internal import Files
internal import InferenceBridge

/// One model. For one thread at a time.
package final class Model {
    /// For messages.
    package let path: String
    package let inputs: [ModelPort]
    package let outputs: [ModelPort]
    /// Freed here.
    private let pointer: OpaquePointer
    private let engine: InferenceEngine
    /// Values of each input of the compiled model; nil before.
    private var valueCounts: [Int]?

    /// Reads a model, with weights beside it in files of their own where it has such.
    ///
    /// - Throws: `badModel`.
    package init(path: String, engine: InferenceEngine) throws(InferenceError) {
        switch FileStatus(path)?.kind {
        case .file: break
        case nil: throw InferenceError(.badModel, "\(path): no such file. Name a model in ONNX")
        default: throw InferenceError(.badModel, "\(path) is not a file. Name a model in ONNX")
        }
        let read = try bridged(path) { inference_model_read(engine.pointer, path, $0) }
        guard let read else { throw InferenceError(.badModel, "\(path): cannot be read") }
        do throws(InferenceError) {
            inputs = try Self.ports(inference_model_input_count(read), path) {
                inference_model_input(read, $0, $1, $2)
            }
            outputs = try Self.ports(inference_model_output_count(read), path) {
                inference_model_output(read, $0, $1, $2)
            }
        } catch {
            inference_model_free(read)
            throw error
        }
        self.path = path
        self.engine = engine
        pointer = read
    }

    deinit { inference_model_free(pointer) }

    private static func ports(
        _ count: Int, _ path: String,
        _ look: (Int, UnsafeMutablePointer<inference_port>, UnsafeMutablePointer<inference_error>) -> Bool
    ) throws(InferenceError) -> [ModelPort] {
        var ports: [ModelPort] = []
        for index in 0..<count {
            var port = inference_port()
            _ = try bridged(path) { look(index, &port, $0) }
            ports.append(ModelPort(port))
        }
        return ports
    }

    /// Compiles the model for inputs with these sides, one list for each input. Call once, before the first run.
    ///
    /// - Throws: `unfit` where the model cannot have them.
    package func compile(sides: [[Int]], settings: ModelSettings) throws(InferenceError) {
        precondition(sides.count == inputs.count)
        let shapes = sides.map { lengths in
            var port = inference_port()
            port.side_count = Int32(lengths.count)
            withUnsafeMutableBytes(of: &port.sides) { bytes in
                let places = bytes.bindMemory(to: Int64.self)
                for (place, length) in zip(places.indices, lengths) { places[place] = Int64(length) }
            }
            return port
        }
        _ = try bridged(path) {
            inference_model_compile(
                pointer, shapes, shapes.count, Int32(clamping: settings.threads), settings.precision.word, $0)
        }
        valueCounts = sides.map { $0.reduce(1, *) }
    }

    /// Runs the compiled model.
    ///
    /// - Parameter values: for each input, in order, as many as its sides say.
    /// - Throws: `unfit` for values of the wrong kind; `failed`.
    package func run(_ values: [ModelValues]) throws(InferenceError) {
        precondition(values.map(\.count) == valueCounts, "values of another size than the model was compiled for")
        for (input, values) in zip(inputs, values) where !values.fit(input.element) {
            throw InferenceError(.unfit, "\(path): its input \(input.words) takes other values than it is given")
        }
        try run(values[...], stored: [])
    }

    /// Lends the memory of one input after the other, then runs.
    private func run(
        _ rest: ArraySlice<ModelValues>, stored: [inference_values]
    ) throws(InferenceError) {
        guard let next = rest.first else {
            _ = try bridged(path) { inference_model_run(pointer, stored, stored.count, $0) }
            return
        }
        let result = next.withStored(as: inputs[stored.count].element) { bytes in
            // The engine does not write to its inputs.
            let values = inference_values(
                start: UnsafeMutableRawPointer(mutating: bytes.baseAddress), byte_count: bytes.count)
            return Result { () throws(InferenceError) in try run(rest.dropFirst(), stored: stored + [values]) }
        }
        try result.get()
    }

    /// A copy of one output of the last run.
    package func result(ofOutput index: Int) throws(InferenceError) -> ModelResult {
        var found = inference_result()
        _ = try bridged(path) { inference_model_result(pointer, index, &found, $0) }
        return ModelResult(found)
    }
}
