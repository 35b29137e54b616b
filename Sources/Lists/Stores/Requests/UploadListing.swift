// What S3 answers when it is asked for unfinished uploads.

/// A page of multipart uploads that were begun and neither completed nor aborted.
struct UploadListing: Hashable, Sendable {
    struct Upload: Hashable, Sendable {
        let key: String
        let id: String
    }

    private(set) var uploads: [Upload] = []
    /// Behind which upload the next page begins; nil on the last one.
    private(set) var next: Upload?

    /// Takes what it knows out of an XML document; anything else is ignored.
    init(_ xml: XMLText) {
        for part in xml.elements("Upload") {
            guard let key = part.first("Key"), let id = part.first("UploadId") else { continue }
            uploads.append(Upload(key: key.text, id: id.text))
        }
        guard xml.first("IsTruncated")?.text == "true", let key = xml.first("NextKeyMarker")?.text, !key.isEmpty
        else { return }
        next = Upload(key: key, id: xml.first("NextUploadIdMarker")?.text ?? "")
    }
}
