// Which addresses a URL from a stranger may lead to.

/// Refuses addresses that are not on the public internet, unless private ones are allowed.
///
/// The blocks are IANA's special-purpose registries (RFC 6890 and its updates), and multicast. An IPv6
/// address that carries an IPv4 address is judged by the latter too.
package struct AddressPolicy: Sendable {
    package let allowsPrivateAddresses: Bool
    package var takenForPublic: Set<IPAddress>

    /// - Parameter takenForPublic: addresses that are allowed although they are not public: those of the tests' own
    ///   servers.
    package init(allowsPrivateAddresses: Bool, takenForPublic: Set<IPAddress> = []) {
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.takenForPublic = takenForPublic
    }

    package func allows(_ address: IPAddress) -> Bool {
        allowsPrivateAddresses || Self.isPublic(address) || takenForPublic.contains(address)
    }

    package static func isPublic(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let value): isPublic(four: value)
        case .v6(let upper, let lower): isPublic(upper: upper, lower: lower)
        }
    }

    private static func isPublic(four value: UInt32) -> Bool {
        for (network, bits) in refusedFour where value >> (32 - bits) == network >> (32 - bits) { return false }
        return true
    }

    private static func isPublic(upper: UInt64, lower: UInt64) -> Bool {
        // ::ffff:0:0/96 (mapped), ::/96 (compatible, loopback, unspecified) and ::ffff:0:0:0/96 (translated).
        if upper == 0 {
            let middle = lower >> 32
            guard middle == 0xFFFF else { return false }
            return isPublic(four: UInt32(truncatingIfNeeded: lower))
        }
        // 64:ff9b::/96, NAT64: leads to the IPv4 address in its lowest 32 bits (RFC 6052).
        if upper == 0x0064_FF9B_0000_0000, lower >> 32 == 0 {
            return isPublic(four: UInt32(truncatingIfNeeded: lower))
        }
        // 2002::/16, 6to4: the IPv4 address follows the prefix (RFC 3056).
        if upper >> 48 == 0x2002 { return isPublic(four: UInt32(truncatingIfNeeded: upper >> 16)) }
        // Only 2000::/3 is given out as global unicast; this leaves out fc00::/7, fe80::/10, ff00::/8, 64:ff9b:1::/48.
        guard upper >> 61 == 0b001 else { return false }
        // 2001::/23: protocol assignments, Teredo among them; 2001:db8::/32 and 3fff::/20: documentation.
        if upper >> 41 == 0x2001_0000 >> 9 { return false }
        if upper >> 32 == 0x2001_0DB8 || upper >> 44 == 0x3FFF0 { return false }
        return true
    }

    private static let refusedFour: [(network: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8),  // this network
        (0x0A00_0000, 8),  // private
        (0x6440_0000, 10),  // shared by carriers
        (0x7F00_0000, 8),  // loopback
        (0xA9FE_0000, 16),  // link-local
        (0xAC10_0000, 12),  // private
        (0xC000_0000, 24),  // protocol assignments
        (0xC000_0200, 24),  // documentation
        (0xC058_6300, 24),  // 6to4 relays
        (0xC0A8_0000, 16),  // private
        (0xC612_0000, 15),  // benchmarks
        (0xC633_6400, 24),  // documentation
        (0xCB00_7100, 24),  // documentation
        (0xE000_0000, 4),  // multicast
        (0xF000_0000, 4),  // reserved, broadcast
    ]
}
