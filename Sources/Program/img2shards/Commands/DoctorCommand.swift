// `img2shards doctor`: what to change on this machine and network.

internal import ArgumentParser
internal import Commands
internal import Foundation
internal import Planning

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tests DNS servers, limits, clock and bandwidth, and recommends changes.",
        discussion: """
            Takes some seconds and changes nothing. Each DNS server is asked for a few well-known names, and for up to \
            1,024 that do not exist. To a store, a small and a large file (34 MB) are written, read and removed again.

            --self-test instead reads and writes one small image of each format and one table: it needs no network.

            Exit codes: 0 nothing needs a change; 1 something does; 2 wrong command.
            """)

    @Option(
        help: ArgumentHelp(
            "DNS servers to test, a,b,c, each with :port if not 53.",
            valueName: "servers"))
    var dnsServers = Setting<CommaList>(otherwise: "those of /etc/resolv.conf")

    @Option(
        help: ArgumentHelp(
            """
            Measure the bandwidth to this URL, for at most 10 s and 256 MB; or test a place in a store (s3://bucket/out): \
            credentials, rights, speed.
            """, valueName: "url"))
    var url: String?

    @OptionGroup(title: "Stores") var store: StoredDatasetOptions

    @Flag(help: "Only test that this installation is complete: image formats, tables, certificates.")
    var selfTest = false

    func run() throws {
        let printer = LinePrinter()
        let findings = try selfTest ? tested(printer) : diagnosed(printer)
        printer.say([FindingTable.closing(findings)])
        try printer.end()
        if findings.contains(where: { $0.verdict == .change }) { throw ExitCode(1) }
    }

    private func tested(_ printer: LinePrinter) throws -> [Finding] {
        guard dnsServers.value == nil, url == nil else {
            throw DownloadError(
                .command, "--self-test needs no network: give it alone, or leave it out to test servers and bandwidth")
        }
        return SelfTest.run { printer.say(FindingTable.lines($0)) }
    }

    private func diagnosed(_ printer: LinePrinter) throws -> [Finding] {
        let diagnosis: Diagnosis
        do throws(Diagnosis.Mistake) {
            diagnosis = try Diagnosis(
                dnsServers: dnsServers.value?.values ?? [], url: url, storeOptions: store.storeOption)
        } catch {
            throw DownloadError(.command, error.message)
        }
        return diagnosis.run { printer.say(FindingTable.lines($0)) }
    }
}
