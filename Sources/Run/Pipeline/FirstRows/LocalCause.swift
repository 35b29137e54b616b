// Why every row of a list may fail although no server is to blame: the machine, its network, or the list itself.

internal import DatasetModel
internal import Fetching

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
    /// Rows name places in stores that the user did not allow.
    case storesNotAllowed
    /// A store that rows name does not let us read.
    case storeRefusal
    case badURLs
    case badKeys
    case brokenRows

    /// Of a failed fetch.
    ///
    /// - Parameter usesProxy: all rows are fetched through one proxy, so that no connection is one to a host.
    /// - Returns: nil for what a server answered or did not.
    init?(_ error: FetchError, usesProxy: Bool) {
        switch (error.category, error.kind) {
        case (.dns, _) where usesProxy, (.connect, _) where usesProxy, (.proxy, _): self = .proxy
        case (.httpStatus, _) where error.httpStatus == 407: self = .proxy
        case (.addressRefused, _): self = .privateAddresses
        case (.dns, .noNameServer), (.hostGivenUp, .noNameServer): self = .nameServers
        case (.connect, .noNetwork), (.hostGivenUp, .noNetwork): self = .noNetwork
        case (.tls, .unknownAuthority): self = .certificates
        case (.storeNotAllowed, _): self = .storesNotAllowed
        case (_, .storeRefusal): self = .storeRefusal
        case (.invalidURL, _): self = .badURLs
        default: return nil
        }
    }

    /// Of a row that is not fetched.
    init?(_ outcome: SampleOutcome) {
        switch outcome.category {
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
        case .privateAddresses, .nameServers, .noNetwork, .proxy, .certificates, .storesNotAllowed, .storeRefusal:
            false
        }
    }

    /// Whether rows are refused here, by what the user did not allow.
    var isRefusal: Bool { self == .privateAddresses || self == .storesNotAllowed }
}
