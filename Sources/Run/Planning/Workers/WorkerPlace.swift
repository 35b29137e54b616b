// A worker's place among all, and where it was found.

/// A rank in a world of workers.
package struct WorkerPlace: Hashable, Sendable {
    /// From 0.
    package let rank: Int
    /// At least 1.
    package let worldSize: Int
    /// The variable with the rank; nil where the options say it.
    package let variable: String?

    package init(rank: Int, worldSize: Int, variable: String? = nil) {
        self.rank = rank
        self.worldSize = worldSize
        self.variable = variable
    }
}
