// Draws on several threads at once.

internal import Ground
internal import Synchronization

/// A number of threads that share out numbered pieces of work.
enum DrawingCrew {
    private final class Progress: Sendable {
        let next = Atomic(0)
        let failure = Mutex<SampleWebError?>(nil)
    }

    /// Calls `body` for 0 ..< `count`, from `threads` threads, and returns when all is done. The first
    /// failure ends the work and is thrown.
    static func share(
        _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws(SampleWebError) -> Void
    ) throws(SampleWebError) {
        let progress = Progress()
        let crew = (0..<max(1, min(threads, count))).map { number in
            NamedThread("sample-draw-\(number)") {
                while true {
                    let index = progress.next.add(1, ordering: .relaxed).oldValue
                    guard index < count else { break }
                    do throws(SampleWebError) {
                        try body(index)
                    } catch {
                        progress.failure.withLock { $0 = $0 ?? error }
                        progress.next.store(count, ordering: .relaxed)
                    }
                }
                ImageDrawing.endThread()
            }
        }
        for thread in crew { thread.join() }
        if let failure = progress.failure.withLock({ $0 }) { throw failure }
    }
}
