// Models of scores: the options of embed and of download --embed.

internal import ArgumentParser

struct ScoreFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp("Yahoo's NSFW classifier in ONNX, for nsfw_score and NSFW.", valueName: "file"),
        completion: .file(extensions: ["onnx"]))
    var nsfwModel: String?

    @Option(
        name: .customLong("head"),
        help: ArgumentHelp(
            "A model in ONNX that takes the image's embedding; its result becomes the column. May be repeated.",
            valueName: "column=file"))
    var heads: [String] = []
}
