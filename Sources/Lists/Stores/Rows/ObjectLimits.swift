// Limits on reading the objects that rows name.

/// What holds for each request of them.
package struct ObjectLimits: Hashable, Sendable {
    /// An attempt ends after so long, whatever comes.
    package let deadline: Duration
    /// Requests at once, whose connections are kept.
    package let mostAtOnce: Int

    package init(deadline: Duration, mostAtOnce: Int) {
        self.deadline = deadline
        self.mostAtOnce = mostAtOnce
    }
}
