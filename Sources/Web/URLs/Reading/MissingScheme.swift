// Texts that are URLs but for the `http://` before them.

/// Separates hosts from file names: `www.a.example/x.jpg` and `a.example/x.jpg` are sure to be URLs, `images/x.jpg`,
/// `x.jpg` and `a.example` are not.
package enum MissingScheme {
    /// Whether `bytes` begin with a host: `www.` and a name, or a name and a path, whose last label can be a domain.
    package static func isCertain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let end = bytes.firstIndex { ends.contains($0) } ?? bytes.endIndex
        let host = bytes[..<end]
        var rest = bytes[end...]
        if rest.first == UInt8(ascii: ":") {
            rest = rest.dropFirst()
            guard let digit = rest.first, ByteSet.digits.contains(digit) else { return false }
            rest = rest.drop { ByteSet.digits.contains($0) }
        }
        let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ isLabel($0) }), let last = labels.last else { return false }
        let domain = String(decoding: last, as: UTF8.self).lowercased()
        guard domain.hasPrefix("xn--") || last.count >= 2 && last.allSatisfy({ $0 >= 0x80 || isLetter($0) }) else {
            return false
        }
        if labels.count >= 3, String(decoding: labels[0], as: UTF8.self).lowercased() == "www" { return true }
        return rest.first == UInt8(ascii: "/") && rest.count > 1 && !fileEndings.contains(domain)
    }

    private static let ends = ByteSet("/\\?#:")
    private static let labelBytes = ByteSet("-_", and: 0x30...0x39, 0x41...0x5A, 0x61...0x7A)

    private static func isLetter(_ byte: UInt8) -> Bool { ByteSet.letters.contains(byte) }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        guard (1...63).contains(label.count), label.first != UInt8(ascii: "-") else { return false }
        return label.allSatisfy { $0 >= 0x80 || labelBytes.contains($0) }
    }

    /// What ends the name of a file, so that `photo.jpg/large` is no host.
    private static let fileEndings: Set<String> = [
        "jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "avif", "heic", "heif", "bmp", "tif", "tiff", "svg", "ico",
        "html", "htm", "php", "asp", "aspx", "jsp", "cgi", "js", "css", "json", "xml", "txt", "pdf", "zip", "tar", "gz",
    ]
}
