// A value that may be left out, with what holds then in words.

internal import ArgumentParser

/// An option's value, or nothing: the parser shows the words in the help as the default.
struct Setting<Value: ExpressibleByArgument & Sendable>: ExpressibleByArgument, Sendable {
    /// nil when the option is not given.
    let value: Value?
    let defaultValueDescription: String

    /// An option that is not given.
    ///
    /// - Parameter words: what holds then: `one per core`.
    init(otherwise words: String) {
        value = nil
        defaultValueDescription = words
    }

    init?(argument: String) {
        guard let value = Value(argument: argument) else { return nil }
        self.value = value
        defaultValueDescription = value.defaultValueDescription
    }
}
