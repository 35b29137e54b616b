// `sample-web names`: runs a name server until a signal stops it.

import ArgumentParser
import Foundation
import SampleNames

/// Answers queries until SIGINT or SIGTERM.
struct NamesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "names", abstract: "Answer name look-ups by rules until SIGINT or SIGTERM.",
        discussion: NameScript.grammar)

    @Option(help: "Port to listen on, UDP and TCP; 0 takes a free one.")
    var port: UInt16 = 5300

    @Option(help: "IPv4 or IPv6 address to listen on.")
    var address = "127.0.0.1"

    @Option(help: "A rule, see above; may be repeated.")
    var zone: [String] = []

    @Option(help: "Seeds what is left to chance.")
    var seed: UInt64 = 1

    @Option(help: "Queries that may wait for their delay at once; further ones are dropped.")
    var atOnce = 1_000_000

    @Flag(help: "Never answer.")
    var dead = false

    func run() throws {
        // Blocked before any thread starts, so that the wait below is the one place where they arrive.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        var options = SampleNamesOptions()
        options.address = address
        options.port = port
        options.rules = zone
        options.seed = seed
        options.maximumAtOnce = atOnce
        options.isDead = dead
        let server: SampleNameServer
        do throws(SampleNamesError) {
            server = try SampleNameServer(options)
        } catch {
            throw ValidationError(error.detail)
        }
        print("answering on \(server.place)")
        fflush(nil)
        var signal: Int32 = 0
        sigwait(&signals, &signal)
        server.stop()
        print("\(server.queries) queries, \(server.tcpQueries) over TCP, \(server.unanswered) not answered")
    }
}
