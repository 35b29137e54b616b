// The options of `--embed`, as typed.

internal import Ground

/// Models that see each image while it is downloaded.
package struct EmbedFlags: Hashable, Sendable {
    package var isOn = false
    package var imageModel: String?
    package var textModel: String?
    package var vocabulary: String?
    package var nsfwModel: String?
    /// `column=file`.
    package var heads: [String] = []
    package var preprocess = "clip"
    package var precision = "fp32"
    /// OpenVINO's C library, or its folder.
    package var openvino: String?

    package init() {}

    /// For the command that does the same with a finished dataset, as a shell takes them.
    var words: [String] {
        let own = EmbedFlags()
        let values: [(String, String?)] =
            [
                ("--image-model", imageModel), ("--text-model", textModel), ("--vocabulary", vocabulary),
                ("--nsfw-model", nsfwModel),
            ] + heads.map { ("--head", $0) } + [
                ("--preprocess", preprocess != own.preprocess ? preprocess : nil),
                ("--precision", precision != own.precision ? precision : nil), ("--openvino", openvino),
            ]
        return values.flatMap { name, value in value.map { [name, ShellWord.quoted($0)] } ?? [] }
    }

    /// Options that say something although no model is to run.
    var unused: [String] {
        guard !isOn else { return [] }
        let own = EmbedFlags()
        let given = [
            ("--image-model", imageModel != nil), ("--text-model", textModel != nil),
            ("--vocabulary", vocabulary != nil), ("--nsfw-model", nsfwModel != nil), ("--head", !heads.isEmpty),
            ("--preprocess", preprocess != own.preprocess), ("--precision", precision != own.precision),
            ("--openvino", openvino != nil),
        ]
        return given.compactMap { $0.1 ? $0.0 : nil }
    }
}
