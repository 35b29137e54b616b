// Models of images and captions: the options of embed, download --embed and browse.

internal import ArgumentParser
internal import Embedding
internal import Inference

struct ModelFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Model of images in ONNX.", valueName: "file"), completion: .file(extensions: ["onnx"]))
    var imageModel: String?

    @Option(
        help: ArgumentHelp("Model of captions in ONNX, of the same CLIP.", valueName: "file"),
        completion: .file(extensions: ["onnx"]))
    var textModel: String?

    @Option(
        help: ArgumentHelp("CLIP's list of merges, for --text-model: bpe_simple_vocab_16e6.txt.gz.", valueName: "file"),
        completion: .file())
    var vocabulary: String?

    @Option(
        help: ArgumentHelp(
            "How --image-model sees images: clip, siglip, or a preprocessor_config.json or open_clip_config.json.",
            valueName: "way"), completion: .file(extensions: ["json"]))
    var preprocess = "clip"

    @Option(
        help: ArgumentHelp("fp32 or bf16. Models in int8 stay so.", valueName: "precision"),
        completion: .list(ModelSettings.Precision.allCases.map(\.rawValue)))
    var precision = "fp32"

    @Option(
        help: ArgumentHelp("OpenVINO's libopenvino_c.so, or its folder.", valueName: "path"), completion: .file())
    var openvino: String?

    /// Writes them into options.
    ///
    /// - Parameter threads: threads that run models.
    func fill(_ options: inout EmbeddingOptions, threads: Int) throws {
        options.imageModel = imageModel
        options.textModel = textModel
        options.vocabulary = vocabulary
        options.preprocessing = preprocess
        options.engine = openvino
        guard let precision = ModelSettings.Precision(rawValue: precision) else {
            throw ValidationError("--precision cannot be \(precision): it takes fp32 or bf16.")
        }
        options.settings = ModelSettings(precision: precision, threads: threads)
    }
}
