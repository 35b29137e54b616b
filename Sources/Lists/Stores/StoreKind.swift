// Kinds of stores.

/// What stores speak.
package enum StoreKind: Sendable, Hashable {
    case s3
    case google
    case azure
    case hadoop
    /// The Hugging Face Hub.
    case hub
}
