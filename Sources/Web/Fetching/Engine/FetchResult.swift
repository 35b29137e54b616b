// What a caller gets for every request: exactly one of these.

/// How one request ended.
package struct FetchResult: Sendable {
    /// The request's id.
    package let id: UInt64
    /// The body, or why there is none.
    package let outcome: Result<FetchedBody, FetchError>
    /// Status of the last response, if there was one.
    package let httpStatus: Int?
    /// Media type of the last response, without parameters, in lower case; nil when it named none.
    package let mediaType: String?
    /// The URL that answered last, without user and password; nil when no URL was usable.
    package let finalURL: String?
    /// Attempts made; 0 when the URL was refused before any.
    package let attempts: Int
    /// From the start of the first attempt to the end of the last.
    package let duration: Duration

    package init(
        id: UInt64, outcome: Result<FetchedBody, FetchError>, httpStatus: Int?, mediaType: String? = nil,
        finalURL: String?, attempts: Int, duration: Duration
    ) {
        self.id = id
        self.outcome = outcome
        self.httpStatus = httpStatus
        self.mediaType = mediaType
        self.finalURL = finalURL
        self.attempts = attempts
        self.duration = duration
    }
}
