// Whether robots.txt counts.

/// What is done about robots.txt.
package enum RobotsTxtPolicy: String, Sendable, CaseIterable {
    /// It is fetched first from every server, and what it disallows is not fetched.
    case respect
    /// It is not asked for.
    case ignore
}
