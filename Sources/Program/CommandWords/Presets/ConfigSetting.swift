// An option that a config sets.

/// One option with the value a config gives it.
package struct ConfigSetting: Equatable, Sendable {
    /// The option's name, never its negated one.
    package let name: String
    /// What stands for it on a command line; empty where the config says what is the default anyway.
    package let arguments: [String]
    package let place: ConfigPlace
}
