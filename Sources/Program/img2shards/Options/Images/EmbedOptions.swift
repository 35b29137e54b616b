// Models that see each image while it is downloaded: the options of download.

internal import ArgumentParser
internal import Planning

struct EmbedOptions: ParsableArguments {
    @Flag(
        help:
            "Run models on each image before it is written: embeddings in img_emb, text_emb and metadata of the output folder, computed columns in the dataset; as embed gives them, without reading and decoding the images again. Needs OpenVINO (make setup-models)."
    )
    var embed = false

    @OptionGroup var models: ModelFlags
    @OptionGroup var scores: ScoreFlags

    func apply(to flags: inout DownloadFlags) {
        flags.embed.isOn = embed
        flags.embed.imageModel = models.imageModel
        flags.embed.textModel = models.textModel
        flags.embed.vocabulary = models.vocabulary
        flags.embed.nsfwModel = scores.nsfwModel
        flags.embed.heads = scores.heads
        flags.embed.preprocess = models.preprocess
        flags.embed.precision = models.precision
        flags.embed.openvino = models.openvino
    }
}
