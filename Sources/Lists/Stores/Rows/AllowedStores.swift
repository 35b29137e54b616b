// The places in stores that rows of a list may name.

/// What `--allow-stores` names: buckets, and folders in them. A row's place is compared byte by byte, in whole names of its
/// path, so that no spelling leads elsewhere; a place that could be read in two ways is no place.
package struct AllowedStores: Hashable, Sendable {
    /// What is wrong with a word, and what to write instead.
    package struct Failure: Error, Hashable, Sendable {
        package let message: String
    }

    /// What the text of a row is.
    package enum Verdict: Hashable, Sendable {
        /// No place in a store.
        case elsewhere
        case allowed(StorePath)
        /// A place that no word names.
        case notAllowed
        /// It has a store's scheme, and is no place.
        case malformed
    }

    /// Longest text of a place, in bytes: keys have at most 1,024.
    private static let longestPlace = 4096

    /// Without slashes at their ends.
    package let places: [StorePath]

    package init() { places = [] }

    /// - Parameter words: as typed: `s3://BUCKET`, `gs://BUCKET/FOLDER`.
    package init(_ words: [String]) throws(Failure) {
        var places: [StorePath] = []
        for word in words { places.append(try Self.place(word)) }
        self.places = places
    }

    private static func place(_ word: String) throws(Failure) -> StorePath {
        let scheme = StorePath.Scheme(rawValue: word.prefix { $0 != ":" }.lowercased())
        guard StorePath.isStore(word), let path = StorePath(word) else {
            throw Failure(
                message: scheme.map { "\(word) names no bucket. Write it as \($0.form)." }
                    ?? "\(word) is no place in a store. Places begin with \(StorePath.schemes).")
        }
        guard !word.contains(where: { "*?[{".contains($0) }) else {
            throw Failure(message: "\(word): patterns are not taken. Name a bucket, or a folder in it.")
        }
        guard path.key.isEmpty || isPlain(path.folder.key) && isSameText(path.text, word) else {
            throw Failure(message: "\(word) has an empty name, . or .. in its path. Name a bucket, or a folder in it.")
        }
        return path.folder
    }

    /// What the text of a row is.
    package func verdict(on text: String) -> Verdict {
        guard Self.hasStoreScheme(text) else { return .elsewhere }
        let word = Self.trimmed(text)
        guard word.utf8.count <= Self.longestPlace, let path = StorePath(word), Self.isPlain(path.key),
            Self.isSameText(path.text, word)
        else { return .malformed }
        return places.contains { Self.contains($0, path) } ? .allowed(path) : .notAllowed
    }

    /// Whether a path lies in a folder, by bytes: Swift takes texts of the same letters in other bytes for equal.
    private static func contains(_ folder: StorePath, _ path: StorePath) -> Bool {
        let isSameScheme =
            folder.scheme == path.scheme || folder.scheme.kind == .azure && path.scheme.kind == .azure
        guard isSameScheme, Array(folder.bucket.utf8) == Array(path.bucket.utf8) else { return false }
        return folder.key.isEmpty || path.key.utf8.starts(with: (folder.key + "/").utf8)
    }

    /// Names without `.` and `..`, which servers and clients may resolve, and without empty ones and control characters.
    private static func isPlain(_ key: String) -> Bool {
        guard !key.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return false }
        return key.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { name in
            !name.isEmpty && !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8)
        }
    }

    /// Whether the place reads as it was written, but for capitals in its scheme.
    private static func isSameText(_ text: String, _ word: String) -> Bool {
        func rest(_ text: String) -> Substring.UTF8View.SubSequence {
            let utf8 = text[...].utf8
            return utf8[(utf8.firstIndex(of: UInt8(ascii: ":")) ?? utf8.startIndex)...]
        }
        return rest(text).elementsEqual(rest(word))
    }

    /// Quick, because it is asked for each row.
    private static func hasStoreScheme(_ text: String) -> Bool {
        var scheme: [UInt8] = []
        for byte in text.utf8.drop(while: { isBlank($0) }) {
            if byte == UInt8(ascii: ":") {
                return StorePath.Scheme(rawValue: String(decoding: scheme, as: UTF8.self)) != nil
            }
            guard scheme.count < longestScheme else { return false }
            scheme.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        return false
    }

    private static let longestScheme = StorePath.Scheme.allCases.map(\.rawValue.utf8.count).max() ?? 0

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func trimmed(_ text: String) -> String {
        let bytes = text.utf8.drop { isBlank($0) }
        let end = bytes.lastIndex { !isBlank($0) }.map { bytes.index(after: $0) } ?? bytes.startIndex
        return String(text[bytes.startIndex..<end])
    }
}
