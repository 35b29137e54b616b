// What a node of YAML is to a config.

internal import Yams

enum YAMLValue {
    /// A plain null of YAML 1.2; quoted text never is.
    static func isNull(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, isPlain(scalar) else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    private static func isPlain(_ scalar: Node.Scalar) -> Bool {
        switch scalar.style {
        case .any, .plain: true
        case .singleQuoted, .doubleQuoted, .literal, .folded: false
        }
    }

    /// Letters as written: no option is to become another by YAML's rules for numbers and booleans.
    static func text(_ node: Node) -> String? {
        guard case .scalar(let scalar) = node else { return nil }
        return scalar.string
    }
}
