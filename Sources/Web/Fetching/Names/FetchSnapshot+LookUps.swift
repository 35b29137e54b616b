// Look-ups that failed, by kind.

extension FetchSnapshot {
    mutating func add(_ failure: LookUpFailure) {
        failedLookUps += 1
        switch failure {
        case .unknownName, .noAddress: unknownNames += 1
        case .noAnswer: unansweredLookUps += 1
        case .serverFailure, .refusal: break
        }
    }
}
