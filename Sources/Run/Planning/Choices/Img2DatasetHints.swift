// What img2dataset's options about its own machinery mean here.

/// img2dataset has processes of threads, spread by a distributor; here their numbers are hints, and one machine works.
struct Img2DatasetHints: Sendable {
    /// Lines for the person, before the run.
    let notes: [String]
    private let processes: Int?
    private let threads: Int?

    /// - Throws: `command` for numbers below 1, and for what only several machines can do.
    init(_ flags: DownloadFlags) throws(DownloadError) {
        processes = flags.processesHint
        threads = flags.threadsHint
        for (option, number) in [("--processes-count", processes), ("--thread-count", threads)] {
            guard let number, number < 1 else { continue }
            throw DownloadError(.command, "\(option) cannot be \(number): it takes 1 or more.")
        }
        switch flags.distributor {
        case "multiprocessing": break
        case "pyspark", "ray", "dask":
            let call =
                flags.callInPython?(flags.urlLists, flags.outputFolder)
                ?? "download(…, distributor=\"\(flags.distributor)\")"
            throw DownloadError(
                .command,
                """
                --distributor \(flags.distributor) works in Python, which brings this program to the engine's workers.
                  from img2shards import download
                  \(call)
                  leave it out to run here, on all cores; several machines without an engine: docs/workers.md
                """)
        default:
            throw DownloadPlan.invalid(
                "--distributor", flags.distributor, choices: ["multiprocessing", "pyspark", "ray", "dask"])
        }
        var notes: [String] = []
        if flags.reportsToWandb {
            notes.append(
                "--enable-wandb: nothing is sent from here. In Python, img2shards.download(…, enable_wandb=True) logs to wandb or "
                    + "trackio, if one is installed (pip install wandb). Without either: --tensorboard FOLDER, --listen 9090"
            )
        }
        if flags.subjobSize != nil { notes.append("--subjob-size has no effect: it is for distributors in Python") }
        if let retries = flags.shardRetries, retries != 1 {
            notes.append("--max-shard-retry has no effect: rows fail, shards do not; see --retries")
        }
        self.notes = notes
    }

    /// As many image workers as cores, or as processes were asked for when those are fewer.
    func imageWorkers(cores: Int) -> Int { min(cores, processes ?? cores) }

    /// The most transfers in flight: `most`, or as many as all threads of all processes would have had.
    ///
    /// A number of processes alone says nothing about transfers.
    func maximumInFlight(atMost most: Int) -> Int {
        guard let threads else { return most }
        let (asked, isHuge) = threads.multipliedReportingOverflow(by: processes ?? 1)
        return isHuge ? most : min(most, asked)
    }
}
