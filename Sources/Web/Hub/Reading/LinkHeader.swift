// The header `Link`.

/// `<URL>; rel="next"` (RFC 8288).
enum LinkHeader {
    /// Where the next page is; nil for none.
    static func next(_ text: String) -> String? {
        for item in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = item.firstIndex(of: ">") else { continue }
            let isNext = item[end...].split(separator: ";").contains {
                let words = $0.filter { $0 != " " && $0 != "\"" && $0 != "," }
                return words.lowercased() == "rel=next"
            }
            if isNext { return String(item[..<end]) }
        }
        return nil
    }
}
