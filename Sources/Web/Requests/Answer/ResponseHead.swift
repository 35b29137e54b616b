// How an answer begins.

/// Status and headers of an answer.
package struct ResponseHead: Sendable {
    package let status: Int
    /// In the order in which they came. They come from a server: nothing is known about them.
    package let headers: [Header]
    /// The URL that answered, behind all redirects. It may hold a secret.
    package let url: String

    package init(status: Int, headers: [Header], url: String) {
        self.status = status
        self.headers = headers
        self.url = url
    }

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// Whether the body is a range of the file. Some servers (rclone's S3) say 200 with it, and the range in its header.
    package var isPart: Bool { status == 206 || status == 200 && header("Content-Range") != nil }

    /// The value of the last header of that name.
    package func header(_ name: String) -> String? {
        headers.last { $0.name.lowercased() == name.lowercased() }?.value
    }
}
