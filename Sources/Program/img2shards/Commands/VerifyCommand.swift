// `img2shards verify`: whether a dataset is sound.

internal import ArgumentParser
internal import Files
internal import Foundation
internal import Inspection
internal import Planning

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks every shard of a dataset, to the last sample.",
        discussion: Examples.text(Examples.verify) + """
            Opens all shards of any format and compares data, metadata, stats, indices, and each sample's bytes \
            with the checksums stored when they were written. After --repair, start the same download \
            command again: it downloads what was removed.

            Exit codes: 0 everything is sound, 1 something is damaged, 2 no dataset at this path, or a wrong \
            command, 3 --repair cannot change the folder, 75 the store does not answer: try again.
            """)

    @Argument(
        help: "A dataset's folder, or one of its shards (folder/00012.tar); also in a store (s3://bucket/out).",
        completion: .file())
    var path: String

    @Flag(help: "Decode every image, too.")
    var deep = false

    @Flag(help: "Remove damaged shards, so that the same download command fetches them again.")
    var repair = false

    @Flag(help: "One JSON object instead of lines.")
    var json = false

    @Option(help: ArgumentHelp("Shards checked at once.", valueName: "n"))
    var workers = Setting<Int>(otherwise: "one per core")

    @OptionGroup(title: "Stores") var store: StoredDatasetOptions

    func run() throws {
        if let workers = workers.value, workers < 1 {
            throw ValidationError("--workers cannot be \(workers): it takes 1 or more.")
        }
        let dataset = try store.dataset(path, "verify")
        let verification = try DatasetVerification(dataset)
        let report = verification.report(
            decodes: deep, threads: workers.value ?? ProcessInfo.processInfo.activeProcessorCount)
        // What a store did not give is no damage.
        if let failure = MirroredFolders.failure {
            throw InspectionError(
                .unreadable,
                failure.description
                    + "\n  it cannot be said what is damaged, and nothing was removed: run the same command again")
        }
        // The findings are reported whether they can be repaired or not.
        let repaired = Result {
            guard repair else { return }
            try verification.repair(report.brokenShards)
            do throws(FileError) { try MirroredFolders.removeElsewhere() } catch {
                throw InspectionError(.unwritable, error.description)
            }
        }
        let isRepaired = if case .success = repaired { repair } else { false }
        let lines = json ? [report.jsonLine] : report.lines(dataset, isRepaired: isRepaired)
        let printer = LinePrinter()
        printer.say(lines.map { MirroredFolders.shown($0) })
        try printer.end()
        try repaired.get()
        guard !report.faults.isEmpty else { return }
        throw ExitCode(1)
    }
}
