// The rules of a name server: which names get which answer.

/// Rules in order; the first whose pattern fits a name counts. A name that none fits does not exist.
package struct NameScript: Sendable {
    /// Which names a rule is for.
    enum Pattern: Sendable, Equatable {
        case all
        case exactly(String)
        /// The name ends with this, dot included.
        case below(String)

        func fits(_ name: String) -> Bool {
            switch self {
            case .all: true
            case .exactly(let own): name == own
            case .below(let suffix): name.hasSuffix(suffix)
            }
        }
    }

    struct Rule: Sendable, Equatable {
        let pattern: Pattern
        let answer: ScriptedAnswer
    }

    let rules: [Rule]

    func answer(for name: String) -> ScriptedAnswer {
        rules.first { $0.pattern.fits(name) }?.answer ?? ScriptedAnswer()
    }
}
