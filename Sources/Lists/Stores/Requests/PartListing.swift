// What S3 answers when it is asked for the parts of an upload.

/// A page of the parts that were sent of a multipart upload.
struct PartListing: Hashable, Sendable {
    /// Of all parts of the page.
    private(set) var bytes = 0
    /// Behind which part the next page begins; nil on the last one.
    private(set) var next: String?

    /// The largest part that S3 takes.
    private static let mostPartBytes = 5 << 30

    /// Takes what it knows out of an XML document; anything else is ignored.
    init(_ xml: XMLText) {
        for part in xml.elements("Part") {
            guard let size = part.first("Size").flatMap({ Int($0.text) }), size >= 0 else { continue }
            bytes += min(size, Self.mostPartBytes)
        }
        guard xml.first("IsTruncated")?.text == "true", let marker = xml.first("NextPartNumberMarker")?.text,
            Int(marker) != nil
        else { return }
        next = marker
    }
}
