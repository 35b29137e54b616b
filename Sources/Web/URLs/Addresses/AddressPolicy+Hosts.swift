// Which hosts are refused by what they are called.

extension AddressPolicy {
    /// Whether a URL's host is an address that is only fetched from with private addresses allowed; false for a name,
    /// which may lead to one.
    ///
    /// - Parameter host: an IPv6 address with or without its brackets.
    package static func isPrivate(host: String) -> Bool {
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        return IPAddress(bare).map { !isPublic($0) } ?? false
    }
}
