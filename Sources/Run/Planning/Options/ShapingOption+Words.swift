// Recorded options as a person types them again.

internal import DatasetFolder
internal import Ground

extension ShapingOption {
    /// What of recorded options is not as usual, as words of a command.
    static func words(_ recorded: [RunIdentity.Option]) -> [String] {
        let usual = Dictionary(
            Self.recorded(DownloadFlags()).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        var words: [String] = []
        for option in recorded where option.value.isSet {
            let value = option.value.read(like: usual[option.name] ?? .absent)
            guard value != usual[option.name] else { continue }
            words.append("--" + option.name)
            if case .files(let files) = option.value.read(like: .files([])), isOfFiles(option.name) {
                words += files.map { ShellWord.quoted($0.path) }
            } else if let text = value.recorded, !text.isEmpty {
                words.append(ShellWord.quoted(text))
            }
        }
        return words
    }

    /// Options whose files are recorded with their sizes.
    private static func isOfFiles(_ name: String) -> Bool {
        ["exclude-list", "scores", "image-model", "text-model", "vocabulary", "nsfw-model", "head"].contains(name)
    }
}
