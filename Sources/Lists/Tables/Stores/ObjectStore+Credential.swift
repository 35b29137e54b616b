// How requests to a store are signed.

internal import ArrowBridge

extension ObjectStore {
    /// What requests are signed with. Its description has no secret.
    package enum Credential: Sendable, Hashable, CustomStringConvertible {
        /// What the vendor's own tools would find: environment, profile, machine.
        case usual
        /// Requests are not signed.
        case none
        /// The key of an account of Azure.
        case accountKey(String)
        /// A SAS token of Azure, with a question mark before it.
        case sharedAccessSignature(String)

        package var description: String {
            switch self {
            case .usual: "usual"
            case .none: "none"
            case .accountKey: "account key"
            case .sharedAccessSignature: "shared access signature"
            }
        }

        var isNone: Bool { self == .none }

        var number: Int32 {
            switch self {
            case .usual: Int32(ARROW_BRIDGE_CREDENTIAL_USUAL)
            case .none: Int32(ARROW_BRIDGE_CREDENTIAL_NONE)
            case .accountKey: Int32(ARROW_BRIDGE_CREDENTIAL_ACCOUNT_KEY)
            case .sharedAccessSignature: Int32(ARROW_BRIDGE_CREDENTIAL_SHARED_ACCESS_SIGNATURE)
            }
        }

        var secret: String {
            switch self {
            case .usual, .none: ""
            case .accountKey(let secret), .sharedAccessSignature(let secret): secret
            }
        }
    }
}
