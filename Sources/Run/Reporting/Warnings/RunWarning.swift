// A sentence for a person whose run goes badly.

/// What goes wrong, and what to try.
package struct RunWarning: Hashable, Sendable {
    /// The kind of failure it is about.
    package let kind: FailureClass
    /// Share of the rows looked at.
    package let share: Share
    /// Plain words on one line, without the leading `!`.
    package let text: String
}
