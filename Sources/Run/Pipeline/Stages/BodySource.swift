// Where the pipeline's bodies come from: the network, or the shards of a dataset.

internal import Fetching
internal import Ground

/// Gives each row's body, or says why there is none, on threads of its own.
protocol BodySource: AnyObject, Sendable {
    /// Whether rows with the same URL have the same body: then one of them is asked for.
    var sharesByURL: Bool { get }

    /// Asks for the bodies of rows of a shard; waits for none of them. Called by one thread.
    func submit(_ rows: [ListedURL], of shard: ShardInWork)

    /// Begins nothing more, and waits until what is under way has ended, or for so long.
    func drain(atMost time: Duration)

    /// Ends its threads and waits for them. Nothing is delivered after.
    func stop()

    var snapshot: FetchSnapshot { get }
    /// Signs of life of its threads.
    var heartbeats: [Heartbeat] { get }
    /// Processor time of its threads, once they have ended.
    var usedNanoseconds: Int { get }
}

extension BodySource {
    func drain(atMost time: Duration) {}
}
