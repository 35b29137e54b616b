// What has to be known of an option to read its words: its names, and whether it takes a value.

/// One option of a command, as the parser knows it.
package struct OptionForm: Sendable {
    package enum Kind: Sendable, Equatable {
        /// Given or not; `negation` is the name that turns it off, if the parser has one.
        case flag(negation: String?)
        /// Takes the next word, or what follows `=`.
        case value
    }

    /// Without the dashes: `url-list`.
    package let name: String
    package let kind: Kind
    /// Further names of the same, single letters among them; no negations.
    package let aliases: [String]

    package init(name: String, kind: Kind, aliases: [String] = []) {
        self.name = name
        self.kind = kind
        self.aliases = aliases
    }
}
