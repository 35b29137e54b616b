// The options of a recorded run, as if they were typed again: for a run over its failed rows.

package import DatasetFolder

/// Makes the flags of a retry out of what the dataset's folder records.
package enum RetryFlags {
    /// The column of a retry's list that has the earlier keys of its rows.
    package static let keyColumn = "key"

    /// The flags for a run over failed rows.
    ///
    /// - Parameters:
    ///   - identity: of the run whose rows they are.
    ///   - flags: options of network and machine as typed now.
    /// - Throws: `command` when the run was made with options this version does not know.
    package static func flags(
        _ identity: RunIdentity, over flags: DownloadFlags, dataset: String
    ) throws(DownloadError) -> DownloadFlags {
        var flags = flags
        ShapingOption.set(identity.options, in: &flags)
        guard knowsAll(of: identity, as: DownloadPlan.shapingOptions(flags)) else {
            throw DownloadError(
                .command,
                """
                \(dataset) was made with options that this img2shards does not know.
                  retry with the version that made it, or a newer one
                """)
        }
        guard flags.verifiedHash.isEmpty else {
            throw DownloadError(
                .command,
                """
                \(dataset) was downloaded with --verify-hash, and only the list has the expected hashes.
                  fetch the failed rows with a separate list, into another --output-folder
                """)
        }
        // Tables have the list's columns under the dataset's names.
        flags.columnNames = []
        flags.urlColumn = "url"
        let hasCaptions = flags.captionColumn != nil
        if hasCaptions { flags.captionColumn = "caption" }
        flags.additionalColumns = identity.columns.dropLast(hasCaptions ? 2 : 1)
        // Rows of several files lie in several files only where their types differ.
        flags.shardsSpanFiles = false
        flags.outputFolder = dataset
        flags.resumePolicy = "incremental"
        return flags
    }

    /// Whether what was recorded and set again is recorded alike. Exclude lists are taken as they are now, because opt-out
    /// lists grow.
    private static func knowsAll(of identity: RunIdentity, as typedAgain: [RunIdentity.Option]) -> Bool {
        let kinds = Dictionary(typedAgain.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let begun = identity.options.map { option in
            RunIdentity.Option(
                name: option.name, value: option.value.read(like: kinds[option.name] ?? .absent).withoutSizes)
        }
        let now = typedAgain.map { RunIdentity.Option(name: $0.name, value: $0.value.withoutSizes) }
        return RunIdentity(lists: [], columns: [], options: now)
            .differences(from: RunIdentity(lists: [], columns: [], options: begun)).isEmpty
    }
}
