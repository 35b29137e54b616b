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
    init(xml: String) {
        for part in xml.components(of: "Part") {
            guard let size = part.components(of: "Size").first.flatMap({ Int($0) }), size >= 0 else { continue }
            bytes += min(size, Self.mostPartBytes)
        }
        guard xml.components(of: "IsTruncated").first == "true",
            let marker = xml.components(of: "NextPartNumberMarker").first, Int(marker) != nil
        else { return }
        next = String(marker)
    }
}
