// The findings as lines for people.

internal import Reporting

/// A table of three columns: what it is about, the verdict, the words; advice below.
package enum FindingTable {
    private static let aboutWidth = 14
    private static let verdictWidth = 8

    /// The lines of one finding.
    package static func lines(_ finding: Finding) -> [String] {
        let text = PlainText.safe(finding.text, maximumCharacters: 400)
        let head = padded(finding.about, aboutWidth) + padded(finding.verdict.rawValue, verdictWidth) + text
        let indent = String(repeating: " ", count: aboutWidth + verdictWidth)
        return [head] + finding.advice.map { indent + "→ " + $0 }
    }

    /// The last line.
    package static func closing(_ findings: [Finding]) -> String {
        let changes = findings.count { $0.verdict == .change }
        switch changes {
        case 0: return "nothing needs a change"
        case 1: return "1 thing needs a change"
        default: return "\(changes) things need a change"
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
