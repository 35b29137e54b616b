// Keeps YAML's aliases out: a few lines of them can stand for billions of values.

/// Finds text that could be an alias (`*name`) of an anchor (`&name`).
///
/// Yams resolves aliases while it reads, and offers no way to refuse them. What looks like the two parts of an alias
/// inside plain text is found too: two such words in one config are a price that can be paid.
enum AliasCheck {
    /// The line, from 1, of the first `*name` whose `&name` stands anywhere in the text.
    static func firstAlias(in text: String) -> (name: String, line: Int)? {
        let bytes = Array(text.utf8)
        var anchors: Set<[UInt8]> = []
        for start in bytes.indices where bytes[start] == UInt8(ascii: "&") {
            anchors.insert(name(in: bytes, after: start))
        }
        guard !anchors.isEmpty else { return nil }
        var line = 1
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "*") else { continue }
            let alias = name(in: bytes, after: index)
            if !alias.isEmpty, anchors.contains(alias) { return (String(decoding: alias, as: UTF8.self), line) }
        }
        return nil
    }

    /// The letters libyaml takes into a name: ASCII's, digits, `_` and `-`.
    private static func name(in bytes: [UInt8], after sign: Int) -> [UInt8] {
        Array(
            bytes[(sign + 1)...].prefix { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            })
    }
}
