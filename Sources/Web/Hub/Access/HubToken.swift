// Who asks the Hub.

internal import Files

/// A token of the Hub. It is a secret: no description has it.
package struct HubToken: Sendable, CustomStringConvertible, CustomReflectable {
    /// Sent in a header.
    let value: String
    /// Where it comes from, for messages: `HF_TOKEN`.
    package let source: String

    package var description: String { "the token of \(source)" }
    package var customMirror: Mirror { Mirror(self, children: ["source": source]) }

    /// Why a token cannot be used.
    package struct Failure: Error, Hashable, Sendable {
        package let message: String
    }

    private static let mostBytes = 4096

    /// A token's text, from a variable or a file.
    ///
    /// - Returns: nil if it is empty.
    init?(_ text: String, source: String) throws(Failure) {
        let value = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        guard !value.isEmpty else { return nil }
        guard value.count <= Self.mostBytes,
            value.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 > " " && $0 != "\u{7F}" })
        else { throw Failure(message: "the token of \(source) has characters that a token has not") }
        self.value = String(value)
        self.source = source
    }

    /// As the Hub's own client looks for it: `HF_TOKEN`, then the file of `HF_TOKEN_PATH`, of `HF_HOME`, of the user's cache.
    ///
    /// - Parameter environment: the value of a variable.
    /// - Returns: nil if there is none.
    package static func find(environment: (String) -> String?) throws(Failure) -> HubToken? {
        for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"] {
            if let text = environment(name), let token = try HubToken(text, source: name) { return token }
        }
        guard let (path, source) = file(environment: environment) else { return nil }
        // A file that cannot be read is none, as for the Hub's own client.
        guard let bytes = try? SmallFile.read(path, maximumBytes: mostBytes) else { return nil }
        return try HubToken(String(decoding: bytes, as: UTF8.self), source: source)
    }

    private static func file(environment: (String) -> String?) -> (path: String, source: String)? {
        func value(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
        if let path = value("HF_TOKEN_PATH") { return (path, "HF_TOKEN_PATH") }
        if let home = value("HF_HOME") { return (home + "/token", "HF_HOME") }
        if let cache = value("XDG_CACHE_HOME") { return (cache + "/huggingface/token", "the file of hf auth login") }
        return value("HOME").map { ($0 + "/.cache/huggingface/token", "the file of hf auth login") }
    }
}
