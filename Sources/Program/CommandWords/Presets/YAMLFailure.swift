// Yams' errors in our words.

internal import Yams

enum YAMLFailure {
    /// `source:line:column: not YAML: …`, as far as the place is known.
    static func message(_ error: any Error, source: String) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(source):\(mark.line):\(mark.column): not YAML: \(problem)."
        case .reader(let problem, _, _, _):
            "\(source) is not YAML: \(problem)."
        case .duplicatedKeysInMapping(let keys, let context):
            "\(source):\(context.mark.line): \(keys.first ?? "a key") appears twice in one block."
        case .memory:
            "\(source) is nested too deeply."
        default:
            "\(source) is not YAML: \(error)"
        }
    }
}
