// `status`: the progress of the runs of a dataset, by the records in its folder.

internal import DatasetFolder
internal import Files
internal import Glibc
package import Ground
internal import JSON
internal import Watching

/// Reads the records of a dataset's runs. It changes nothing, and needs no right to write.
package struct StatusLook {
    private let name: String
    private let folder: String
    private let statuses: [RunStatus]

    /// - Parameters:
    ///   - folder: the dataset's, or of one in a store that with the state of its runs.
    ///   - dataset: as typed.
    ///   - options: of a command that reads the dataset, as a shell takes them.
    /// - Throws: `command` where no run has left a record.
    package init(_ folder: String, dataset: String, options: [String] = []) throws(CommandFailure) {
        name = dataset
        self.folder = folder
        let now = WallClock.secondsSince1970
        let host = MachineName.text
        statuses = Self.records(folder).map { record in
            RunStatus(record, now: now, host: host) { kill(pid_t(clamping: $0), 0) == 0 || errno == EPERM }
        }
        guard !statuses.isEmpty else {
            let inspect = (["img2shards inspect", ShellWord.quoted(dataset)] + options).joined(separator: " ")
            let text =
                dataset.contains("://")
                ? """
                no run of this machine has reported its status for \(dataset).
                  if the run had --state-folder, give it here, too · what is there: \(inspect)
                """
                : """
                no run has reported its status in \(dataset).
                  what is there: \(inspect)
                """
            throw CommandFailure(.command, text)
        }
    }

    /// Of the folder itself, of its workers, and of the folders of its sizes.
    private static func records(_ folder: String) -> [StatusRecord] {
        let state = folder + "/" + DatasetFolder.stateName
        if let own = StatusRecord.read(state + "/" + DatasetFolder.statusName) { return [own] + workers(state) }
        let workers = workers(state)
        guard workers.isEmpty else { return workers }
        let names = ((try? Durable.list(folder)) ?? []).filter { Int($0) != nil }.sorted()
        return names.lazy.compactMap {
            StatusRecord.read("\(folder)/\($0)/\(DatasetFolder.stateName)/\(DatasetFolder.statusName)")
        }.prefix(1).map { $0 }
    }

    private static func workers(_ state: String) -> [StatusRecord] {
        // Without workers there is no such folder.
        let names = ((try? Durable.list(state + "/workers")) ?? []).sorted()
        return names.compactMap { StatusRecord.read("\(state)/workers/\($0)/\(DatasetFolder.statusName)") }
    }

    /// For a person.
    package func lines(width: Int) -> [String] {
        let lines = statuses.map { $0.lines(folder: name, width: width) }
        return Array((sumLine.map { [[$0]] + lines } ?? lines).joined(separator: [""]))
    }

    /// What several workers do together; nil for one run.
    private var sumLine: String? {
        let running = statuses.filter { $0.life == .running }
        guard statuses.count > 1, !running.isEmpty else { return nil }
        // Numbers of files: none of them is as large as that.
        let most = 1 << 40
        let rows = running.reduce(0) { $0 + min(max(0, $1.record.rowsThisStart), most) }
        let rate = running.reduce(0.0) { $0 + min(max(0, $1.record.imagesPerSecond), 1e9) }
        // A folder that cannot be listed has no shards.
        let shards = ((try? Durable.list(folder)) ?? []).count { $0.hasSuffix("_stats.json") }
        return "\(running.count.counted("worker")) together: \(Rate(rate).grouped) images/s, "
            + "\(rows.counted("row")) in these starts; \(shards.counted("shard")) of the dataset \(shards == 1 ? "is" : "are") done"
    }

    /// An object for each run: its record, how old it is, and whether the run is there.
    package func jsonLines() -> [String] {
        statuses.map { status in
            let record = String(decoding: status.record.json.dropLast(), as: UTF8.self)
            let more = JSONValue.object([
                .init("life", .text(status.life.rawValue)), .init("age_seconds", .number(status.age, decimals: 0)),
            ]).line
            return "{" + more.dropFirst().dropLast() + "," + record.dropFirst()
        }
    }
}
