// What a report is to be made of.

package import DatasetFolder
package import Ground

/// One command's wishes. A plain value.
package struct ReportOptions: Sendable {
    /// Pictures of the sample, at most.
    package static let mostSamples = 500
    package static let usualSamples = 60

    /// One dataset, or two that are compared.
    package let datasets: [TypedDataset]
    /// The page's file.
    package let output: String
    /// Pictures of the random sample of each dataset.
    package let samples: Int
    package let seed: UInt64
    package let threads: Int

    /// - Throws: `command` for what cannot be.
    package init(
        datasets: [TypedDataset], output: String, samples: Int, seed: UInt64, threads: Int
    ) throws(CommandFailure) {
        guard (1...2).contains(datasets.count) else {
            throw CommandFailure(
                .command, "a report is of one dataset, or of two that are compared; \(datasets.count) are given")
        }
        guard (0...Self.mostSamples).contains(samples) else {
            throw CommandFailure(.command, "--samples cannot be \(samples): it takes 0 to \(Self.mostSamples)")
        }
        guard threads >= 1 else {
            throw CommandFailure(.command, "--threads cannot be \(threads): it takes 1 or more")
        }
        self.datasets = datasets
        self.output = output
        self.samples = samples
        self.seed = seed
        self.threads = min(threads, 64)
    }
}
