// Sets of keys: what they remember, what they take, how often they err.

import Hashing
import Testing

/// Keys of numbers, spread as hashes are.
private func key(_ number: Int) -> RowKey {
    func mixed(_ value: UInt64) -> UInt64 {
        var bits = value &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
    return RowKey(high: mixed(UInt64(2 * number + 1)), low: mixed(UInt64(2 * number + 2)))
}

@Suite struct KeySetTests {
    @Test("A Bloom filter errs as often as it promises, and says so", arguments: [0.01, 0.001, 0.0001])
    func bloomRate(rate: Double) throws {
        let count = 1_000_000
        let filter = try BloomFilter(capacity: count, falsePositiveRate: rate)
        var mistakes = 0
        for number in 0..<count where !filter.insert(key(number)) { mistakes += 1 }
        #expect(filter.count == count - mistakes)
        // What is counted is by chance: five standard deviations around what it reckons.
        let expected = filter.expectedMistakes
        #expect(abs(Double(mistakes) - expected) < 5 * expected.squareRoot() + 2)
        #expect(filter.currentRate < rate * 1.05)
        #expect(filter.currentRate > rate * 0.8)
        let wrong = (count..<2 * count).count { filter.contains(key($0)) }
        let few = filter.currentRate * Double(count)
        #expect(abs(Double(wrong) - few) < 5 * few.squareRoot() + 2)
        #expect(Double(wrong) < 1.05 * rate * Double(count) + 5 * few.squareRoot())
    }

    @Test("A Bloom filter forgets no key")
    func bloomRemembers() throws {
        let filter = try BloomFilter(capacity: 10_000, falsePositiveRate: 0.001)
        for number in 0..<10_000 { _ = filter.insert(key(number)) }
        #expect((0..<10_000).allSatisfy { filter.contains(key($0)) && !filter.insert(key($0)) })
    }

    @Test("A Bloom filter takes the memory it states: 19.6 bits a key at 0.01 %")
    func bloomMemory() throws {
        let bytes = BloomFilter.bytes(capacity: 100_000_000, falsePositiveRate: 0.0001)
        #expect((244_000_000...245_000_000).contains(bytes))
        #expect(try BloomFilter(capacity: 1000, falsePositiveRate: 0.0001).memoryBytes == 2448)
        let capacity = BloomFilter.capacity(bytes: bytes, falsePositiveRate: 0.0001)
        #expect(BloomFilter.bytes(capacity: capacity, falsePositiveRate: 0.0001) <= bytes)
        #expect(capacity > 99_000_000)
    }

    @Test("An exact set takes every key once, also when more come than were told")
    func exactGrows() throws {
        let set = try ExactKeys(expectedKeys: 100)
        let small = set.memoryBytes
        for number in 0..<50_000 { #expect(try set.insert(key(number))) }
        for number in 0..<50_000 { #expect(try !set.insert(key(number))) }
        #expect(set.count == 50_000)
        #expect(set.memoryBytes > small)
        #expect(set.contains(key(7)))
        #expect(!set.contains(key(50_001)))
        var handedOut = 0
        set.forEach { _ in handedOut += 1 }
        #expect(handedOut == 50_000)
    }

    @Test("An exact set that was told how many come does not grow")
    func exactSize() throws {
        let set = try ExactKeys(expectedKeys: 30_000)
        #expect(set.memoryBytes == ExactKeys.bytes(expectedKeys: 30_000))
        for number in 0..<30_000 { _ = try set.insert(key(number)) }
        #expect(set.memoryBytes == ExactKeys.bytes(expectedKeys: 30_000))
    }

    @Test("The key that looks like an empty slot is a key, too")
    func zeroKey() throws {
        let set = try ExactKeys(expectedKeys: 10)
        let zero = RowKey(high: 0, low: 0)
        #expect(!set.contains(zero))
        #expect(try set.insert(zero))
        #expect(try !set.insert(zero))
        #expect(set.contains(zero))
    }

    @Test("Keys of equal hash bits beside each other are distinguished")
    func collisions() throws {
        let set = try ExactKeys(expectedKeys: 10)
        let last = UInt64.max
        for low in 0..<40 { #expect(try set.insert(RowKey(high: last, low: UInt64(low)))) }
        for low in 0..<40 { #expect(set.contains(RowKey(high: last, low: UInt64(low)))) }
        #expect(!set.contains(RowKey(high: last, low: 40)))
    }

    @Test("Keys are remembered exactly while memory allows, and by a filter beyond")
    func choosesByMemory() throws {
        let limits = DuplicateKeys.Limits(memoryBytes: 1 << 20, falsePositiveRate: 0.0001)
        let few = try DuplicateKeys(expectedKeys: 40_000, limits: limits)
        #expect(few.isExact)
        #expect(few.memoryBytes <= 1 << 20)
        #expect(few.memoryBytes == limits.bytes(keys: 40_000))
        let many = try DuplicateKeys(expectedKeys: 400_000, limits: limits)
        #expect(!many.isExact)
        #expect(many.memoryBytes <= 1 << 20)
        #expect(many.memoryBytes == limits.bytes(keys: 400_000))
    }

    @Test("Where nobody knows how many come, the exact set becomes a filter that remembers all of it")
    func becomesFilter() throws {
        let limits = DuplicateKeys.Limits(memoryBytes: 8 << 20, falsePositiveRate: 0.0001)
        let seen = try DuplicateKeys(expectedKeys: nil, limits: limits)
        var mistakes = 0
        for number in 0..<800_000 where try !seen.insert(key(number)) { mistakes += 1 }
        #expect(!seen.isExact)
        #expect(seen.memoryBytes <= 8 << 20)
        #expect(mistakes < 20)
        #expect(seen.currentRate < 0.0001)
        for number in stride(from: 0, to: 800_000, by: 7) { #expect(try !seen.insert(key(number))) }
    }

    @Test("A filter with more keys than memory was allowed for says how often it errs")
    func overfull() throws {
        let limits = DuplicateKeys.Limits(memoryBytes: 4096, falsePositiveRate: 0.0001)
        let seen = try DuplicateKeys(expectedKeys: 1000, limits: limits)
        var mistakes = 0
        for number in 0..<3000 where try !seen.insert(key(number)) { mistakes += 1 }
        #expect(seen.currentRate > 0.01)
        #expect(abs(Double(mistakes) - seen.expectedMistakes) < 5 * seen.expectedMistakes.squareRoot() + 2)
    }

    @Test("The key of two texts depends on where they part, and that of a text is the same at every start")
    func hashing() {
        let hasher = KeyHasher()
        func key(_ first: String, _ second: String) -> RowKey {
            Array(first.utf8).withUnsafeBytes { first in
                Array(second.utf8).withUnsafeBytes { hasher.key(pair: first, $0) }
            }
        }
        #expect(key("ab", "c") != key("a", "bc"))
        #expect(key("ab", "c") == key("ab", "c"))
        let abc = Array("abc".utf8).withUnsafeBytes { hasher.key($0) }
        // SHA-256 of "abc" begins ba7816bf8f01cfea 414140de5dae2223.
        #expect(
            abc == RowKey(high: UInt64(bigEndian: 0xba78_16bf_8f01_cfea), low: UInt64(bigEndian: 0x4141_40de_5dae_2223))
        )
        let joined = Array("a".utf8).withUnsafeBytes { first in
            Array("bc".utf8).withUnsafeBytes { hasher.key(first, $0) }
        }
        #expect(joined == abc)
    }
}
