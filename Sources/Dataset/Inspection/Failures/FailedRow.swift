// A row of a dataset that has no image, and why.

/// What the table of failures has of a row; nil where the dataset's own table does not say.
package struct FailedRow: Hashable, Sendable {
    package var url: String?
    package var key: String?
    /// A word that `retry --classes` takes.
    package var failureClass: String?
    package var message: String?
    package var attempts: Int?
    /// `00012`
    package var shard: String

    package init(
        url: String?, key: String?, failureClass: String?, message: String?, attempts: Int?, shard: String
    ) {
        self.url = url
        self.key = key
        self.failureClass = failureClass
        self.message = message
        self.attempts = attempts
        self.shard = shard
    }
}
