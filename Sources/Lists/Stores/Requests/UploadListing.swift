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
    init(xml: String) {
        for part in xml.components(of: "Upload") {
            guard let key = part.components(of: "Key").first, let id = part.components(of: "UploadId").first else {
                continue
            }
            uploads.append(Upload(key: key.withoutEntities, id: id.withoutEntities))
        }
        guard xml.components(of: "IsTruncated").first == "true",
            let key = xml.components(of: "NextKeyMarker").first, !key.isEmpty
        else { return }
        next = Upload(
            key: key.withoutEntities, id: (xml.components(of: "NextUploadIdMarker").first ?? "").withoutEntities)
    }
}

extension StringProtocol {
    /// What stands in each element of that name.
    func components(of element: String) -> [SubSequence] {
        var found: [SubSequence] = []
        var rest = self[...]
        while let open = rest.firstRange(of: "<\(element)>"),
            let close = rest[open.upperBound...].firstRange(of: "</\(element)>")
        {
            found.append(rest[open.upperBound..<close.lowerBound])
            rest = rest[close.upperBound...]
        }
        return found
    }

    /// The text that XML's entities stand for.
    fileprivate var withoutEntities: String {
        var text = ""
        var rest = self[...]
        while let start = rest.firstIndex(of: "&"), let end = rest[start...].firstIndex(of: ";") {
            text += rest[..<start]
            let name = rest[rest.index(after: start)..<end]
            switch name {
            case "amp": text += "&"
            case "lt": text += "<"
            case "gt": text += ">"
            case "quot": text += "\""
            case "apos": text += "'"
            default:
                let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
                guard name.hasPrefix("#"), let scalar = number.flatMap(Unicode.Scalar.init) else {
                    text += rest[start...end]
                    break
                }
                text.unicodeScalars.append(scalar)
            }
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }
}
