// A list of many small images and failures, for runs that are stopped again and again.

internal import Foundation
package import SampleWeb

/// Small images, each row's under a URL of its own.
package struct SmallImages {
    package static let maximumInFlight = 16
    /// A run fetches no more while bodies and images of this size are held: what a kill can cost beside the
    /// transfers in flight.
    package static let budgetBytes = 128 << 10

    package let server: SampleWebServer
    package let folder: TemporaryFolder
    package let paths: [String]
    package let list: String

    /// - Parameters:
    ///   - delayMilliseconds: before each answer, so that a run has not ended before it is stopped.
    ///   - size: pixels of a side.
    package init(rows: Int, delayMilliseconds: Int = 0, size: Int = 128) throws {
        let server = try SampleWebServer()
        let paths = (0..<rows).map { index in
            // One in twenty is not there; failures are rows like others.
            let fault = index % 20 == 7 ? "&status=404" : ""
            let delay = delayMilliseconds > 0 ? "&delay=\(delayMilliseconds)" : ""
            return "/image/\(size)x\(size)/photo/\(index % 8).jpg?_=\(index)\(fault)\(delay)"
        }
        let lines = paths.enumerated().map { "\(server.url($1)),caption \($0)\n" }
        self.server = server
        self.paths = paths
        folder = try TemporaryFolder()
        list = try folder.write("list.csv", "url,caption\n" + lines.joined())
    }

    /// `download` of this list with little in flight and little held.
    package func arguments(
        _ format: String, _ more: [String] = [], output: String = "out", samplesPerShard: Int = 600
    ) -> [String] {
        [
            "download", "--url-list", list, "--caption-col", "caption", "--output-folder", folder.path(output),
            "--output-format", format, "--number-sample-per-shard", String(samplesPerShard),
            "--allow-private-addresses",
            "--disable-all-reencoding", "--max-in-flight", String(Self.maximumInFlight), "--per-host-connections",
            String(Self.maximumInFlight), "--memory-budget", String(Self.budgetBytes), "--timeout", "60",
        ] + more
    }

    /// How often each row was asked for.
    package func requests() -> [Int] { paths.map { server.requests(for: $0) } }
}
