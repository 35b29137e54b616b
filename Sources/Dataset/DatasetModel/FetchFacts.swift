// How a row's fetch went, for the columns beside img2dataset's.

/// What the network said of one row. All of it may be unknown: a row without a usable URL is never fetched.
package struct FetchFacts: Hashable, Sendable {
    /// Status of the last response.
    package var httpStatus: Int?
    /// The URL that answered last, without user and password.
    package var finalURL: String?
    /// Attempts made.
    package var attempts: Int?
    /// Length of the body as fetched, content decoding done.
    package var bytes: Int?
    /// Media type as the server names it, without parameters, in lower case: `image/jpeg`.
    package var mime: String?
    /// From the start of the first attempt to the end of the last, in milliseconds.
    package var milliseconds: Int?

    package init() {}
}
