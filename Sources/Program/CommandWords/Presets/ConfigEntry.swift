// One option of a config file, as written.

/// A key, its value and its place; nothing is known yet of whether there is such an option.
package struct ConfigEntry: Equatable, Sendable {
    /// A value as a config can write it.
    package enum Value: Equatable, Sendable {
        /// `null`, `~` or nothing: the option keeps its default.
        case null
        /// A word, number or text, as its letters stand in the file: `no` stays "no", 0.10 stays "0.10".
        case scalar(String)
        /// `[a, b]` or lines with dashes.
        case list([String])
    }

    /// The option's name in our spelling, without dashes before it: `image-size`, also of a key `image_size`.
    package let name: String
    /// The key as written.
    package let key: String
    package let value: Value
    package let place: ConfigPlace
    /// The command whose block it stands in; nil for every command that has the option.
    package let command: String?

    package init(key: String, value: Value, place: ConfigPlace, command: String? = nil) {
        self.key = key
        self.command = command
        name = Self.name(of: key)
        self.value = value
        self.place = place
    }

    /// The key in our spelling: img2dataset's underscores and a command line's leading dashes are taken as well.
    private static func name(of key: String) -> String {
        let bare = key.hasPrefix("--") ? key.dropFirst(2) : key[...]
        return String(bare.map { $0 == "_" ? "-" : $0 })
    }
}
