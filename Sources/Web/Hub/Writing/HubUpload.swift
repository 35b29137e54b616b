// A file on its way to the Hub.

/// What a file on the Hub is to have.
package struct HubUpload: Sendable {
    package enum Source: Sendable {
        case bytes([UInt8])
        /// Nobody may change the file until it is on the Hub.
        case file(String)
    }

    /// From the dataset's root.
    package let path: String
    package let source: Source
    package let byteCount: Int

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        source = .bytes(bytes)
        byteCount = bytes.count
    }

    package init(path: String, file: String, byteCount: Int) {
        self.path = path
        source = .file(file)
        self.byteCount = byteCount
    }
}
