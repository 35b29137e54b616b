// From a failed row's texts to its class, each pair of texts judged once.

internal import Reporting

/// Classes of failed rows by their texts. One thread at a time.
struct FailureWords {
    struct Judged {
        /// As `retry --classes` takes it; `other` where the message shows no class.
        let word: String
        let isTemporary: Bool
    }

    /// Messages may be as many as the rows: then all are forgotten.
    private static let mostKnown = 20_000
    private var known: [UInt64: Judged] = [:]

    /// - Parameters:
    ///   - errorClass: nil where the table has none.
    ///   - message: without a base address for null.
    mutating func judged(_ errorClass: UnsafeRawBufferPointer?, _ message: UnsafeRawBufferPointer) -> Judged {
        let hash = (errorClass.map(ByteHash.of) ?? 0) &* 3 &+ ByteHash.of(message)
        if let judged = known[hash] { return judged }
        let sign = FailureSign(
            tallyWord: errorClass.map { String(decoding: $0.prefix(100), as: UTF8.self) },
            message: String(decoding: message.prefix(1000), as: UTF8.self))
        let judged = Judged(word: sign.word ?? "other", isTemporary: sign.mayPass)
        if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
        known[hash] = judged
        return judged
    }
}
