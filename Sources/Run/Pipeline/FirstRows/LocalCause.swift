// Why every row of a list may fail although no server is to blame: the machine, its network, or the list itself.

internal import DatasetModel

/// A reason that a person can remove, and that says nothing about the images.
enum LocalCause: Hashable, Sendable {
    case privateAddresses
    /// No name server answers, or those that do only fail.
    case nameServers
    /// The machine has no way out.
    case noNetwork
    case proxy
    /// No certificate is believed: the machine has no authorities, or a wrong clock.
    case certificates
    case badURLs
    case badKeys
    case brokenRows

    /// - Parameter usesProxy: all rows are fetched through one proxy, so that no connection is one to a host.
    /// - Returns: nil for an image, and for what a server answered or did not.
    init?(_ outcome: SampleOutcome, usesProxy: Bool) {
        let message = outcome.message ?? ""
        switch outcome.category {
        case "dns" where usesProxy, "connect" where usesProxy: self = .proxy
        case "address_refused": self = .privateAddresses
        // EAI_AGAIN; that there is no such name is an answer. Hosts are given up for the reason in the message.
        case "dns" where message.contains("[Errno -3]"), "host_given_up" where message.contains("[Errno -3]"):
            self = .nameServers
        // ENETUNREACH.
        case "connect" where message.contains("[Errno 101]"), "host_given_up" where message.contains("[Errno 101]"):
            self = .noNetwork
        case "proxy", "http_407": self = .proxy
        case "tls"
        where message.contains("unable to get local issuer certificate")
            || message.contains("certificate is not yet valid"):
            self = .certificates
        case "invalid_url": self = .badURLs
        case "bad_key": self = .badKeys
        case "broken_row": self = .brokenRows
        default: return nil
        }
    }

    /// Whether it is the list that has to be changed, or read otherwise.
    var isOfList: Bool {
        switch self {
        case .badURLs, .badKeys, .brokenRows: true
        case .privateAddresses, .nameServers, .noNetwork, .proxy, .certificates: false
        }
    }
}
