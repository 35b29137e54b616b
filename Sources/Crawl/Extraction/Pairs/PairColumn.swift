// The columns of a list of pairs.

internal import RowSelection

/// The columns, named as cc2dataset's where it has them.
enum PairColumn: String, CaseIterable {
    /// MD5 of caption and URL, in hexadecimal digits.
    case uid
    /// Absolute.
    case url
    /// The caption.
    case alt
    /// The crawl's file that has the page.
    case crawlFile = "cc_filename"
    case page = "page_url"
    /// What the page asks of those who train on it, as `noai,noimageai`; null for nothing.
    case optOut = "opt_out"
    /// Code of the caption's language; null where it is not known. Only by option.
    case language = "lang"

    /// Columns whose values are hardly ever the same.
    static let unlike: [PairColumn] = [.uid, .url, .alt]
}
