// With what requests to a store are signed.

/// Keys of a store of the S3 family at this moment; temporary ones change. Not part of any message.
package struct StoreAccess: Sendable, CustomStringConvertible, CustomReflectable {
    package let region: String
    /// Empty for requests without a signature.
    package let key: String
    package let secret: String
    /// Of temporary credentials; nil otherwise.
    package let token: String?

    package var description: String { "StoreAccess to \(region)" }
    package var customMirror: Mirror { Mirror(self, children: ["region": region]) }
}
