// The options of `--embed`, as typed.

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
