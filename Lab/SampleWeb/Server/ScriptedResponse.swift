// What a test lets a route of its own answer.

package import Ground

/// The response of a programmed route.
package struct ScriptedResponse: Sendable {
    /// Where the body comes from.
    package enum Body: Sendable {
        /// Just these bytes.
        case bytes([UInt8])
        /// These characters in UTF-8.
        case text(String)
        /// A drawn image.
        case image(SampleImage)
        /// The bytes of this buffer, which are not copied.
        case buffer(ByteBuffer)
        /// So many bytes of a fixed pattern.
        case pattern(bytes: Int)
    }

    /// The body.
    package var body: Body
    /// Content-Type; nil is the usual one of the body.
    package var contentType: String?
    /// What is wrong with it; a query of the URL is read on top of this.
    package var faults: FaultScript

    package init(_ body: Body = .text("hello\n"), contentType: String? = nil, faults: FaultScript = FaultScript()) {
        self.body = body
        self.contentType = contentType
        self.faults = faults
    }

    /// A response with faults in the words of ``FaultScript/grammar``.
    package init(
        _ body: Body = .text("hello\n"), contentType: String? = nil, faults: String
    ) throws(SampleWebError) {
        self.init(body, contentType: contentType, faults: try FaultScript(query: faults[...]))
    }
}
