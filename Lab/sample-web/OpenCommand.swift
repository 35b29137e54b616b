// `sample-web open`: the web of the benchmark, with many hosts, latencies and faults.

import ArgumentParser
import Foundation
import SampleWeb

/// Serves an open web until SIGINT or SIGTERM, then reports what was requested.
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Serve a web of many hosts, latencies and faults, and write the list that leads through it.",
        discussion: """
            The list has the columns url, caption and expected (what a client receives). Its names need a name \
            server: those of \(OpenWebCatalog.webZone) must lead to 127.0.0.1 (or any other 127.x.y.z), those of \
            \(OpenWebCatalog.goneZone) must be unknown. Only this machine reaches the web.
            """)

    @Option(help: "open, latency, tail, in-flight or own-hosts.")
    var scenario = "open"

    @Option(help: "Rows of the list.")
    var rows = 10_000

    @Option(help: "Host names of the list; own-hosts has one for each row.")
    var hosts = 3000

    @Option(help: "The list to write, csv.")
    var list: String

    @Option(help: "A folder of .jpg files to serve as /photo/<name>. (default: 64 drawn photographs)")
    var photos: String?

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port: UInt16 = 0

    @Flag(help: "Write the list for the port given, and do not serve: another server has the photographs.")
    var listOnly = false

    @Flag(help: "With --list-only: https URLs.")
    var https = false

    func run() throws {
        guard let scenario = OpenWebScenario(rawValue: scenario) else {
            throw ValidationError(
                "--scenario is one of \(OpenWebScenario.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard rows >= 0, hosts >= 1 else { throw ValidationError("--rows is at least 0, --hosts at least 1") }
        guard !https || listOnly else { throw ValidationError("--https needs --list-only") }
        // Blocked before any thread starts, so that the wait below is the one place where they arrive.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        OpenFileLimit.raise()

        let drawings = (0..<64).map { SampleImage(width: 500, height: 375, seed: UInt64($0)) }
        let names = try photos.map { try StoredPhotographs.names(in: $0) }
        let catalog = OpenWebCatalog(
            scenario, rowCount: rows, hostCount: hosts,
            imagePaths: names?.map(StoredPhotographs.path) ?? drawings.map(\.path))
        if listOnly {
            let scheme = https ? "https" : "http"
            return try OpenWeb.writeList(of: catalog, to: list) { "\(scheme)://\($0.host):\(port)\($0.path)" }
        }
        let photographs = try photos.map { try StoredPhotographs.read(names ?? [], in: $0) } ?? []
        let web = try OpenWeb(catalog, port: port, photographs: photographs)
        if photographs.isEmpty {
            try web.server.draw(drawings, threads: ProcessInfo.processInfo.activeProcessorCount)
        }
        try web.writeList(to: list)
        print("serving \(rows) rows on port \(web.server.port)")
        fflush(nil)
        var signal: Int32 = 0
        sigwait(&signals, &signal)
        web.server.stop()
        print(
            """
            {"requests": \(web.server.requests), "connections": \(web.server.connectionsAccepted), \
            "most_in_flight": \(web.server.maximumRequestsInFlight), "polite_refusals": \(web.server.politeRefusals)}
            """)
    }
}
