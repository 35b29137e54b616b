// A request as the server got it, for tests to look at.

/// The head of a request, kept as it came.
package struct RecordedRequest: Sendable {
    private let bytes: [UInt8]

    init(head: UnsafeRawBufferPointer) {
        bytes = Array(head)
    }

    private var lines: [Substring] {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    }

    /// Method, target and version.
    package var requestLine: String { lines.first.map(String.init) ?? "" }

    /// All headers in the order sent.
    package var headers: [FaultScript.Header] {
        lines.dropFirst().compactMap { line in
            let pieces = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard pieces.count == 2 else { return nil }
            return FaultScript.Header(String(pieces[0]), String(pieces[1].drop { $0 == " " }))
        }
    }

    /// The value of the first header of that name, upper and lower case being the same.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
