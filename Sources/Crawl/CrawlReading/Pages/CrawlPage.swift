// A page of a crawl and its images.

internal import CrawlPages

/// A page, lent for the time of a call. Texts are UTF-8.
package struct CrawlPage {
    /// The page's own address.
    package let address: UnsafeRawBufferPointer
    /// The base of its links as the page gives it; empty for none.
    package let base: UnsafeRawBufferPointer
    /// The crawl's file that has the page; empty where that is not known.
    package let file: UnsafeRawBufferPointer
    package let optOuts: PageOptOuts
    /// Images without an alternative text.
    package let imagesWithoutAlt: Int
    private let links: UnsafeBufferPointer<crawl_link>

    init(_ page: crawl_page, address: UnsafeRawBufferPointer, optOuts: UInt32 = 0) {
        self.address = address
        base = Self.text(page.base)
        file = Self.text(page.file)
        self.optOuts = PageOptOuts(rawValue: page.directives | optOuts)
        imagesWithoutAlt = page.without_alt
        links = UnsafeBufferPointer(start: page.links, count: page.link_count)
    }

    /// Images with an alternative text.
    package var imageCount: Int { links.count }

    /// The address of an image as the page has it; not empty.
    package func url(_ image: Int) -> UnsafeRawBufferPointer { Self.text(links[image].url) }

    /// The alternative text of an image; not empty.
    package func alt(_ image: Int) -> UnsafeRawBufferPointer { Self.text(links[image].alt) }

    static func text(_ text: crawl_text) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: text.bytes, count: text.bytes == nil ? 0 : text.count)
    }
}
