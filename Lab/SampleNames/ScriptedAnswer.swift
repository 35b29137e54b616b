// What a rule answers, and with which faults.

/// An answer for the names of one rule. By default the name does not exist.
package struct ScriptedAnswer: Sendable, Equatable {
    /// What the reply says.
    package enum Kind: Sendable, Equatable {
        /// The addresses of the type that is asked for; none of that type is a reply without records.
        case addresses
        /// A further name; its own rule says the rest.
        case alias(String)
        /// The name does not exist (NXDOMAIN).
        case unknownName
        /// The name has no record of this type.
        case noRecords
        /// SERVFAIL.
        case serverFailure
        /// REFUSED.
        case refused
        /// No reply at all.
        case silence
    }

    package var kind = Kind.unknownName
    /// IPv4 addresses, each four bytes, and IPv6 addresses, each sixteen.
    var addresses: [[UInt8]] = []
    /// Gives each name an address of its own in 127.0.0.0/8, always the same.
    package var spreads = false
    /// Time to live in seconds. Default 60.
    package var lifetimeSeconds: UInt32 = 60
    /// Wait before the reply, in milliseconds: one of the range for each name, always the same.
    package var delayMilliseconds: ClosedRange<Int> = 0...0
    /// Share of the queries that are not answered.
    package var lossShare = 0.0
    /// Share of the names that do not exist.
    package var unknownShare = 0.0
    /// The reply over UDP is cut, so that the client asks again over TCP.
    package var isCut = false
    /// Only so many queries of a name meet `kind` and `lossShare`; later ones get the addresses. nil: all.
    package var firstQueries: Int?

    package init() {}
}
