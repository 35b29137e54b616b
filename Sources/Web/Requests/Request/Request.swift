// One request to a service.

/// What is asked of a service that the user named: a store, the Hub, the server of a list. Never a URL of a list's row.
package struct Request: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"

        /// Whether it asks only.
        var isReading: Bool { self == .get || self == .head }
    }

    package var method: Method
    /// An absolute http or https URL, encoded as it is sent. It may hold a secret (a presigned URL): no message has it whole.
    package var url: String
    /// Sent to the URL's own server. Servers of redirects get only those in `Redirect.headersForOthers`.
    package var headers: [Header] = []
    package var body: RequestBody?
    /// Whether and how the request is signed as S3 asks.
    package var signature: AWSSignature?
    /// A longer body of an answer is an error.
    package var mostAnswerBytes = 8 << 20
    /// Redirects that are followed; 0 makes the first one the answer.
    package var redirects = 5
    /// An attempt ends when nothing was sent or received for so long.
    package var silence = Duration.seconds(30)
    /// An attempt ends after so long, whatever comes; nil: never.
    package var deadline: Duration?
    /// Whether `.` and `..` in the path are sent as they are: a store's keys may have them, and mean nothing by them.
    package var keepsPath = false
    /// A PEM file with the authorities to believe; nil: this system's.
    package var caFile: String?
    /// Whether carrying it out twice is as good as once. If not, it is sent again only when it surely was not carried out.
    package var isRepeatable = true

    package init(_ method: Method, _ url: String, headers: [Header] = [], body: RequestBody? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// The value of the first header of that name.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
