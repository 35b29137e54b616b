// The X-Robots-Tag response header: who may do what with an image.

/// Reads `X-Robots-Tag` values and says whether they refuse us.
///
/// A value is a list of directives, split by commas. `name:` before a directive makes it and what follows
/// in the same header count for that agent only. Directives may carry a value after a colon, and a date in
/// it brings commas and colons of its own.
struct RobotsTag: Sendable {
    private let disallowed: Set<String>
    private let agents: Set<String>

    /// - Parameters:
    ///   - disallowedDirectives: any of these refuses; the empty set never does.
    ///   - agents: names that mean us, in lower case.
    init(disallowedDirectives: Set<String>, agents: Set<String>) {
        disallowed = Set(disallowedDirectives.map { $0.lowercased() })
        self.agents = agents
    }

    /// Whether the header is worth keeping at all.
    var isActive: Bool { !disallowed.isEmpty }

    /// Whether these header values, one per header, refuse us.
    func refuses(_ values: [String]) -> Bool {
        isActive && values.contains { refuses($0) }
    }

    private func refuses(_ value: String) -> Bool {
        var concernsUs = true
        for part in value.lowercased().split(separator: ",") {
            var directive = Self.trimmed(part)
            while let colon = directive.firstIndex(of: ":") {
                let name = Self.trimmed(directive[..<colon])
                guard Self.isToken(name), !Self.valued.contains(String(name)) else { break }
                concernsUs = name == "*" || agents.contains(String(name))
                directive = Self.trimmed(directive[directive.index(after: colon)...])
            }
            if let colon = directive.firstIndex(of: ":") { directive = Self.trimmed(directive[..<colon]) }
            if concernsUs, isRefusal(directive) { return true }
        }
        return false
    }

    private func isRefusal(_ directive: Substring) -> Bool {
        if disallowed.contains(String(directive)) { return true }
        return directive == "none" && (disallowed.contains("noindex") || disallowed.contains("nofollow"))
    }

    /// Directives that take a value, so that their colon does not name an agent.
    private static let valued: Set<String> = [
        "unavailable_after", "max-snippet", "max-image-preview", "max-video-preview",
    ]

    /// Whether `text` can name an agent. A piece of a date has blanks, or is a number.
    private static func isToken(_ text: Substring) -> Bool {
        guard !text.isEmpty, !text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        return text.utf8.allSatisfy { byte in byte > 0x20 && byte != 0x3B && byte != 0x3D && byte != 0x2F }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text
        while let first = rest.utf8.first, first == 0x20 || first == 0x09 { rest = rest.dropFirst() }
        while let last = rest.utf8.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
        return rest
    }
}
