// A run as its dataset records it, for commands that continue it without its command line.

package import DatasetFolder
package import DatasetModel
internal import Ground
package import ShardFormats
internal import Stores
internal import URLLists

/// What a dataset's record says of a run: its format and names, its list, and the command that makes shards of it.
package struct RecordedRun: Sendable {
    /// As typed, for commands that are printed.
    private let dataset: String
    private let identity: RunIdentity
    private let flags: DownloadFlags
    package let format: ShardFormat
    package let keys: KeyFormat
    /// Whether its shards may have parts.
    package let hasParts: Bool

    /// - Parameters:
    ///   - identity: of the run.
    ///   - dataset: its folder or place, as typed.
    ///   - storeOptions: for a list in a store.
    /// - Throws: `command` for a run that this version does not know.
    package init(
        _ identity: RunIdentity, dataset: String, storeOptions: [String] = []
    ) throws(DownloadError) {
        var flags = DownloadFlags()
        ShapingOption.set(identity.options, in: &flags)
        flags.urlLists = identity.lists.map(\.path)
        flags.outputFolder = dataset
        flags.storeOptions = storeOptions
        let layout = try SampleLayout(flags)
        format = try layout.format(flags)
        keys = KeyFormat(
            samplesPerShard: try DownloadPlan.checkedShardSize(flags),
            shardIDWidth: try DownloadPlan.number("--oom-shard-count", flags.shardIDWidth, 1...18),
            style: layout.keyStyle ?? .numbered)
        hasParts = layout.maximumShardBytes != nil
        self.identity = identity
        self.dataset = dataset
        self.flags = flags
    }

    /// Reads the list to its end.
    ///
    /// - Parameter firstShard: of the run.
    /// - Returns: where the list ends; nil if its files are others now.
    /// - Throws: `command` if it cannot be read.
    package func readListEnd(from firstShard: ShardID) throws(DownloadError) -> ListEnd? {
        let options = try DownloadPlan.listOptions(flags, SubsetChoices(flags))
        do throws(URLListError) {
            let list = try URLList(options)
            guard list.files.map(\.sizeBytes) == identity.lists.map(\.sizeBytes) else { return nil }
            let reader = URLListReader(
                list, rowsPerShard: flags.samplesPerShard, spansFiles: flags.shardsSpanFiles, firstShard: firstShard,
                skip: { _ in true })
            while try reader.next() != nil {}
            return ListEnd(firstShard: firstShard, end: reader.nextShard, selection: reader.selectionTally)
        } catch {
            throw DownloadError(error)
        }
    }

    /// The list's files, for messages.
    package var listNames: String { identity.lists.map(\.path).joined(separator: ", ") }

    /// The command that makes these shards; all if nil. Network options are not recorded.
    package func command(for shards: ShardNumbers?) -> String {
        var words = ["img2shards download"]
        for list in identity.lists { words += ["--url-list", ShellWord.path(list.path)] }
        words += ShapingOption.words(identity.options)
        // Behind them are the caption's column, where there is one, and the URL's.
        let columns = identity.columns.dropLast(identity.columns.dropLast().last == "caption" ? 2 : 1)
        if !columns.isEmpty {
            words += ["--save-additional-columns", ShellWord.quoted(columns.joined(separator: ","))]
        }
        words += ["--output-folder", ShellWord.path(dataset)]
        for option in flags.storeOptions { words += ["--store-option", ShellWord.quoted(option)] }
        if let shards { words += ["--shards", shards.text] }
        return words.joined(separator: " ")
    }
}
