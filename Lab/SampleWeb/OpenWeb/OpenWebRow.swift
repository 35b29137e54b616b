// One row of the open web's list, and what a patient, polite client gets for it.

/// A URL in parts, with the truth about it.
package struct OpenWebRow: Sendable, Hashable {
    /// What a client receives.
    package enum Expectation: String, Sendable, CaseIterable {
        /// An image at the first request.
        case image
        /// An image at 50 to 300 KB/s.
        case throttledImage = "throttled-image"
        /// An image at the second request, or the third; those before are asked to come again, or are cut off.
        case flakyImage = "flaky-image"
        /// An image of a host that refuses more than a few requests at once with 429.
        case politeImage = "polite-image"
        /// A host name that no name server knows.
        case unknownName = "unknown-name"
        /// An address where the connection is refused.
        case refusing
        /// An address where nobody answers.
        case silent
        /// The connection is accepted, and nothing ever comes, at any request.
        case hanging
        /// 100 bytes a second, and the end of it after 20 s.
        case dripping
        /// A status from 400 on, at every request.
        case status

        /// Whether an image can be received.
        package var isImage: Bool {
            switch self {
            case .image, .throttledImage, .flakyImage, .politeImage: true
            case .unknownName, .refusing, .silent, .hanging, .dripping, .status: false
            }
        }
    }

    /// The port that the URL names.
    package enum Door: Sendable, Hashable {
        case web, refusing, silent
    }

    package var host: String
    package var door: Door
    /// Path and query.
    package var path: String
    package var caption: String
    package var expectation: Expectation
}
