// Which keys were seen before: exactly while that fits into memory, with a Bloom filter beyond.

/// Remembers keys in bounded memory. Used by one thread at a time.
///
/// What it answers depends on its limits and the keys' order alone, so that a second pass over the same keys gives
/// the same answers.
package final class DuplicateKeys {
    /// How much it may take, and how often it may err when that is little.
    package struct Limits: Hashable, Sendable {
        /// Largest size of the set.
        package var memoryBytes: Int
        /// Of the filter; above 0, below 1.
        package var falsePositiveRate: Double

        package init(memoryBytes: Int, falsePositiveRate: Double) {
            self.memoryBytes = memoryBytes
            self.falsePositiveRate = falsePositiveRate
        }

        /// Whether a set of so many keys makes no mistakes.
        package func areExact(keys: Int) -> Bool { ExactKeys.bytes(expectedKeys: keys) <= memoryBytes }

        /// What a set for so many keys takes: more than `memoryBytes` where even the filter is larger.
        package func bytes(keys: Int) -> Int {
            areExact(keys: keys)
                ? ExactKeys.bytes(expectedKeys: keys)
                : BloomFilter.bytes(capacity: keys, falsePositiveRate: falsePositiveRate)
        }
    }

    private enum Store {
        case exact(ExactKeys)
        case filter(BloomFilter)
    }

    private let limits: Limits
    private var store: Store

    /// - Parameter expectedKeys: how many come at most; nil when nobody knows: then it begins small and grows.
    package init(expectedKeys: Int?, limits: Limits) throws(KeySetError) {
        self.limits = limits
        let expected = expectedKeys ?? 1 << 16
        if limits.areExact(keys: expected) || expectedKeys == nil {
            store = .exact(try ExactKeys(expectedKeys: expected))
        } else {
            store = .filter(try BloomFilter(capacity: expected, falsePositiveRate: limits.falsePositiveRate))
        }
    }

    /// Whether no key was or will be taken for another.
    package var isExact: Bool {
        if case .exact = store { true } else { false }
    }

    package var memoryBytes: Int {
        switch store {
        case .exact(let keys): keys.memoryBytes
        case .filter(let filter): filter.memoryBytes
        }
    }

    /// Estimated number of keys so far that were new and treated as old ones; 0 when exact.
    package var expectedMistakes: Double {
        if case .filter(let filter) = store { filter.expectedMistakes } else { 0 }
    }

    /// The probability that the next new key is treated as an old one; above the promised rate when more keys came than
    /// memory was allowed for.
    package var currentRate: Double {
        if case .filter(let filter) = store { filter.currentRate } else { 0 }
    }

    /// - Returns: whether it is new; a Bloom filter may err.
    package func insert(_ key: RowKey) throws(KeySetError) -> Bool {
        switch store {
        case .filter(let filter): return filter.insert(key)
        case .exact(let keys):
            // While it grows, the old table and one of twice its size are there.
            guard keys.isFull, keys.memoryBytes > limits.memoryBytes / 3 else { return try keys.insert(key) }
            let filter = try self.filter(of: keys)
            store = .filter(filter)
            return filter.insert(key)
        }
    }

    /// A filter with the keys, as large as memory allows beside them.
    private func filter(of keys: ExactKeys) throws(KeySetError) -> BloomFilter {
        let rate = limits.falsePositiveRate
        let room = BloomFilter.capacity(bytes: limits.memoryBytes - keys.memoryBytes, falsePositiveRate: rate)
        let filter = try BloomFilter(capacity: max(room, keys.count * 2), falsePositiveRate: rate)
        keys.forEach { _ = filter.insert($0) }
        return filter
    }
}
