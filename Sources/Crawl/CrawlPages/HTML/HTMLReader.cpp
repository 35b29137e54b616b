// HTML pages by libxml2's parser, event by event: no tree is made.
// https://gnome.pages.gitlab.gnome.org/libxml2/html/libxml2-HTMLparser.html
#include <libxml/HTMLparser.h>

#include <climits>
#include <cstring>
#include <deque>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "CrawlPages.h"

struct crawl_html_reader {
    /// Texts of the page: a deque does not move them.
    std::deque<std::string> texts;
    std::vector<crawl_link> links;
    std::string_view base;
    uint32_t directives = 0;
    size_t withoutAlt = 0;
    bool isOutOfMemory = false;
};

namespace {

bool IsSame(const xmlChar *text, const char *lower) { return xmlStrcasecmp(text, BAD_CAST lower) == 0; }

std::string_view Kept(crawl_html_reader *reader, std::string_view text) {
    return reader->texts.emplace_back(text);
}

std::string_view View(const xmlChar *text) {
    return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char *>(text));
}

/// A URL without the white space around it, which HTML ignores.
std::string_view Trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\n\r\f";
    const size_t start = text.find_first_not_of(blanks);
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

/// Pairs of name and value, up to a NULL name.
///
/// In a page that names a wrong character set the parser lets bytes pass that are no UTF-8: such a text counts as missing.
std::string_view Attribute(const xmlChar **attributes, const char *name) {
    for (size_t i = 0; attributes != nullptr && attributes[i] != nullptr; i += 2) {
        if (!IsSame(attributes[i], name)) continue;
        return attributes[i + 1] != nullptr && xmlCheckUTF8(attributes[i + 1]) == 0 ? std::string_view()
                                                                                      : View(attributes[i + 1]);
    }
    return {};
}

void Image(crawl_html_reader *reader, const xmlChar **attributes) {
    const std::string_view url = Trimmed(Attribute(attributes, "src"));
    if (url.empty()) return;
    const std::string_view alt = Attribute(attributes, "alt");
    if (alt.empty()) {
        reader->withoutAlt++;
        return;
    }
    const std::string_view keptURL = Kept(reader, url), keptAlt = Kept(reader, alt);
    reader->links.push_back({{keptURL.data(), keptURL.size()}, {keptAlt.data(), keptAlt.size()}});
}

void Meta(crawl_html_reader *reader, const xmlChar **attributes) {
    const std::string name(Attribute(attributes, "name"));
    const std::string_view content = Attribute(attributes, "content");
    if (IsSame(BAD_CAST name.c_str(), "robots")) {
        reader->directives |= crawl_robots_directives(content.data(), content.size());
    } else if (IsSame(BAD_CAST name.c_str(), "tdm-reservation") && content == "1") {
        reader->directives |= CRAWL_TDM_RESERVATION;
    }
}

/// libxml2 is C code: exceptions must be caught here.
void StartElement(void *context, const xmlChar *name, const xmlChar **attributes) {
    auto *reader = static_cast<crawl_html_reader *>(context);
    try {
        if (IsSame(name, "img")) {
            Image(reader, attributes);
        } else if (IsSame(name, "meta")) {
            Meta(reader, attributes);
        } else if (IsSame(name, "base") && reader->base.empty()) {
            const std::string_view address = Trimmed(Attribute(attributes, "href"));
            if (!address.empty()) reader->base = Kept(reader, address);
        }
    } catch (const std::bad_alloc &) {
        reader->isOutOfMemory = true;
    }
}

void StaySilent(void *, const char *, ...) {}

}  // namespace

extern "C" {

crawl_html_reader *crawl_html_reader_new(void) {
    xmlInitParser();
    return new (std::nothrow) crawl_html_reader;
}

void crawl_html_reader_free(crawl_html_reader *reader) { delete reader; }

bool crawl_html_read(
    crawl_html_reader *reader, const char *html, size_t count, const char *charset, crawl_page *page) {
    *page = {};
    reader->texts.clear();
    reader->links.clear();
    reader->base = {};
    reader->directives = 0;
    reader->withoutAlt = 0;
    reader->isOutOfMemory = false;
    if (count == 0 || count > INT_MAX) return true;
    htmlSAXHandler events = {};
    events.startElement = StartElement;
    events.warning = StaySilent;
    events.error = StaySilent;
    const xmlCharEncoding encoding = charset == nullptr ? XML_CHAR_ENCODING_NONE : xmlParseCharEncoding(charset);
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(
        &events, reader, nullptr, 0, nullptr, encoding < 0 ? XML_CHAR_ENCODING_NONE : encoding);
    if (parser == nullptr) return false;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    // In pieces: what the parser keeps of its input stays small.
    constexpr size_t piece = 64 << 10;
    for (size_t start = 0; start < count; start += piece) {
        const size_t length = count - start < piece ? count - start : piece;
        htmlParseChunk(parser, html + start, static_cast<int>(length), start + length == count);
    }
    if (parser->myDoc != nullptr) xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);
    if (reader->isOutOfMemory) return false;
    page->base = {reader->base.data(), reader->base.size()};
    page->directives = reader->directives;
    page->links = reader->links.data();
    page->link_count = reader->links.size();
    page->without_alt = reader->withoutAlt;
    return true;
}

}  // extern "C"
