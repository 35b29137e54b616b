// What `browse` is asked for.

package import LocalServer

/// One `browse` as typed; `BrowseRun` checks it.
package struct BrowseOptions: Sendable {
    /// Folders of datasets, of embed's output, or of tables.
    package var datasets: [String]
    /// Folders of embeddings or indices of the datasets.
    package var embeddings: [String] = []
    package var listen = ListenAddress(loopbackPort: 1234)
    /// What a client must know; made where another machine can reach the address and none is given.
    package var token: String?
    /// Pages of other origins that may read answers.
    package var allowedOrigins: Set<String> = []
    /// Where indices of captions are kept; nil for the dataset's own folder.
    package var indexFolder: String?
    /// Images with a higher NSFW score are hidden unless they are asked for.
    package var mostUnsafe = 0.5
    /// Whether pictures are fetched from the URLs that clip-back's clients name.
    package var allowsImageURLs = false
    /// Threads that answer.
    package var threads = 4

    package init(datasets: [String]) { self.datasets = datasets }
}
