// Listings that Arrow makes.

internal import CLinux
internal import Ground
internal import Tables

/// Arrow reads all pages of a listing in one call, which cannot be interrupted. So it runs on a thread of its own, and one
/// that does not end is given up: the thread stays until the process ends, which is soon.
enum ListingWatch {
    private static let lookInterval = Duration.milliseconds(100)

    /// - Throws: `malformed` for a listing that takes too long or too much memory.
    static func run<V: Sendable>(
        _ limits: ListingLimits, _ list: @escaping @Sendable () throws(TableError) -> V
    ) throws(TableError) -> V {
        let outcome = Monitor<Result<V, TableError>?>(nil)
        let (begin, memory) = (ContinuousClock.now, memoryInUse)
        let thread = NamedThread("listing") {
            let result = Result { () throws(TableError) in try list() }
            outcome.change { $0 = result }
        }
        while true {
            if let result = outcome.wait(atMost: lookInterval, until: { $0 }) {
                thread.join()
                return try result.get()
            }
            if ContinuousClock.now - begin > limits.longest {
                throw endless("after \(Int(limits.longest.inSeconds)) s there are still more pages")
            }
            if memoryInUse - memory > limits.mostMemoryBytes {
                throw endless("what came so far takes \(limits.mostMemoryBytes >> 20) MiB")
            }
        }
    }

    private static func endless(_ what: String) -> TableError {
        TableError(category: .malformed, detail: "the store's listing does not end: \(what)")
    }

    /// Of all threads, as malloc counts it.
    private static var memoryInUse: Int {
        let info = mallinfo2()
        return Int(info.uordblks) + Int(info.hblkhd)
    }
}
