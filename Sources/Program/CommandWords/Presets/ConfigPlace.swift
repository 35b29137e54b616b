// Where in a config a value stands.

/// A line of a config file.
package struct ConfigPlace: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// The file's path as given, or `preset NAME`.
    package let source: String
    /// From 1.
    package let line: Int

    package init(source: String, line: Int) {
        self.source = source
        self.line = line
    }

    /// `path:line`, as editors and compilers write it.
    package var description: String { "\(source):\(line)" }
}
