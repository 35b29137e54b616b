// The paths among the flags, each made one of this machine.

extension DownloadFlags {
    /// The same with `file://` taken off.
    ///
    /// - Throws: `command` for paths of other machines, and of stores where no list and no new dataset is meant.
    package func withLocalPaths() throws(DownloadError) -> DownloadFlags {
        var flags = self
        flags.outputFolder = try LocalPath.path(outputFolder, "--output-folder", for: mayBeInStore ? .dataset : .write)
        flags.urlLists = []
        for list in urlLists { flags.urlLists.append(try LocalPath.path(list, "--url-list", for: .list)) }
        flags.subset.excludeLists = []
        for list in subset.excludeLists {
            flags.subset.excludeLists.append(try LocalPath.path(list, "--exclude-list", for: .storedFile))
        }
        if let planPath { flags.planPath = try LocalPath.path(planPath, "--plan", for: .read) }
        if let scores { flags.scores = try LocalPath.path(scores, "--scores", for: .read) }
        flags.hostsFile = try LocalPath.path(hostsFile, "--hosts-file", for: .read)
        if let caFile { flags.caFile = try LocalPath.path(caFile, "--ca-file", for: .read) }
        return flags
    }

    /// Files that a run reads, as they were named; folders, patterns and places in stores among them.
    package var inputFiles: [String] {
        urlLists + subset.excludeLists + [planPath, scores, caFile, hostsFile].compactMap { $0 }
    }

    /// `reshape` knows no options for a store that is written to.
    private var mayBeInStore: Bool { reshaped == nil && !isReshape }
}
