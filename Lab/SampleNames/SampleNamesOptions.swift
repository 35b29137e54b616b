// How a name server is set up.

/// Settings of a name server.
package struct SampleNamesOptions: Sendable {
    /// IPv4 or IPv6 address to listen on. Default 127.0.0.1.
    package var address = "127.0.0.1"
    /// Port to listen on, UDP and TCP; 0, the default, takes a free one.
    package var port: UInt16 = 0
    /// The rules, as `NameScript.grammar` says.
    package var rules: [String] = []
    /// Seeds loss, unknown names, delays and addresses.
    package var seed: UInt64 = 1
    /// Takes queries and never answers.
    package var isDead = false
    /// Queries that may wait for their delay at once; further ones are dropped, as busy resolvers do.
    package var maximumAtOnce = 1_000_000

    package init() {}
}
