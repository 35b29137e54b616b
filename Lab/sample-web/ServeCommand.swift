// `sample-web serve`: runs the server until a signal stops it.

import ArgumentParser
import Foundation
import SampleWeb

/// Serves until SIGINT or SIGTERM.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve images and faults until SIGINT or SIGTERM.")

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port: UInt16 = 8080

    @Option(help: "IPv4 address to listen on.")
    var address = "127.0.0.1"

    @Option(help: "Rows of the lists.")
    var rows = 2000

    @Option(help: "A URL list to write, its format by its ending: csv, tsv, jsonl or txt. May be repeated.")
    var list: [String] = []

    @Flag(help: "Make every row of the lists an image that can be fetched.")
    var imagesOnly = false

    @Option(help: "Faults for every URL of the lists, e.g. delay=2000.")
    var faults = ""

    @Flag(help: "Write the lists for the port given, and do not serve.")
    var listsOnly = false

    func run() throws {
        var formats: [SampleListFormat] = []
        for path in list {
            guard let format = SampleListFormat(path: path) else {
                throw ValidationError("\(path) ends in none of csv, tsv, jsonl and txt")
            }
            formats.append(format)
        }
        guard rows >= 0 else { throw ValidationError("--rows is at least 0") }
        let catalog: SampleWebCatalog
        do throws(SampleWebError) {
            catalog = try SampleWebCatalog(rowCount: rows, hasImagesOnly: imagesOnly, extraFaults: faults)
        } catch {
            throw error.asWrongOption
        }
        // Blocked before any thread starts, so that the wait below is the one place where they arrive.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        OpenFileLimit.raise()

        var options = SampleWebOptions()
        options.address = address
        options.port = port
        options.maximumRememberedRequests = 0
        let host = address == "0.0.0.0" ? "127.0.0.1" : address
        if listsOnly { return try writeLists(formats, catalog, baseURL: "http://\(host):\(port)") }
        let server = try SampleWebServer(options)
        try server.draw(SampleWebCatalog.drawings, threads: ProcessInfo.processInfo.activeProcessorCount)
        try writeLists(formats, catalog, baseURL: server.url("", host: host))
        print("serving \(server.url("/", host: host))")
        fflush(nil)
        var signal: Int32 = 0
        sigwait(&signals, &signal)
        server.stop()
    }

    private func writeLists(_ formats: [SampleListFormat], _ catalog: SampleWebCatalog, baseURL: String) throws {
        for (path, format) in zip(list, formats) {
            try SampleListWriter(format: format, baseURL: baseURL).write(catalog, to: path)
        }
    }
}
