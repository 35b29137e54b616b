// What few hosts allow at once.

internal import Ground

/// Hosts that a list's rows are on, and the most requests that they are sent together.
package struct HostLimit: Hashable, Sendable {
    package let hosts: Int
    package let requests: Int

    package init(hosts: Int, requests: Int) {
        self.hosts = hosts
        self.requests = requests
    }

    /// `one host: at most 32 requests at once`.
    package var words: String {
        (hosts == 1 ? "one host" : "\(hosts) hosts") + ": at most \(requests.grouped) requests at once"
    }

    /// A request is taken to last so long.
    static let secondsPerRequest = 0.25
}
