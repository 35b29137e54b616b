// An answer.

/// The last answer to a request, behind redirects and repeats, whatever its status.
package struct Response: Sendable {
    package let head: ResponseHead
    /// The whole body; of an answer that is no success the first 64 KiB. Empty where a receiver got it.
    package let body: [UInt8]

    package init(head: ResponseHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    package var status: Int { head.status }
    package var isSuccess: Bool { head.isSuccess }
    package func header(_ name: String) -> String? { head.header(name) }
}
