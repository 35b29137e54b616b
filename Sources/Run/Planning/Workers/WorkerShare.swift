// Which shards one of several processes makes.

package import DatasetFolder
package import DatasetModel

/// The share of a worker, as resolved. A run without one makes all shards, and is the only one in its folder.
package struct WorkerShare: Hashable, Sendable {
    package enum Choice: Hashable, Sendable {
        /// Every `worldSize`-th shard, from `rank` on.
        case every(WorkerPlace)
        case numbers(ShardNumbers)
        /// Any that no other worker makes.
        case any
    }

    /// How long a lease holds without being renewed.
    package static let usualLeaseSeconds = 60.0

    package let choice: Choice
    /// Workers that the limits for a host are divided among; nil for those that there are at each moment.
    package let worldSize: Int?
    package let leaseSeconds: Double

    package func contains(_ shard: ShardID) -> Bool {
        switch choice {
        case .every(let place): shard.number % place.worldSize == place.rank
        case .numbers(let numbers): numbers.contains(shard.number)
        case .any: true
        }
    }

    /// A start under the same name resumes what this one leaves.
    package var name: WorkerName {
        switch choice {
        case .every(let place): .share(number: place.rank + 1, of: place.worldSize)
        case .numbers, .any: .ofMachine
        }
    }

    /// Of so many shards those of this worker; nil where that is not known before.
    package func count(of shards: Int) -> Int? {
        switch choice {
        case .every(let place): (shards - place.rank + place.worldSize - 1) / place.worldSize
        case .numbers(let numbers): numbers.count(below: shards)
        case .any: nil
        }
    }

    /// For the first lines of a run.
    package var words: String {
        switch choice {
        case .every(let place):
            let source = place.variable.map { " (rank \(place.rank) by \($0))" } ?? ""
            let off = place.variable == nil ? "" : "; --world-size 1 downloads all"
            return
                "worker \(place.rank + 1) of \(place.worldSize)\(source), every \(Self.ordinal(place.worldSize)) shard\(off)"
        case .numbers(let numbers):
            return "shards " + numbers.shortText
        case .any: return "any shards that no other worker makes (--claim)"
        }
    }

    private static func ordinal(_ number: Int) -> String {
        let suffix =
            switch (number % 10, number % 100) {
            case (1, let rest) where rest != 11: "st"
            case (2, let rest) where rest != 12: "nd"
            case (3, let rest) where rest != 13: "rd"
            default: "th"
            }
        return "\(number)\(suffix)"
    }
}
