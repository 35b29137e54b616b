// What one name server did during a run.

/// Counts of one name server.
package struct NameServerCounts: Sendable, Equatable {
    /// As people write it.
    package let server: String
    /// Queries sent; a look-up takes one or more.
    package internal(set) var asked: UInt64
    /// Queries answered, with an address or with the word that there is none.
    package internal(set) var answered: UInt64
    /// Queries that got no answer in time.
    package internal(set) var lost: UInt64
    /// Queries answered with a failure: SERVFAIL, REFUSED.
    package internal(set) var failed: UInt64
}
