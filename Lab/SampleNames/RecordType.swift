// The types of query that a test may care for.

/// A type of DNS record (RFC 1035, RFC 3596).
package enum RecordType: UInt16, Sendable, Hashable {
    case a = 1
    case cname = 5
    case aaaa = 28
}
