// One line of the doctor's table.

/// What was found, and what to do about it.
package struct Finding: Hashable, Sendable {
    package enum Verdict: String, Sendable {
        case ok
        /// Worth knowing; nothing has to be done.
        case note
        /// Something should be changed.
        case change
    }

    /// A word or two: `resolver`, `open files`.
    package let about: String
    package let verdict: Verdict
    /// What was found, in plain words on one line.
    package let text: String
    /// What to do, one line each.
    package let advice: [String]

    init(_ about: String, _ verdict: Verdict, _ text: String, advice: [String] = []) {
        self.about = about
        self.verdict = verdict
        self.text = text
        self.advice = advice
    }
}
