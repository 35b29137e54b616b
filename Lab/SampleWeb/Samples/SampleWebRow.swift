// One row of the made-up URL list, with columns as LAION's lists have them.

/// A row of a list, and what its URL will turn out to be.
package struct SampleWebRow: Sendable, Hashable {
    /// What a correct client gets from the URL.
    package enum Expectation: String, Sendable, CaseIterable {
        /// An image at once.
        case image
        /// An image after some redirects.
        case redirectedImage
        /// Status 404.
        case notFound
        /// Status 403, 410 or 500.
        case refused
        /// Status 200 and an HTML page.
        case page
        /// A body that ends before its Content-Length.
        case truncated
        /// An image with `X-Robots-Tag: noai`.
        case disallowed

        /// Whether a client that respects X-Robots-Tag receives an image.
        package var isImage: Bool { self == .image || self == .redirectedImage }
    }

    /// Column `SAMPLE_ID`.
    package var sampleID: Int64
    /// Path and query on the server; the list's column `URL` has the server's address before it.
    package var path: String
    /// Column `TEXT`.
    package var caption: String
    /// Column `HEIGHT`, in pixels.
    package var height: Int32
    /// Column `WIDTH`, in pixels.
    package var width: Int32
    /// Column `LICENSE`: "?" for most.
    package var license: String
    /// Column `NSFW`: `UNLIKELY` for most.
    package var nsfw: String
    /// Column `similarity`, 0.3 to 0.4.
    package var similarity: Double
    /// What the URL gives.
    package var expectation: Expectation
}
