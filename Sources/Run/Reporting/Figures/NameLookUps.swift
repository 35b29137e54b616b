// How look-ups of names went, in numbers.

/// Counts of look-ups, and of what the name servers did with the queries for them.
package struct NameLookUps: Hashable, Sendable {
    /// Queries to one name server.
    package struct Server: Hashable, Sendable {
        package let name: String
        package let asked: Int
        /// Not answered in time.
        package let lost: Int
        /// Answered with a failure.
        package let failed: Int

        package init(name: String, asked: Int, lost: Int, failed: Int) {
            self.name = name
            self.asked = asked
            self.lost = lost
            self.failed = failed
        }

        /// Whether it is a reason for look-ups that fail.
        var drops: Bool { asked >= 20 && lost * 10 >= asked }
        var fails: Bool { asked >= 20 && failed * 10 >= asked }
    }

    /// Look-ups begun, one for each name until its answer is too old.
    package var lookUps = 0
    /// Failed because the name does not exist or has no address.
    package var unknown = 0
    /// Failed because no server answered in time.
    package var unanswered = 0
    /// Failed for any reason, these two included.
    package var failed = 0
    package var servers: [Server] = []

    package init() {}
}
