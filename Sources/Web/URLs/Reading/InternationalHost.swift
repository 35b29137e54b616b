// Host names beyond ASCII.

internal import Foundation

/// Turns a host into the form that name servers know.
///
/// libcurl's own conversion depends on the process's locale, which is not ours to set; Foundation's follows
/// UTS 46 as browsers do.
package enum InternationalHost {
    /// The name in punycode, or nil when it is not valid.
    package static func ascii(_ host: String) -> String? {
        guard let text = URL(string: "http://\(host)/")?.absoluteString, text.hasPrefix("http://"),
            text.hasSuffix("/")
        else { return nil }
        let name = String(text.dropFirst(7).dropLast())
        return name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? name : nil
    }
}
