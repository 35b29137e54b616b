// Which lines of configs an error comes from.

internal import ArgumentParser
internal import CommandWords
internal import Planning

/// Finds the settings of configs without which a command would not fail as it does: by leaving out one after the other.
struct ConfigBlame {
    /// A check that takes longer, as a long exclude list can make it, is not repeated for each setting.
    private static let longestCheck = Duration.seconds(10)

    private let words: ConfiguredWords

    init(_ words: ConfiguredWords) { self.words = words }

    /// What is wrong with a command's words.
    private enum Failure: Equatable {
        /// The parser refuses them.
        case words(String)
        /// They make no plan.
        case plan(String)
    }

    /// An error with the places of the settings that it comes from.
    func naming(_ error: DownloadError) -> DownloadError {
        guard error.category == .command else { return error }
        return DownloadError(.command, error.message + places(of: .plan(error.message)))
    }

    /// A line for each setting that an error of the parser comes from.
    ///
    /// - Parameter message: the parser's full one.
    func places(ofParserError message: String) -> String { places(of: .words(message)) }

    /// Empty for an error that the check of a command does not find.
    private func places(of failure: Failure) -> String {
        guard !words.settings.isEmpty else { return "" }
        let start = ContinuousClock.now
        guard Self.failure(of: words.words) == failure, ContinuousClock.now - start < Self.longestCheck else {
            return ""
        }
        return words.settings.enumerated().compactMap { place, setting -> String? in
            guard let word = setting.arguments.first else { return nil }
            switch (Self.failure(of: words.words(without: place)), failure) {
            // As before; or a word that must be given is missing now.
            case (failure, _), (.words, .plan): return nil
            default: return "\n  \(word) is from \(setting.place)"
            }
        }.joined()
    }

    /// nil when nothing is found.
    private static func failure(of words: [String]) -> Failure? {
        do {
            try (Img2Shards.parseAsRoot(words) as? any CheckedCommand)?.check()
            return nil
        } catch let error as DownloadError {
            return .plan(error.message)
        } catch {
            return .words(Img2Shards.fullMessage(for: error))
        }
    }
}
