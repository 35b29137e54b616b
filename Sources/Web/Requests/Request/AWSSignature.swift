// Signatures as AWS asks for them.

/// With what a request is signed: AWS' signature version 4, by libcurl.
///
/// libcurl 7.88 signs path and query as they are in the URL: the path has to be encoded as S3 asks (everything but letters,
/// digits and `-._~/`), the query sorted by name, with a `=` behind each name (`uploads=`).
package struct AWSSignature: Sendable, CustomStringConvertible, CustomReflectable {
    package let region: String
    package let service: String
    package let key: String
    package let secret: String
    /// Of temporary credentials; nil otherwise.
    package let token: String?

    package init(region: String, service: String = "s3", key: String, secret: String, token: String? = nil) {
        self.region = region
        self.service = service
        self.key = key
        self.secret = secret
        self.token = token
    }

    package var description: String { "AWSSignature of \(region), \(service)" }
    package var customMirror: Mirror { Mirror(self, children: ["region": region, "service": service]) }
}
