// What is wrong with a URL, as a failed fetch.

internal import URLs

extension FetchError {
    init(_ error: URLError) {
        switch error.kind {
        case .invalid: self.init(.invalidURL, error.message, detail: error.detail)
        case .system: self.init(.unexpected, error.message, detail: error.detail)
        }
    }
}
