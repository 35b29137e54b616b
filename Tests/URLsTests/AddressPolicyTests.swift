// Which addresses are public.

import Testing

@testable import URLs

@Suite("Address policy")
struct AddressPolicyTests {
    @Test(
        "An address that is not on the public internet is refused",
        arguments: [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1",
            "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.1.1.1", "240.0.0.1",
            "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
            "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:db8::1", "3fff::1", "fc00::1",
            "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "100::1",
        ])
    func refuses(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!AddressPolicy(allowsPrivateAddresses: false).allows(address))
        #expect(AddressPolicy(allowsPrivateAddresses: true).allows(address))
    }

    @Test(
        "A public address is allowed",
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "172.15.0.1",
            "172.32.0.1", "192.167.255.255", "198.17.0.1", "198.20.0.1", "223.255.255.255", "::ffff:8.8.8.8",
            "64:ff9b::808:808", "2002:808:808::1", "2606:4700:4700::1111", "2a00:1450::1", "2001:4860:4860::8888",
        ])
    func allows(_ text: String) throws {
        #expect(AddressPolicy.isPublic(try #require(IPAddress(text))))
    }

    @Test("An address comes back as it was written", arguments: ["1.2.3.4", "2001:db8::1", "::ffff:1.2.3.4", "::1"])
    func text(_ text: String) throws {
        #expect(try #require(IPAddress(text)).text == text)
    }
}
