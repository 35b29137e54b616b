// Name servers as people and systems write them.

import Testing

@testable import Fetching

@Suite("Name servers in writing")
struct ResolverConfigurationTests {
    @Test(
        "Addresses with and without ports",
        arguments: [
            ("10.0.0.2", "10.0.0.2"), ("10.0.0.2:53", "10.0.0.2"), ("10.0.0.2:5353", "10.0.0.2:5353"),
            ("2001:DB8::1", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"), ("[::1]:5353", "[::1]:5353"),
            ("fe80::1%eth0", "fe80::1%eth0"), ("[fe80::1%2]:5353", "[fe80::1%2]:5353"),
        ])
    func sound(text: String, shown: String) {
        #expect(NameServerAddress(text)?.description == shown)
    }

    @Test(
        "What is not the address of a DNS server",
        arguments: [
            "", "dns.google", "10.0.0", "10.0.0.2:", "10.0.0.2:0", "10.0.0.2:99999", "10.0.0.2:+5", "[10.0.0.2]:53",
            "[::1]5353", "[::1", "10.0.0.2,8.8.8.8", "fe80::1%", "10.0.0.2%eth0", "fe80::1%a b",
        ])
    func unsound(_ text: String) {
        #expect(NameServerAddress(text) == nil)
    }

    @Test("resolv.conf gives servers, timeout and attempts; the rest is passed over")
    func file() {
        let text = """
            # nameserver 9.9.9.9
            search example.org
            nameserver 10.0.0.2
            nameserver\t2001:db8::1
            nameserver fe80::1%eth0
            nameserver 10.0.0.2
            options ndots:5 timeout:3 attempts:40 rotate edns0
            nonsense
            """
        let configuration = ResolverConfiguration(text: text)
        #expect(configuration.servers.map(\.description) == ["10.0.0.2", "2001:db8::1", "fe80::1%eth0"])
        #expect(configuration.timeoutSeconds == 3 && configuration.attempts == 5)
    }

    @Test("Without a file the machine itself is asked")
    func none() {
        #expect(ResolverConfiguration(path: "/nonexistent").servers.map(\.description) == ["127.0.0.1"])
    }

    @Test("A zone is the number of an interface of this machine")
    func zone() {
        #expect(NameServerAddress("fe80::1%lo")?.interface == 1)
        #expect(NameServerAddress("fe80::1%1")?.interface == 1)
        #expect(NameServerAddress("fe80::1%nosuch")?.interface == 0)
        #expect(NameServerAddress("fe80::1")?.interface == 0)
    }
}
