// The names in the output's folder.

internal import Files
internal import Ground

/// The folder of a list of pairs: `00000.parquet` of the first of the crawl's files, and the state of the run.
struct Output: Sendable {
    let folder: String

    var state: String { folder + "/.img2shards" }
    var lock: String { state + "/extract-lock" }
    var options: String { state + "/extract.json" }
    var journal: String { state + "/extract.jsonl" }

    /// The file with the pairs of a file of the crawl.
    func table(_ index: Int) -> String { folder + "/" + Self.name(index) + ".parquet" }

    func temporaryTable(_ index: Int) -> String { state + "/extract-" + Self.name(index) + ".parquet.new" }

    /// Digits of a file's number: five, or more where there are more files.
    private static func name(_ index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    /// Refuses a folder that has tables but no record of a run: another program wrote them.
    func refuseOthersTables() throws(CommandFailure) {
        guard FileStatus.isMissing(options) else { return }
        let names = try Self.writing { () throws(FileError) in try Durable.list(folder) }
        guard let other = names.filter({ $0.hasSuffix(".parquet") }).min() else { return }
        throw CommandFailure(
            .command, "\(folder) has \(other), which extract did not write\n  choose another --output-folder")
    }

    /// Removes what a stopped run has left.
    func removeLeftovers() throws(FileError) {
        for name in try Durable.list(state) where name.hasPrefix("extract-") && name.hasSuffix(".new") {
            try Durable.removeFile(state + "/" + name)
        }
    }

    /// Runs a step on files of the output.
    static func writing<R: ~Copyable>(_ step: () throws(FileError) -> R) throws(CommandFailure) -> R {
        do { return try step() } catch { throw CommandFailure(.output, error.description) }
    }
}
