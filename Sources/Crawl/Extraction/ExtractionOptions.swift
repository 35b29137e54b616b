// What `extract` is asked for.

package import Hashing

/// Options of a run, as they were given.
package struct ExtractionOptions: Sendable {
    /// What makes two pairs the same.
    package enum Sameness: String, CaseIterable, Sendable {
        case urlAndCaption = "url+caption"
        case url
        /// All pairs are kept.
        case none
    }

    /// Files, folders, patterns, http(s) URLs and lists of paths.
    package var inputs: [String]
    package var outputFolder: String
    /// What relative paths of lists are put behind; nil for Common Crawl's server.
    package var baseURL: String?
    /// The first so many files are read; nil for all.
    package var maximumFiles: Int?
    /// Unicode code points.
    package var minimumCaptionLength = 5
    package var sameness = Sameness.urlAndCaption
    package var keyLimits = DuplicateKeys.Limits(memoryBytes: 1 << 30, falsePositiveRate: 0.0001)
    /// As typed with `--where`.
    package var condition: String?
    package var excludeLists: [String] = []
    /// Reads stored pages instead of WAT records.
    package var readsHTML = false
    /// Whether there is a column `lang`.
    package var detectsLanguage = false
    /// Files that are read at once.
    package var threads: Int
    /// Files that are read at once when some come from a server: 1 to 10.
    package var connections: Int
    /// Whether lists and redirects may lead to private addresses.
    package var allowsPrivateAddresses = false
    package var stores = CrawlStores()

    package init(inputs: [String], outputFolder: String, cores: Int) {
        self.inputs = inputs
        self.outputFolder = outputFolder
        threads = cores
        connections = max(4, min(cores, 10))
    }
}
