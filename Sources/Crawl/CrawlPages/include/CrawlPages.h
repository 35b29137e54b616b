// Image links of web pages, out of what a crawl stored of them: WAT records (JSON) or the pages themselves (HTML).
#ifndef CRAWL_PAGES_H
#define CRAWL_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes behind a record's body that must be readable; their values do not matter.
enum { CRAWL_PADDING = 64 };

/// UTF-8, not terminated. `bytes` is NULL for what is not there.
typedef struct crawl_text {
    const char *bytes;
    size_t count;
} crawl_text;

/// An image of a page: its address and its alternative text as the page has them. Neither is NULL or empty.
typedef struct crawl_link {
    crawl_text url;
    crawl_text alt;
} crawl_link;

/// What a page asks of those who would use its images for training: robots meta tags and X-Robots-Tag
/// (https://datatracker.ietf.org/doc/draft-car-ai-robots-meta-tag/), and the TDM Reservation Protocol
/// (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/).
enum {
    CRAWL_NO_AI = 1,
    CRAWL_NO_IMAGE_AI = 2,
    CRAWL_NO_INDEX = 4,
    CRAWL_NO_IMAGE_INDEX = 8,
    CRAWL_TDM_RESERVATION = 16,
};

/// A page and its images with an alternative text. All texts live until the reader reads again.
typedef struct crawl_page {
    /// The page's own address; not set by the HTML reader.
    crawl_text url;
    /// The address that the page gives as base of its links, as it is written there.
    crawl_text base;
    /// The name of the crawl's file that has the page; not set by the HTML reader.
    crawl_text file;
    /// CRAWL_NO_AI and its kin.
    uint32_t directives;
    const crawl_link *links;
    size_t link_count;
    /// Images with an empty alternative text or none.
    size_t without_alt;
} crawl_page;

/// Reads WAT records. For one thread; keeps its memory between records.
typedef struct crawl_wat_reader crawl_wat_reader;

/// NULL without memory.
crawl_wat_reader *crawl_wat_reader_new(void);
void crawl_wat_reader_free(crawl_wat_reader *reader);

/// Reads the JSON of one record of type `metadata`. `body` has CRAWL_PADDING readable bytes behind it.
///
/// A record without links, or of no page, gives a page without links.
/// Returns false for what is no such JSON: nothing of it is used.
bool crawl_wat_read(crawl_wat_reader *reader, const char *body, size_t count, crawl_page *page);

/// Reads HTML pages. For one thread; keeps its memory between pages.
typedef struct crawl_html_reader crawl_html_reader;

/// NULL without memory.
crawl_html_reader *crawl_html_reader_new(void);
void crawl_html_reader_free(crawl_html_reader *reader);

/// Reads a page.
///
/// `charset` is the one that the server named, NULL for none: then the page's own meta tag counts.
/// Returns false only without memory: what is no HTML gives a page without links.
bool crawl_html_read(
    crawl_html_reader *reader, const char *html, size_t count, const char *charset, crawl_page *page);

/// Adds the directives of one value of a robots meta tag or an X-Robots-Tag header to `directives`.
uint32_t crawl_robots_directives(const char *value, size_t count);

/// The first place of `wanted` in `bytes`; NULL where it is not found. glibc's memmem, which Swift does not see.
const void *crawl_find(const void *bytes, size_t count, const void *wanted, size_t wanted_count);

/// Room for a language's code and a zero.
enum { CRAWL_LANGUAGE_BYTES = 16 };

/// Writes the code of the language of a text (ISO 639, as `en` or `zh-Hant`) to `code`.
///
/// Returns false when the text does not say: too short, or not in one language.
bool crawl_language(const char *text, size_t count, char code[CRAWL_LANGUAGE_BYTES]);

#ifdef __cplusplus
}
#endif
#endif
