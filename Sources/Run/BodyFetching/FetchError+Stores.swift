// Failures of stores as failed fetches: under the words that those of the web have.

internal import Fetching
internal import Stores

extension FetchError {
    static let storeNotAllowed = FetchError(
        .storeNotAllowed, "The URL is a place in a store, which --allow-stores does not name")

    static let malformedPlace = FetchError(
        .invalidURL, "The URL is not a place in a store that can be read in one way only")

    init(_ failure: ObjectFailure) {
        let code = failure.code
        switch failure.kind {
        case .missing:
            self = .status(failure.httpStatus ?? 404, reason: code ?? "Not Found")
        case .denied:
            let status = failure.httpStatus ?? 403
            self.init(
                .httpStatus, "HTTP Error \(status): \(code ?? "Forbidden")", detail: failure.detail, httpStatus: status,
                kind: .storeRefusal)
        case .busy:
            self = .status(failure.httpStatus ?? 503, reason: code ?? "Service Unavailable")
        case .refused:
            if let status = failure.httpStatus {
                self = .status(status, reason: code ?? "The store refuses the request")
            } else {
                self.init(.unexpected, "The store's client failed", detail: failure.detail)
            }
        case .unreachable:
            self.init(.connect, "The store does not answer", detail: failure.detail, isRetriable: true)
        case .silent:
            self.init(
                .timeout, "The read operation timed out", detail: failure.detail, isRetriable: true,
                kind: .expired(.stall))
        case .cut:
            self.init(
                .connectionLost, "Remote end closed connection without response", detail: failure.detail,
                isRetriable: true, kind: .reset)
        case .untrusted:
            self.init(.tls, "<urlopen error [SSL] the store's certificate is not believed>", detail: failure.detail)
        case .cancelled:
            self.init(.unexpected, "The request was cancelled")
        }
    }
}
