import LocalServer
import Testing

@Suite struct ListenAddressTests {
    @Test(
        "An address is read from ADDRESS:PORT, :PORT or PORT",
        arguments: [
            ("1234", "127.0.0.1:1234", true), (":0", "127.0.0.1:0", true), ("localhost:80", "127.0.0.1:80", true),
            ("[::1]:80", "[::1]:80", true), ("0.0.0.0:80", "0.0.0.0:80", false), ("[::]:80", "[::]:80", false),
            ("192.168.0.7:8080", "192.168.0.7:8080", false),
        ])
    func reads(text: String, words: String, isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.description == words)
        #expect(address.isLoopback == isLoopback)
    }

    @Test(
        "What is no address and port is refused",
        arguments: [
            "", ":", "a", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "::1:80", "example.org:80",
            "127.0.0.1:+1",
        ])
    func refuses(text: String) { #expect(ListenAddress(text) == nil) }
}
