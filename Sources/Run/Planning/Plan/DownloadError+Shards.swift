// Failures of the output, as failures of the run.

package import DatasetFolder

extension DownloadError {
    package init(_ error: ShardError) {
        let category: Category =
            switch error.category {
            case .identityDiffers, .foreignFiles, .wouldOverwriteList: .command
            case .leaseLost: .again
            case .diskFull, .permission, .io, .notAFolder, .locked, .damagedState, .table, .noShards, .damagedShard,
                .place, .givenUp:
                .output
            }
        self.init(category, error.description)
    }
}

/// Calls a dataset's folder or its shards; what fails of them ends the run.
package func asDownloadError<R>(shards body: @autoclosure () throws(ShardError) -> R) throws(DownloadError) -> R {
    do {
        return try body()
    } catch {
        throw DownloadError(error)
    }
}
