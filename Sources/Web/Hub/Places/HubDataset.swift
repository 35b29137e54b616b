// A dataset of the Hub.

/// `OWNER/NAME`.
package struct HubDataset: Hashable, Sendable, CustomStringConvertible {
    package let owner: String
    package let name: String

    /// Nil for names that the Hub does not give: letters, digits, `-`, `_` and `.`, at most 96.
    package init?(owner: String, name: String) {
        guard Self.isName(owner), Self.isName(name) else { return nil }
        self.owner = owner
        self.name = name
    }

    private static func isName(_ text: String) -> Bool {
        (1...96).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || "-_.".utf8.contains($0)
            }
    }

    package var description: String { "\(owner)/\(name)" }
}
