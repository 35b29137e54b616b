// How a sample web is set up.

/// Settings of a server.
package struct SampleWebOptions: Sendable {
    /// IPv4 address to listen on. The default is this machine alone; `0.0.0.0` makes all of 127.0.0.0/8
    /// reach it, for tests that want many hosts.
    package var address = "127.0.0.1"
    /// Whether only this machine reaches the server, whatever the address. Default false.
    package var isLoopbackOnly = false
    /// Port to listen on; 0, the default, takes a free one.
    package var port: UInt16 = 0
    /// Most bytes of drawn images kept in memory. Default 512 MiB.
    package var maximumCacheBytes = 512 << 20
    /// Most different URLs whose requests are counted. Default 1,000,000.
    package var maximumCountedURLs = 1_000_000
    /// Most different paths whose last request is remembered with its headers. Default 20,000; 0 saves the work.
    package var maximumRememberedRequests = 20_000

    package init() {}
}
