// `img2shards verify`: whether a dataset is sound.

internal import ArgumentParser
internal import Foundation
internal import Inspection

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks every shard of a dataset, to the last sample.",
        discussion: """
            Opens all shards and compares data, metadata and stats. A finding ends with exit code 1. \
            After --repair, start the same download command again: it writes what was taken out.
            """)

    @Argument(help: "A dataset's folder, or one of its shards (folder/00012.tar).")
    var path: String

    @Flag(help: "Decode every image, too.")
    var deep = false

    @Flag(help: "Take broken shards out, so that the same download command fetches them again.")
    var repair = false

    @Flag(help: "One JSON object instead of lines.")
    var json = false

    @Option(help: ArgumentHelp("Shards checked at once (default: one per core).", valueName: "n"))
    var workers: Int?

    func run() throws {
        if let workers, workers < 1 { throw ValidationError("--workers cannot be \(workers): it takes 1 or more.") }
        let verification = try DatasetVerification(path: path)
        let report = verification.report(
            decodes: deep, threads: workers ?? ProcessInfo.processInfo.activeProcessorCount)
        if json {
            print(report.jsonLine)
        } else {
            for line in report.lines(path: path, isRepaired: repair) { print(line) }
        }
        guard !report.faults.isEmpty else { return }
        if repair { try verification.repair(report.brokenShards) }
        throw ExitCode(1)
    }
}
