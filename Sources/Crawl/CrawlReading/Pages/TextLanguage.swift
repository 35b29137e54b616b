// The language of an alternative text.

internal import CrawlPages

/// Tells languages apart.
package enum TextLanguage {
    /// The code of the language of a text (ISO 639: `en`, `zh-Hant`); nil when the text does not say.
    package static func code(of text: UnsafeRawBufferPointer) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CRAWL_LANGUAGE_BYTES)) { code in
            let characters = text.assumingMemoryBound(to: CChar.self)
            guard let start = code.baseAddress, crawl_language(characters.baseAddress, characters.count, start) else {
                return nil
            }
            return String(cString: start)
        }
    }
}
