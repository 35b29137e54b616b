// Whether a row that has just failed may be had at another time.

package import DatasetModel

extension SampleOutcome {
    /// Whether it failed for a reason that passes.
    package var mayPass: Bool {
        status != .success && FailureSign(tallyWord: category, message: message ?? "").mayPass
    }
}
