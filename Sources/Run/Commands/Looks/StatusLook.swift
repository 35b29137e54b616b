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
    private let options: [String]
    private let isInStore: Bool
    /// The worker's name, where the run is one of several.
    private let statuses: [(status: RunStatus, worker: String?)]

    /// - Parameters:
    ///   - folder: the dataset's, or of one in a store that with the state of its runs.
    ///   - dataset: as typed.
    ///   - options: of a command that reads the dataset, as a shell takes them.
    /// - Throws: `command` where no run has left a record.
    package init(_ folder: String, dataset: String, options: [String] = []) throws(CommandFailure) {
        name = dataset
        self.folder = folder
        self.options = options
        isInStore = dataset.contains("://")
        let now = WallClock.secondsSince1970
        let host = MachineName.text
        statuses = Self.records(folder, isInStore: isInStore).map { record, worker in
            (RunStatus(record, now: now, host: host) { kill(pid_t(clamping: $0), 0) == 0 || errno == EPERM }, worker)
        }
        guard !statuses.isEmpty else {
            let inspect = (["img2shards inspect", ShellWord.quoted(dataset)] + options).joined(separator: " ")
            let text =
                isInStore
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
    private static func records(_ folder: String, isInStore: Bool) -> [(record: StatusRecord, worker: String?)] {
        let state = folder + "/" + DatasetFolder.stateName
        let workers = isInStore ? workersOfStore(folder) : workers(state + "/workers")
        if let own = record(of: folder) { return [(own, nil)] + workers }
        guard workers.isEmpty else { return workers }
        let sizes = DatasetFolder.sizes(in: folder).map { "\(folder)/\($0)" }
        let whole = sizes.lazy.compactMap(record).first ?? ([folder] + sizes).lazy.compactMap(complete).first
        return whole.map { [($0, nil)] } ?? []
    }

    private static func record(of folder: String) -> StatusRecord? {
        StatusRecord.read("\(folder)/\(DatasetFolder.stateName)/\(DatasetFolder.statusName)")
    }

    private static func workers(_ folder: String) -> [(record: StatusRecord, worker: String?)] {
        // Without workers there is no such folder.
        let names = ((try? Durable.list(folder)) ?? []).sorted()
        return names.compactMap { name in
            StatusRecord.read("\(folder)/\(name)/\(DatasetFolder.statusName)").map { ($0, name) }
        }
    }

    /// Each worker of this machine has a state folder beside that of a run of its own.
    private static func workersOfStore(_ folder: String) -> [(record: StatusRecord, worker: String?)] {
        guard let slash = folder.lastIndex(of: "/") else { return [] }
        let (above, prefix) = (folder[..<slash], folder[folder.index(after: slash)...] + "-")
        let names = ((try? Durable.list(String(above))) ?? []).filter { $0.hasPrefix(prefix) }.sorted()
        return names.compactMap { name in
            let worker = String(name.dropFirst(prefix.count))
            // `1-of-8`, or `1`; others are of other datasets.
            guard worker.split(separator: "-of-", omittingEmptySubsequences: false).allSatisfy({ Int($0) != nil })
            else {
                return nil
            }
            return record(of: "\(above)/\(name)").map { ($0, worker) }
        }
    }

    /// For a person.
    package func lines(width: Int) -> [String] {
        let lines = statuses.map { status, worker in
            status.lines(folder: worker.map { "\(name), worker \($0)" } ?? name, width: width)
        }
        return Array((sumLine.map { [[$0]] + lines } ?? lines).joined(separator: [""]))
    }

    /// What several workers do together; nil for one run.
    private var sumLine: String? {
        let running = statuses.map(\.status).filter { $0.life == .running }
        guard statuses.count > 1 else { return nil }
        guard !running.isEmpty else {
            let finish = (["img2shards finish", ShellWord.quoted(name)] + options).joined(separator: " ")
            return "no worker is running\(doneWords); what is missing: \(finish)"
        }
        // Numbers of files: none of them is as large as that.
        let most = 1 << 40
        let rows = running.reduce(0) { $0 + min(max(0, $1.record.rowsThisStart), most) }
        let rate = running.reduce(0.0) { $0 + min(max(0, $1.record.imagesPerSecond), 1e9) }
        return "\(running.count.counted("worker")) together: \(Rate(rate).grouped) images/s, "
            + "\(rows.counted("row")) in these starts\(doneWords)"
    }

    /// Empty for a dataset in a store, which is not asked.
    private var doneWords: String {
        guard !isInStore else { return "" }
        // A folder that cannot be listed has no shards.
        let shards = ((try? Durable.list(folder)) ?? []).count { $0.hasSuffix("_stats.json") }
        return "; \(shards.counted("shard")) of the dataset \(shards == 1 ? "is" : "are") done"
    }

    /// An object for each run: its record, how old it is, and whether the run is there.
    package func jsonLines() -> [String] {
        statuses.map { status, worker in
            let record = String(decoding: status.record.json.dropLast(), as: UTF8.self)
            let more = JSONValue.object([
                .init("life", .text(status.life.rawValue)), .init("age_seconds", .number(status.age, decimals: 0)),
                .init("worker", worker.map { .text($0) } ?? .null),
            ]).line
            return "{" + more.dropFirst().dropLast() + "," + record.dropFirst()
        }
    }
}
