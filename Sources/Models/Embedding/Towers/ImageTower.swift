// A model of images with its preprocessing.

internal import ImageInputs
internal import Inference

/// Images to rows of numbers. `input` may be used by any thread, the model by one.
final class ImageTower {
    /// What workers make of each image.
    let input: ImageInput
    private let model: BatchModel
    var width: Int { model.width }

    /// - Parameter input: the preprocessing; its side follows the model's where `followsModel`.
    init(
        path: String, engine: InferenceEngine, input: ImageInput, followsModel: Bool, batch: Int,
        settings: ModelSettings
    ) throws(InferenceError) {
        let ports = try Model(path: path, engine: engine).inputs
        guard ports.count == 1, let port = ports.first, port.element.isFloat, port.sides?.count ?? 4 == 4 else {
            throw InferenceError(
                .unfit,
                """
                \(path) takes \(ports.map(\.words).joined(separator: "; ")); an image model takes one input of four sides
                  export the image and the text model apart
                """)
        }
        var input = input
        let sides = port.sides ?? [nil, 3, nil, nil]
        input.layout = sides[1] == 3 || sides[3] != 3 ? .planes : .pixels
        let (height, width) = input.layout == .planes ? (sides[2], sides[3]) : (sides[1], sides[2])
        if followsModel, let side = height, side == width, (1...4096).contains(side) { input = input.resized(to: side) }
        guard height ?? input.height == input.height, width ?? input.width == input.width else {
            throw InferenceError(
                .unfit, "\(path) takes \(port.words), its preprocessing gives \(input.width)x\(input.height) pixels")
        }
        self.input = input
        let row = input.layout == .planes ? [3, input.height, input.width] : [input.height, input.width, 3]
        model = try BatchModel(path: path, engine: engine, batch: batch, rowSides: [row], settings: settings)
    }

    func results(_ count: Int, _ values: [Float]) throws(InferenceError) -> [Float] {
        try model.results(count, [.floats(values)])
    }
}
