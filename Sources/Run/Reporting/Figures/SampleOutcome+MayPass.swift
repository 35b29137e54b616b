// Whether the failure of a row is temporary.

package import DatasetModel

extension SampleOutcome {
    /// Whether it failed for a reason that passes: as its stage knows, or by the words of a record.
    package var mayPass: Bool {
        isTemporary ?? (status != .success && FailureSign(tallyWord: category, message: message ?? "").mayPass)
    }
}
