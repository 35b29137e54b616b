// An option of a command, as far as a config must know it.

/// What a config can set, and how it goes into the command's arguments.
package struct KnownOption: Equatable, Sendable {
    /// What an option takes.
    package enum Shape: Equatable, Sendable {
        /// Nothing: it is there or not. `negated`: the name that says not, where there is one.
        case flag(negated: String?)
        /// One value of this kind.
        case one(Kind)
        /// One value, commas between its parts: a list becomes one argument.
        case commaList
        /// One value each time: a list becomes several arguments.
        case repeated
    }

    /// What a value is made of.
    package enum Kind: Equatable, Sendable {
        case text, wholeNumber, number
    }

    /// Without dashes before it.
    package let name: String
    package let shape: Shape

    package init(_ name: String, _ shape: Shape) {
        self.name = name
        self.shape = shape
    }

    /// Every name it goes by.
    package var names: [String] {
        if case .flag(let negated?) = shape { return [name, negated] }
        return [name]
    }
}
