// The fetcher's own reading of URLs, as a run has it.

import Fetching
import RowSelection

@testable import URLs

final class FetcherNames: URLNames {
    private let reader = try? ListedURLReader()

    func withName<R>(of listed: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        reader?.withName(of: listed, body)
    }
}

extension ExclusionTest {
    func excludes(_ listed: String) -> Bool {
        Array(listed.utf8).withUnsafeBytes { excludes(listed: $0, FetcherNames()) }
    }
}
