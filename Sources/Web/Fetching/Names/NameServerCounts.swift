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

    /// Adds the counts of several loops, server by server, in the order of `left`.
    static func sum(_ left: [NameServerCounts], _ right: [NameServerCounts]) -> [NameServerCounts] {
        var sum = left
        for counts in right {
            if let index = sum.firstIndex(where: { $0.server == counts.server }) {
                sum[index].asked += counts.asked
                sum[index].answered += counts.answered
                sum[index].lost += counts.lost
                sum[index].failed += counts.failed
            } else {
                sum.append(counts)
            }
        }
        return sum
    }
}
