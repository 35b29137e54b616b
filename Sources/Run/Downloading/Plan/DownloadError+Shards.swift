// Failures of the output, as failures of the run.

internal import DatasetFolder

extension DownloadError {
    init(_ error: ShardError) {
        let category: Category =
            switch error.category {
            case .identityDiffers, .foreignFiles, .wouldOverwriteList: .command
            case .diskFull, .permission, .io, .notAFolder, .locked, .damagedState, .table, .noShards, .damagedShard:
                .output
            }
        self.init(category, error.description)
    }
}
