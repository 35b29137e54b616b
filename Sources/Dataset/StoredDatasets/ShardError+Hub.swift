// Failures of the Hub, as failures of the output.

package import DatasetFolder
package import Hub

extension ShardError {
    /// - Parameter place: the output folder, as typed.
    package init(_ error: HubError, in place: String) {
        let sentence = "\(place): \(error.detail)"
        let kept = "everything written so far is kept on this machine"
        let hint = (error.hint.map { $0 + "; " } ?? "") + kept
        switch error.category {
        case .cancelled: self.init(.givenUp, sentence)
        case .denied: self.init(.permission, sentence, hint: hint)
        case .noDataset, .notFound, .address, .unreachable, .changed, .refused, .localFile:
            self.init(.place, sentence, hint: hint)
        }
    }
}
