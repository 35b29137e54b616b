// What stands in the place of a run's record while its dataset is being removed.

internal import FoundationEssentials

/// Written before the first file goes and removed after the last, so that a removal that was interrupted is completed
/// before anything else is done in the folder: what is left of one dataset never becomes part of another.
package struct RemovalRecord: Codable, Hashable {
    /// The shards to be removed, by name: without their other files nothing else would show
    /// whose they are.
    let removing: [String]

    init(removing: [String]) { self.removing = removing }

    /// nil when the bytes are something else, such as the record of a run.
    init?(parsing bytes: [UInt8]) {
        // Why it is none does not matter.
        guard let record = try? JSONDecoder().decode(RemovalRecord.self, from: Data(bytes)) else { return nil }
        self = record
    }

    /// The file's bytes.
    var json: [UInt8] {
        // Digits only, as `ShardFileName` reads them: nothing to escape.
        Array("{\"removing\": [\(removing.map { "\"\($0)\"" }.joined(separator: ", "))]}\n".utf8)
    }

    /// The error for a command that finds it and must not change the folder.
    ///
    /// - Parameter dataset: the folder, as given.
    static func error(dataset: String) -> ShardError {
        ShardError(
            .damagedState, "\(dataset) is being replaced: a start with --incremental-mode overwrite was stopped",
            hint: "start that command again")
    }
}
