// How often which words were seen, in bounded memory.

internal import DatasetModel

/// Counts words or messages. Above `limit` distinct ones the rarer half is dropped, as img2dataset does.
package struct ErrorTally: Sendable {
    /// Most distinct words kept; at least 2.
    package let limit: Int
    /// Longer words are cut: a message may quote what a server sent.
    package static let maximumWordBytes = 200

    /// Occurrences of the words that were dropped.
    package private(set) var droppedOccurrences = 0
    private var counts: [String: Int] = [:]

    package init(limit: Int = 100_000) { self.limit = max(2, limit) }

    package mutating func add(_ word: String, count: Int = 1) {
        if counts[word] != nil {
            counts[word, default: 0] += count
            return
        }
        let isLong = word.utf8.count > ErrorTally.maximumWordBytes
        let key = isLong ? String(decoding: word.utf8.prefix(ErrorTally.maximumWordBytes), as: UTF8.self) : word
        counts[key, default: 0] += count
        if counts.count > limit { dropRarerHalf() }
    }

    /// Distinct words kept.
    package var distinctCount: Int { counts.count }

    /// Occurrences of all words, dropped ones included.
    package var total: Int { counts.values.reduce(droppedOccurrences, +) }

    /// Occurrences of `word` since it was last dropped.
    package func count(of word: String) -> Int { counts[word] ?? 0 }

    /// The most frequent words, most frequent first; equal ones in alphabetical order.
    package func top(_ maximumCount: Int) -> [(word: String, count: Int)] {
        Array(sorted().prefix(maximumCount))
    }

    private func sorted() -> [(word: String, count: Int)] {
        counts.map { (word: $0.key, count: $0.value) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.word < $1.word }
    }

    private mutating func dropRarerHalf() {
        let before = counts.values.reduce(0, +)
        counts = counts.keepingHighest(limit / 2) { $0 }
        droppedOccurrences += before - counts.values.reduce(0, +)
    }
}
