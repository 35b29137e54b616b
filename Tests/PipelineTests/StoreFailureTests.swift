// What an object of a store fails by is what a URL of the web fails by.

import DatasetModel
import Fetching
import Reporting
import Testing

@testable import BodyFetching
@testable import Pipeline
@testable import Stores

@Suite("Failures of stores")
struct StoreFailureTests {
    private static let errors: [FetchError] =
        [.storeNotAllowed, .malformedPlace]
        + ObjectFailure.Kind.allCases.map { FetchError(ObjectFailure($0, detail: "the client's own words")) }
        + [301, 400, 403, 404, 408, 410, 412, 416, 429, 500, 501, 503, 599].map {
            FetchError(ObjectFailure(status: $0, code: "SomeCode"))
        }

    @Test("A failure may pass exactly when it is retriable", arguments: errors)
    func agrees(error: FetchError) {
        #expect(FailureSign(tallyWord: error.tallyWord, message: error.message).mayPass == error.isRetriable)
        #expect(FailureSign(tallyWord: nil, message: error.message).mayPass == error.isRetriable)
        let outcome = RowFailure(error, usesProxy: false).outcome
        #expect(outcome.mayPass == error.isRetriable && outcome.category == error.tallyWord)
    }

    @Test("Each has a word that retry takes", arguments: errors)
    func words(error: FetchError) {
        let sign = FailureSign(tallyWord: error.tallyWord, message: error.message)
        var unknown: String?
        let choice = FailureChoice(words: [error.tallyWord], unknown: &unknown)
        #expect(choice?.takes(sign) == true, "\(unknown ?? error.tallyWord)")
    }

    @Test("Missing, forbidden and too large have the words of the web")
    func same() {
        #expect(FetchError(ObjectFailure(status: 404, code: "NoSuchKey")).tallyWord == "http_404")
        #expect(FetchError(ObjectFailure(.missing, detail: "")).message == "HTTP Error 404: Not Found")
        #expect(FetchError(ObjectFailure(.denied, detail: "")).tallyWord == "http_403")
        #expect(FetchError(ObjectFailure(status: 403, code: "AccessDenied")).message == "HTTP Error 403: AccessDenied")
    }

    @Test("Only what the user did not allow, and what a store denies, are causes that end a run")
    func causes() {
        func cause(_ error: FetchError) -> LocalCause? { RowFailure(error, usesProxy: false).cause }
        #expect(cause(.storeNotAllowed) == .storesNotAllowed)
        #expect(cause(FetchError(ObjectFailure(status: 403, code: nil))) == .storeRefusal)
        #expect(cause(FetchError(ObjectFailure(status: 404, code: nil))) == nil)
        #expect(cause(FetchError(ObjectFailure(.unreachable, detail: ""))) == nil)
    }
}
