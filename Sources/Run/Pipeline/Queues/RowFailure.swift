// Why a row has no bytes.

internal import DatasetModel
internal import Fetching

/// The outcome of a row without bytes, and the local cause of it.
struct RowFailure: Sendable {
    let outcome: SampleOutcome
    /// nil where no local cause is known.
    let cause: LocalCause?

    /// Of a row that is not fetched.
    init(_ outcome: SampleOutcome) {
        self.outcome = outcome
        cause = LocalCause(outcome)
    }

    /// - Parameter usesProxy: whether all rows are fetched through one proxy.
    init(_ error: FetchError, usesProxy: Bool) {
        outcome = .failedToDownload(error.tallyWord, error.message, isTemporary: error.isRetriable)
        cause = LocalCause(error, usesProxy: usesProxy)
    }
}
