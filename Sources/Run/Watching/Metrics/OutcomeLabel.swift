// The values of the label `outcome`: a closed set, whatever servers send.

internal import Reporting

/// Puts tally words together into labels.
enum OutcomeLabel {
    /// Registered with IANA (HTTP Status Code Registry), without 1xx and 2xx.
    private static let statuses: Set<Int> = Set(
        [300, 301, 302, 303, 304, 305, 307, 308] + Array(400...417) + [
            421, 422, 423, 424, 425, 426, 428, 429, 431, 451,
        ]
            + Array(500...508) + [510, 511])

    /// `success`, then failures of this start as in the column `error_class`, by word.
    static func counts(_ figures: RunFigures) -> [(word: String, value: Int)] {
        var counts: [String: Int] = [:]
        for failure in figures.failures { counts[label(failure.tallyWord), default: 0] += failure.count }
        // Words that the tally no longer has: the sum stays that of all rows.
        let rest = figures.settled - figures.images - counts.values.reduce(0, +)
        if rest > 0 { counts["other", default: 0] += rest }
        return [("success", figures.images)] + counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    static func label(_ tallyWord: String) -> String {
        guard let status = FailureClass.httpStatus(in: tallyWord) else {
            return tallyWord.utf8.allSatisfy { $0 == 0x5f || (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) }
                ? tallyWord : "other"
        }
        return statuses.contains(status) ? tallyWord : "http_other"
    }
}
