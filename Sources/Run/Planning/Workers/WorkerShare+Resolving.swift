// From the options as typed, and the environment, to a worker's share.

extension WorkerShare {
    /// The share that was asked for, or that a scheduler's variables say.
    ///
    /// - Returns: nil for a run that makes all shards, alone.
    /// - Throws: `command` for what cannot be.
    package static func resolve(_ flags: WorkerFlags) throws(DownloadError) -> WorkerShare? {
        let seconds = flags.leaseSeconds ?? usualLeaseSeconds
        guard seconds >= 2, seconds <= 86_400 else {
            throw DownloadError(.command, "--lease cannot be \(seconds): it takes 2 to 86400 seconds.")
        }
        let choices = [
            flags.shards != nil ? "--shards" : nil, flags.part != nil ? "--part" : nil,
            flags.rank != nil ? "--rank" : nil,
        ].compactMap { $0 }
        guard choices.count <= 1 else {
            throw DownloadError(.command, "\(choices[0]) and \(choices[1]) exclude each other.")
        }
        if flags.claims, let other = choices.first {
            throw DownloadError(
                .command,
                other == "--shards"
                    ? """
                    --claim and --shards exclude each other: with --shards alone a worker takes of these shards each \
                    that no other worker makes, too.
                      leave out one of them
                    """
                    : "--claim and \(other) exclude each other: --claim takes shards as they are free, \(other) a fixed share."
            )
        }
        if let world = flags.worldSize, world < 1 || world > mostWorkers {
            throw DownloadError(.command, "--world-size cannot be \(world): it takes 1 to \(mostWorkers).")
        }
        func share(_ choice: Choice, worldSize: Int?) -> WorkerShare {
            WorkerShare(choice: choice, worldSize: worldSize, leaseSeconds: seconds)
        }
        if let words = flags.shards {
            guard let numbers = ShardNumbers(words: words) else {
                throw DownloadError(
                    .command,
                    """
                    --shards "\(words.joined(separator: ","))" is no list of shards.
                      write numbers and ranges, with commas between: --shards 100-149,7
                    """)
            }
            return share(.numbers(numbers), worldSize: try worldSize(flags))
        }
        if flags.claims { return share(.any, worldSize: try worldSize(flags)) }
        guard let place = try place(flags), place.worldSize > 1 else {
            if flags.leaseSeconds != nil {
                throw DownloadError(.command, "--lease is for several workers: --claim, --part, --rank or --shards.")
            }
            return nil
        }
        return share(.every(place), worldSize: place.worldSize)
    }

    private static let mostWorkers = 1_000_000

    private static func place(_ flags: WorkerFlags) throws(DownloadError) -> WorkerPlace? {
        if let part = flags.part {
            let numbers = part.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
                (1...mostWorkers).contains(count),
                (1...count).contains(number)
            else {
                throw DownloadError(
                    .command,
                    """
                    --part cannot be "\(part)".
                      write which of how many, from 1: --part 1/8 to --part 8/8
                    """)
            }
            if let world = flags.worldSize, world != count {
                throw DownloadError(.command, "--part \(part) and --world-size \(world) contradict each other.")
            }
            return WorkerPlace(rank: number - 1, worldSize: count)
        }
        if let typed = flags.rank, typed != "auto" {
            guard let rank = Int(typed), rank >= 0 else {
                throw DownloadError(.command, "--rank cannot be \"\(typed)\": it is a number from 0, or auto.")
            }
            guard let world = flags.worldSize else {
                throw DownloadError(
                    .command, "--rank \(rank) of how many?\n  give both: --rank \(rank) --world-size N")
            }
            guard rank < world else {
                throw DownloadError(
                    .command, "--rank \(rank) is no rank of \(world): ranks are 0 to \(world - 1).")
            }
            return WorkerPlace(rank: rank, worldSize: world)
        }
        let environment = WorkerEnvironment(flags.environment)
        do {
            guard let world = flags.worldSize else {
                if let place = try environment.place() { return place }
                if let rank = environment.rankWithoutWorld {
                    throw DownloadError(
                        .command,
                        """
                        \(rank) is set: this is one of several processes, and no variable says how many there are.
                          give their number: --world-size N, or --world-size 1 to download all here
                        """)
                }
                guard flags.rank == nil else {
                    throw DownloadError(
                        .command,
                        "--rank auto: no variable says how many processes there are.\n  give it: --world-size N")
                }
                return nil
            }
            if world == 1 { return nil }
            if let place = try environment.place(worldSize: world) { return place }
            throw DownloadError(
                .command,
                """
                --world-size \(world) without a rank: none of the variables \
                \(WorkerEnvironment.rankVariables.joined(separator: ", ")) is set.
                  give it: --rank R, from 0 to \(world - 1)
                """)
        } catch let error as WorkerEnvironment.Contradiction {
            throw DownloadError(
                .command, "\(error.message).\n  give --rank R --world-size N, or --world-size 1 to download all")
        } catch let error as DownloadError {
            throw error
        } catch {
            throw DownloadError(.command, "\(error)")
        }
    }

    /// Workers that share the limits of hosts, for shares that do not say it.
    private static func worldSize(_ flags: WorkerFlags) throws(DownloadError) -> Int? {
        if let world = flags.worldSize { return world }
        // A variable that makes no sense is none of a share that does not depend on it.
        return ((try? WorkerEnvironment(flags.environment).place()) ?? nil)?.worldSize
    }
}
