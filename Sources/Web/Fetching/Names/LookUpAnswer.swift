// What a DNS server answers to one query, and the result of a look-up.

internal import URLs

/// The kinds of address record.
enum AddressKind: Int, Sendable, CaseIterable {
    case four, six
}

/// One server's answer to one query.
enum LookUpAnswer: Sendable, Equatable {
    /// At least one; at most as many as are worth keeping.
    case addresses([IPAddress], lifetimeSeconds: Int64)
    /// The name does not exist.
    case unknownName
    /// The name has no address of this kind.
    case noAddress
    /// SERVFAIL, or a reply that cannot be read.
    case serverFailure
    /// REFUSED: the server does not answer us.
    case refusal
}

/// Why a look-up gave no address.
enum LookUpFailure: Sendable, Equatable {
    case unknownName, noAddress, serverFailure, refusal, noAnswer
}
