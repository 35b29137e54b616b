// Classes of failures as they are typed.

internal import Ground
package import Reporting
internal import URLLists

extension FailureChoice {
    /// A choice by the words of `--classes`.
    ///
    /// - Throws: `command` for a word that names no class, with the nearest that does.
    package init(typed words: [String]) throws(DownloadError) {
        var unknown: String?
        guard !words.isEmpty, let choice = FailureChoice(words: words, unknown: &unknown) else {
            let word = unknown ?? ""
            throw DownloadError(
                .command,
                """
                --classes cannot be "\(word)".\(Self.question(word))
                  choices: \(FailureChoice.words.joined(separator: ", ")) and every other http_ status
                """)
        }
        self = choice
    }

    /// `404` is a status.
    private static func question(_ word: String) -> String {
        let status = Int(word).map { "http_\($0)" } ?? (word.lowercased() == "5xx" ? "http_5xx" : nil)
        var unknown: String?
        if let status, FailureChoice(words: [status], unknown: &unknown) != nil {
            return " Did you mean \"\(status)\"?"
        }
        return NearestName.question(for: word, among: FailureChoice.words)
    }
}
