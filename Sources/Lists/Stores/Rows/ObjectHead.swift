// What a store says about an object.

/// Beside its bytes.
package struct ObjectHead: Hashable, Sendable {
    /// Of the answer; nil for clients that do not say it.
    package let httpStatus: Int?
    /// As the store sent it.
    package let contentType: String?
}
