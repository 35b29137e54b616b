// What to do with a dataset that is finished.

/// A line to paste, and what it is for.
package struct NextStep: Hashable, Sendable {
    /// Of the shell, whole.
    package let command: String
    /// A few words.
    package let purpose: String

    package init(_ command: String, _ purpose: String) {
        self.command = command
        self.purpose = purpose
    }
}
