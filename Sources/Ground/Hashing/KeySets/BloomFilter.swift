// A set of keys in little memory that may take a new key for one it has.

internal import Foundation

/// A Bloom filter: never forgets a key, and takes a new one for an old one at most at the rate it was made for, as
/// long as it holds no more keys than it was made for. 19.6 bits a key for a rate of 0.01 %. Used by one thread at a
/// time.
package final class BloomFilter {
    private let table: ZeroedMemory
    private let bits: Int
    private let probes: Int
    /// Keys it was made for.
    package let capacity: Int
    /// The promised probability that a new key is treated as an old one, when `capacity` keys are in it.
    package let falsePositiveRate: Double
    /// Keys that were new.
    package private(set) var count = 0
    private var bitsSet = 0
    private var reckonedMistakes = 0.0
    private var reckonedKeys = 0
    /// New keys after which `expectedMistakes` is brought up to date.
    private let keysPerReckoning: Int

    /// - Parameters:
    ///   - capacity: at least 1.
    ///   - falsePositiveRate: above 0, below 1.
    package init(capacity: Int, falsePositiveRate: Double) throws(KeySetError) {
        self.capacity = max(1, capacity)
        self.falsePositiveRate = falsePositiveRate
        keysPerReckoning = max(1, min(4096, self.capacity / 256))
        bits = Self.bits(capacity: self.capacity, falsePositiveRate)
        probes = max(1, Int((Double(bits) / Double(self.capacity) * log(2.0)).rounded()))
        table = try ZeroedMemory(byteCount: bits / 8)
    }

    /// What a filter of that size takes.
    package static func bytes(capacity: Int, falsePositiveRate: Double) -> Int {
        bits(capacity: max(1, capacity), falsePositiveRate) / 8
    }

    /// The keys for which a filter fits into so many bytes.
    package static func capacity(bytes: Int, falsePositiveRate: Double) -> Int {
        max(1, Int(Double(bytes) * 8 / bitsPerKey(falsePositiveRate)) - 64)
    }

    package var memoryBytes: Int { table.byteCount }

    /// The present probability that a new key is treated as an old one.
    package var currentRate: Double { pow(Double(bitsSet) / Double(bits), Double(probes)) }

    /// Keys so far that were new and taken for old ones, as the filter's filling lets expect.
    package var expectedMistakes: Double {
        // For each key that is noticed to be new there are so many that are not.
        let rate = currentRate
        return reckonedMistakes + Double(count - reckonedKeys) * rate / max(1e-9, 1 - rate)
    }

    /// - Returns: false when it was there before, or seems so.
    package func insert(_ key: RowKey) -> Bool {
        let words = words
        var added = 0
        forEachBit(of: key) { bit in
            let word = words[bit >> 6]
            let mask = UInt64(1) << UInt64(truncatingIfNeeded: bit & 63)
            if word & mask == 0 {
                words[bit >> 6] = word | mask
                added += 1
            }
            return true
        }
        guard added > 0 else { return false }
        bitsSet += added
        count += 1
        if count - reckonedKeys == keysPerReckoning {
            reckonedMistakes = expectedMistakes
            reckonedKeys = count
        }
        return true
    }

    /// Whether it is there, or seems so.
    package func contains(_ key: RowKey) -> Bool {
        let words = words
        var isThere = true
        forEachBit(of: key) { bit in
            isThere = words[bit >> 6] >> UInt64(truncatingIfNeeded: bit & 63) & 1 == 1
            return isThere
        }
        return isThere
    }

    private var words: UnsafeMutablePointer<UInt64> { table.start.assumingMemoryBound(to: UInt64.self) }

    /// - Parameter body: says whether to continue.
    @inline(__always)
    private func forEachBit(of key: RowKey, _ body: (Int) -> Bool) {
        var place = key.high
        // Odd, so that it is never 0; growing, so that keys with equal steps part (Dillinger and Manolios 2004).
        var step = key.low | 1
        for probe in 0..<probes {
            guard body(Int(place.multipliedFullWidth(by: UInt64(bits)).high)) else { return }
            place = place &+ step
            step = step &+ UInt64(truncatingIfNeeded: probe)
        }
    }

    /// The least that gives the rate, and a fiftieth more: probes are whole, and bits fall at random.
    private static func bitsPerKey(_ rate: Double) -> Double { -log(rate) / (log(2.0) * log(2.0)) * 1.02 }

    /// Whole words.
    private static func bits(capacity: Int, _ rate: Double) -> Int {
        (Int((Double(capacity) * bitsPerKey(rate)).rounded(.up)) + 63) / 64 * 64
    }
}
