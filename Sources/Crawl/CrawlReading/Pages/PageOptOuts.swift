// What a page asks of those who train on its images.

internal import CrawlPages

/// Directives of a page's robots meta tags and `X-Robots-Tag` headers, and the TDM Reservation Protocol's.
package struct PageOptOuts: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    private static let words: [(bit: UInt32, word: String)] = [
        (UInt32(CRAWL_NO_AI), "noai"), (UInt32(CRAWL_NO_IMAGE_AI), "noimageai"),
        (UInt32(CRAWL_NO_INDEX), "noindex"), (UInt32(CRAWL_NO_IMAGE_INDEX), "noimageindex"),
        (UInt32(CRAWL_TDM_RESERVATION), "tdm-reservation"),
    ]

    /// The directives, separated by commas: `noai,noimageai`.
    package var text: String {
        Self.words.filter { rawValue & $0.bit != 0 }.map(\.word).joined(separator: ",")
    }
}
