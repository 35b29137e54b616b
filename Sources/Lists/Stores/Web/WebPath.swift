// Files of servers, as people type them.

internal import Requests

/// `https://HOST/FILE` or `http://…`: one file, no folder and no pattern. It may hold secrets: a password, a query with a
/// signature.
package struct WebPath: Hashable, Sendable {
    /// As it is sent, without a fragment.
    let url: String
    /// For people and for records: without user, password and query.
    package let text: String

    /// Nil for a word that is no http or https URL.
    package init?(_ word: String) {
        guard Self.isWeb(word) else { return nil }
        var url = ""
        for byte in word.prefix(while: { $0 != "#" }).utf8 {
            if byte > 0x20, byte < 0x7F {
                url.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                url += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        guard let origin = Origin(of: url) else { return nil }
        self.url = url
        text = origin.shownURL
    }

    package static func isWeb(_ word: String) -> Bool {
        let start = word.prefix(8).lowercased()
        return start.hasPrefix("http://") || start == "https://"
    }

    /// The word for people: without secrets, if it is a URL.
    package static func shown(_ word: String) -> String {
        guard isWeb(word) else { return word }
        return WebPath(word)?.text ?? String(word.prefix { $0 != "/" }) + "//…"
    }

    /// The file's own name; empty where the URL has none.
    package var name: String {
        text.hasSuffix("/") ? "" : text.split(separator: "/").dropFirst(2).last.map(String.init) ?? ""
    }
}
