// What a row of a stream gets.

package import DatasetModel
package import Ground

/// How one row ended.
package struct RowResult: Sendable {
    package let outcome: SampleOutcome
    /// The image's file; nil for a row that failed.
    package var image: ByteBuffer?
    /// Its extension, without a dot.
    package var format: String?
    /// Sizes in pixels, where they are known.
    package var width: Int?
    package var height: Int?
    package var originalWidth: Int?
    package var originalHeight: Int?
    /// Of the bytes as fetched.
    package var hash: String?
    /// How the fetch went.
    package var facts = FetchFacts()

    package init(_ outcome: SampleOutcome) { self.outcome = outcome }

    /// Bytes that it holds until it is written.
    package var heldBytes: Int { image?.count ?? 0 }
}
