// What is wrong with a URL, as a failed fetch.

package import URLs

extension FetchError {
    /// `invalidURL`, or `unexpected` for want of memory.
    package init(_ error: URLError) {
        switch error.kind {
        case .invalid: self.init(.invalidURL, error.message, detail: error.detail)
        case .system: self.init(.unexpected, error.message, detail: error.detail)
        }
    }
}
