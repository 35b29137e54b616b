// The fetcher's reading of a list's texts, for the rows that an exclude list takes out.

internal import Fetching
internal import RowSelection
internal import URLs

/// Names as `ListedURLReader` gives them. Used by one thread at a time.
final class RequestedNames: URLNames {
    /// nil where there is no memory for one: then nothing can be requested either.
    private let reader = try? ListedURLReader()

    func withName<R>(of listed: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        reader?.withName(of: listed, body)
    }
}
