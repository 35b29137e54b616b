// Which commits of the Hub's datasets a start reads.

internal import DatasetFolder
internal import DatasetModel
internal import Stores

extension DownloadPlan {
    /// The commits that the run read which this start resumes, by `datasets/OWNER/NAME[@REVISION]`: a branch may have moved
    /// since.
    static func commits(_ flags: DownloadFlags) -> [String: String] {
        guard flags.retry == nil, flags.reshaped == nil, !flags.outputFolder.isEmpty,
            flags.urlLists.contains(where: { StorePath($0)?.scheme == .hf })
        else { return [:] }
        let size = flags.imageSizes.count > 1 ? flags.imageSizes.min().map { "/\($0)" } ?? "" : ""
        // A record that cannot be read is an error of the start itself.
        guard let history = try? RunHistory.read(dataset: flags.outputFolder + size),
            let index = history.downloadIndex
        else { return [:] }
        let run = history.runs[index]
        switch ResumePolicy(rawValue: flags.resumePolicy) {
        case .incremental: break
        // Once its rows are finished, the same command begins another run.
        case .extend where run.end == nil: break
        default: return [:]
        }
        var commits: [String: String] = [:]
        for file in run.identity.lists {
            guard let commit = file.commit, let path = StorePath(file.path), path.scheme == .hf else { continue }
            commits[path.bucket] = commit
        }
        return commits
    }
}
