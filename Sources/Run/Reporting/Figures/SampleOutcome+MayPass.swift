// Whether the failure of a row is temporary.

package import DatasetModel

extension SampleOutcome {
    /// Whether it failed for a reason that passes.
    package var mayPass: Bool {
        status != .success && FailureSign(tallyWord: category, message: message ?? "").mayPass
    }
}
