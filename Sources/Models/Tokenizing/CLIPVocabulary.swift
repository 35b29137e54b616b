// CLIP's vocabulary: 256 bytes, the same at the end of a word, and 48,894 merges of two tokens into one.
//
// The file is CLIP's `bpe_simple_vocab_16e6.txt`, with or without gzip: a line for each merge, after a first line that
// says where it is from. It writes bytes as characters that can be seen (GPT-2's table).

internal import ContentDecoding
internal import Files
internal import Ground

/// The tokens of CLIP's text models by their numbers. Immutable.
package final class CLIPVocabulary: Sendable {
    /// Before the first token of a caption.
    package static let start = 49406
    /// Behind the last one.
    package static let end = 49407
    static let mergeCount = 49152 - 256 - 2

    /// Rank of a merge and the token that it gives, by the two tokens.
    struct Merge: Sendable {
        let rank: Int32
        let token: Int32
    }

    private let merges: [UInt64: Merge]
    /// The token of each byte inside of a word; 256 more at its end.
    private let byteTokens: [Int32]

    /// - Parameter path: CLIP's list of merges.
    package convenience init(path: String) throws(TokenizerError) {
        let bytes: [UInt8]
        do throws(FileError) {
            guard let found = try SmallFile.read(path) else {
                throw FileError(.system(2), doing: "read", path: path)
            }
            bytes = found
        } catch {
            throw TokenizerError(.unreadable, error.description)
        }
        let body = bytes.withUnsafeBytes { ByteBuffer(copying: $0) }
        let content: ByteBuffer
        do throws(ContentDecodingError) {
            content = try ContentDecoder.content(of: body, codings: [.gzip], maximumBytes: SmallFile.maximumBytes)
        } catch {
            throw TokenizerError(.malformed, "\(path): its gzip data is damaged")
        }
        let text = content.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        try self.init(lines: text, name: path)
    }

    private init(lines text: String, name: String) throws(TokenizerError) {
        // The order of tokens: bytes that are seen, then the others.
        let shown = Self.seenBytes
        let order = shown + (0...255).filter { !shown.contains($0) }
        var byByte = [Int32](repeating: 0, count: 512)
        var strings: [String: Int32] = [:]
        strings.reserveCapacity(50_000)
        for (number, byte) in order.enumerated() {
            let letter = Self.letter(of: byte, number: number)
            byByte[Int(byte)] = Int32(number)
            byByte[Int(byte) + 256] = Int32(number + 256)
            strings[letter] = Int32(number)
            strings[letter + "</w>"] = Int32(number + 256)
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().prefix(Self.mergeCount)
        guard lines.count == Self.mergeCount else {
            throw TokenizerError(
                .malformed,
                "\(name) has \(lines.count) merges, CLIP's vocabulary has \(Self.mergeCount): "
                    + "take bpe_simple_vocab_16e6.txt.gz (make setup-models)")
        }
        let pairs = lines.map { $0.split(separator: " ") }
        // Of two merges with the same result the later number counts.
        for (rank, pair) in pairs.enumerated() where pair.count == 2 { strings[pair.joined()] = Int32(512 + rank) }
        var merges: [UInt64: Merge] = [:]
        merges.reserveCapacity(pairs.count)
        for (rank, pair) in pairs.enumerated() {
            guard pair.count == 2, let first = strings[String(pair[0])], let second = strings[String(pair[1])],
                let token = strings[pair.joined()]
            else {
                throw TokenizerError(.malformed, "\(name): line \(rank + 2) is no merge of two tokens")
            }
            merges[Self.key(first, second)] = Merge(rank: Int32(rank), token: token)
        }
        self.merges = merges
        byteTokens = byByte
    }

    /// Bytes that are written as the characters of Latin-1 that they are.
    private static let seenBytes: [UInt8] = Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF)

    /// How the list writes a byte. Others than those seen are the characters from U+0100 on, in order.
    private static func letter(of byte: UInt8, number: Int) -> String {
        let value = number < seenBytes.count ? UInt32(byte) : UInt32(256 + number - seenBytes.count)
        return Unicode.Scalar(value).map { String($0) } ?? ""
    }

    private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    }

    func merge(_ first: Int32, _ second: Int32) -> Merge? { merges[Self.key(first, second)] }

    /// The tokens of a word before any merge.
    func tokens(ofBytes word: some Collection<UInt8>) -> [Int32] {
        var tokens = word.map { byteTokens[Int($0)] }
        if let last = tokens.last { tokens[tokens.count - 1] = last + 256 }
        return tokens
    }
}
