// What --dedup takes for many keys: memory, mistakes and time, of the Bloom filter and of the exact set.

import Foundation
import Hashing

/// `dedup-bench KEYS RATE`: puts in that many URLs, all different, and then asks for as many others.
@main
struct DedupBench {
    static func main() throws {
        let arguments = CommandLine.arguments
        let keys = arguments.count > 1 ? Int(arguments[1]) ?? 0 : 100_000_000
        let rate = arguments.count > 2 ? Double(arguments[2]) ?? 0 : 0.0001
        guard keys > 0, rate > 0, rate < 1 else {
            FileHandle.standardError.write(Data("dedup-bench KEYS RATE: 100000000 0.0001\n".utf8))
            exit(2)
        }
        print("\(keys) keys, promised rate \(rate)")
        try measureFilter(keys, rate)
        fflush(nil)
        try measureExact(keys)
    }

    private static func measureFilter(_ keys: Int, _ rate: Double) throws {
        // First, as it loads OpenSSL, which is no part of the filter.
        let urls = URLs()
        _ = urls.key(0)
        let before = residentBytes
        let filter = try BloomFilter(capacity: keys, falsePositiveRate: rate)
        var mistakesOnTheWay = 0
        let putIn = seconds { for number in 0..<keys where !filter.insert(urls.key(number)) { mistakesOnTheWay += 1 } }
        let expected = filter.expectedMistakes
        let memory = residentBytes - before
        let asked = max(1_000_000, keys / 10)
        var mistakes = 0
        for number in keys..<keys + asked where filter.contains(urls.key(number)) { mistakes += 1 }
        print(
            """
            Bloom filter
              memory stated      \(megabytes(filter.memoryBytes))
              memory measured    \(megabytes(memory))
              keys per second    \(Int(Double(keys) / putIn)), hashing of the URL included
              rate when full     \(percent(Double(mistakes) / Double(asked))) measured over \(asked) other keys, \
            \(percent(filter.currentRate)) by its filling
              on the way there   \(mistakesOnTheWay) mistakes, \(Int(expected.rounded())) expected
            """)
    }

    private static func measureExact(_ keys: Int) throws {
        let urls = URLs()
        let before = residentBytes
        let set = try ExactKeys(expectedKeys: keys)
        var lost = 0
        let putIn = try seconds { for number in 0..<keys where try !set.insert(urls.key(number)) { lost += 1 } }
        print(
            """
            exact set
              memory stated      \(megabytes(set.memoryBytes))
              memory measured    \(megabytes(residentBytes - before))
              keys per second    \(Int(Double(keys) / putIn)), hashing of the URL included
              mistakes           \(lost)
            """)
    }

    private static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        let time = (ContinuousClock.now - start).components
        return Double(time.seconds) + Double(time.attoseconds) / 1e18
    }

    private static func megabytes(_ bytes: Int) -> String { String(format: "%.1f MB", Double(bytes) / 1e6) }
    private static func percent(_ share: Double) -> String { String(format: "%.5f %%", share * 100) }

    private static var residentBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (status.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
            * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// URLs of about 80 bytes, each other than all others.
final class URLs {
    private let hasher = KeyHasher()
    private let text = UnsafeMutableRawBufferPointer.allocate(byteCount: 80, alignment: 8)

    init() {
        text.copyBytes(
            from: "https://cdn.images.example.com/photos/2021/08/xxxxxxxxxxxxxxxx/original-large.jpg".utf8.prefix(80))
    }

    deinit { text.deallocate() }

    func key(_ number: Int) -> RowKey {
        for digit in 0..<16 { text[46 + digit] = UInt8(0x61 + (number >> (4 * digit)) & 15) }
        return hasher.key(UnsafeRawBufferPointer(text))
    }
}
