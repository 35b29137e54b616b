// Links to where images came from.

enum WebLink {
    /// A link for a URL of the web; text for everything else: a list may have `javascript:` or worse.
    static func markup(_ url: String, shown: String? = nil) -> Markup {
        let text = shown ?? url
        guard isOfWeb(url) else { return Markup("span", ["dir": "ltr"], text: text) }
        return Markup("a", ["href": url, "rel": "noreferrer noopener", "target": "_blank", "dir": "ltr"], text: text)
    }

    private static func isOfWeb(_ url: String) -> Bool {
        let lowered = url.prefix(8).lowercased()
        guard lowered.hasPrefix("http://") || lowered.hasPrefix("https://") else { return false }
        // A browser drops some of these, and then reads another URL.
        return url.unicodeScalars.allSatisfy { $0.value > 0x20 && !(0x7F...0x9F).contains($0.value) }
    }
}
