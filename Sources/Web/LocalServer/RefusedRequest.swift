// Why a request is not answered as it was meant.

/// A request that cannot be read, or that is too large. The connection ends after the answer, because where the next
/// request would begin is not known.
struct RefusedRequest: Error {
    let status: Int
    let reason: String

    init(_ status: Int, _ reason: String) { (self.status, self.reason) = (status, reason) }

    var answer: ServerAnswer { .text(reason, status: status) }
}
