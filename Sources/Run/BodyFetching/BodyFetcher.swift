// The door of this target: rows with their URLs in, one result for each out.

package import Fetching
package import Ground
package import Stores
internal import Synchronization
internal import URLs

/// Fetches rows: URLs of the web by the guarded engine, places in stores by the stores' own clients, if the user allowed
/// them. Neither gets what is the other's.
///
/// Every row gets exactly one result, unless the fetcher is stopped before.
package final class BodyFetcher: Sendable {
    /// URLs read together: the first of many are requested while the last are still read, and of the others only the
    /// text is kept.
    private static let batch = 512

    /// What rows are read with.
    private struct Reading {
        let parser: URLParser
        /// For places in stores; the engine has its own.
        let policy: (any URLPolicy)?
    }

    private let engine: FetchEngine
    /// Nil where no place is allowed.
    private let stores: StoreEngine?
    private let allowed: AllowedStores
    private let reading: Mutex<Reading>
    private let deliver: @Sendable (FetchResult) -> Void

    /// - Parameters:
    ///   - starving: as of `FetchEngine`; not called while many places in stores wait.
    ///   - deliver: called on any thread, by several at once; must not block, and must not call `stop`.
    /// - Throws: as of `FetchEngine`.
    package init(
        _ options: FetchOptions, stores rows: StoreRows, budget: MemoryBudget,
        starving: @escaping @Sendable () -> Void = {}, deliver: @escaping @Sendable (FetchResult) -> Void
    ) throws(FetchError) {
        do throws(URLError) {
            reading = Mutex(Reading(parser: try URLParser(), policy: options.makeURLPolicy?()))
        } catch {
            throw FetchError(error)
        }
        self.deliver = deliver
        allowed = rows.allowed
        var options = options
        var stores: StoreEngine?
        if !rows.isEmpty {
            let limits = StoreLimits(options, rows)
            // Its connections take the place of some that are kept without a request, so that open files suffice.
            options.maximumIdleConnections = max(0, options.maximumIdleConnections - limits.threads)
            stores = StoreEngine(rows, limits, budget: budget, deliver: deliver)
        }
        self.stores = stores
        engine = try FetchEngine(
            options, budget: budget, starving: { [stores] in if stores?.hasMuchWaiting != true { starving() } },
            deliver: deliver)
    }

    deinit { stores?.stop() }

    /// Hands rows over; returns at once. Any number waits inside. Any thread may call.
    package func submit(_ rows: [RowURL]) {
        for start in stride(from: 0, to: rows.count, by: Self.batch) {
            submit(rows[start..<min(start + Self.batch, rows.count)])
        }
    }

    private func submit(_ rows: ArraySlice<RowURL>) {
        var places: [StoreEngine.Order] = []
        let requests = reading.withLock { reading in
            rows.compactMap { row -> FetchRequest? in
                switch allowed.verdict(on: row.url) {
                case .elsewhere:
                    return FetchRequest(id: row.id, url: row.url, referer: row.referer, parser: reading.parser)
                case .allowed(let path) where reading.policy?.refuses(name: path.text) == true: refuse(row, .excluded)
                case .allowed(let path): places.append(StoreEngine.Order(id: row.id, path: path))
                case .notAllowed: refuse(row, .storeNotAllowed)
                case .malformed: refuse(row, .malformedPlace)
                }
                return nil
            }
        }
        engine.submit(requests)
        stores?.submit(places)
    }

    private func refuse(_ row: RowURL, _ error: FetchError) {
        deliver(
            FetchResult(
                id: row.id, outcome: .failure(error), httpStatus: nil, finalURL: nil, attempts: 0, duration: .zero))
    }

    /// Starts nothing more, and waits until what is in flight has ended, or for so long. Any thread may call.
    package func drain(atMost time: Duration) {
        let end = ContinuousClock.now + time
        stores?.drain()
        engine.drain(atMost: time)
        stores?.waitForRunning(until: end)
    }

    /// Cancels everything and waits for the threads to end. Nothing is delivered after. Not to be called by `deliver`.
    package func stop() {
        stores?.stop()
        engine.stop()
    }

    package var snapshot: FetchSnapshot {
        var snapshot = engine.snapshot
        if let stores { snapshot.add(stores.figures) }
        return snapshot
    }

    /// Signs of life of the engine's thread. Threads that wait for stores have limits of their own.
    package var heartbeats: [Heartbeat] { engine.heartbeats }

    /// Processor time of all threads, once they have ended.
    package var usedNanoseconds: Int { engine.usedNanoseconds + (stores?.usedNanoseconds ?? 0) }
}
