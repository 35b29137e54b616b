// WAT records by simdjson's On-Demand: only the members that are needed become values.
// https://commoncrawl.org/blog/web-archiving-file-formats-explained
#include <simdjson.h>

#include <cstring>
#include <new>
#include <string_view>
#include <vector>

#include "CrawlPages.h"

using namespace simdjson;

struct crawl_wat_reader {
    ondemand::parser parser;
    std::vector<crawl_link> links;
};

namespace {

crawl_text Text(std::string_view text) { return {text.data(), text.size()}; }

/// The string of a value; nothing for another type.
std::string_view StringOf(ondemand::value value) {
    std::string_view text;
    if (value.type() != ondemand::json_type::string) return {};
    text = value.get_string();
    return text;
}

bool IsSame(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (size_t i = 0; i < text.size(); i++) {
        const char letter = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] | 0x20) : text[i];
        if (letter != lower[i]) return false;
    }
    return true;
}

/// One pass over the members of each object: On-Demand reads forwards only. Every reading throws simdjson_error.
class PageReading {
  public:
    PageReading(std::vector<crawl_link> &links, crawl_page &page) : links_(links), page_(page) {}

    void Read(ondemand::document &document) {
        for (auto field : document.get_object()) {
            const ondemand::raw_json_string key = field.key();
            if (key == "Envelope") {
                Envelope(field.value());
            } else if (key == "Container") {
                Container(field.value());
            }
        }
    }

  private:
    std::vector<crawl_link> &links_;
    crawl_page &page_;

    void Container(ondemand::object container) {
        for (auto field : container) {
            if (ondemand::raw_json_string(field.key()) == "Filename") page_.file = Text(StringOf(field.value()));
        }
    }

    void Envelope(ondemand::object envelope) {
        for (auto field : envelope) {
            const ondemand::raw_json_string key = field.key();
            if (key == "WARC-Header-Metadata") {
                Head(field.value());
            } else if (key == "Payload-Metadata") {
                Payload(field.value());
            }
        }
    }

    void Head(ondemand::object head) {
        for (auto field : head) {
            if (ondemand::raw_json_string(field.key()) == "WARC-Target-URI") page_.url = Text(StringOf(field.value()));
        }
    }

    void Payload(ondemand::object payload) {
        for (auto field : payload) {
            if (ondemand::raw_json_string(field.key()) == "HTTP-Response-Metadata") Response(field.value());
        }
    }

    void Response(ondemand::object response) {
        for (auto field : response) {
            const ondemand::raw_json_string key = field.key();
            if (key == "HTML-Metadata") {
                HTML(field.value());
            } else if (key == "Headers") {
                Headers(field.value());
            }
        }
    }

    /// A header that comes several times is an array.
    void Headers(ondemand::value headers) {
        if (headers.type() != ondemand::json_type::object) return;
        for (auto field : headers.get_object()) {
            const std::string_view name = field.unescaped_key();
            const bool isRobots = IsSame(name, "x-robots-tag");
            if (!isRobots && !IsSame(name, "tdm-reservation")) continue;
            ondemand::value value = field.value();
            if (value.type() == ondemand::json_type::array) {
                for (ondemand::value one : value.get_array()) Header(StringOf(one), isRobots);
            } else {
                Header(StringOf(value), isRobots);
            }
        }
    }

    void Header(std::string_view value, bool isRobots) {
        if (isRobots) {
            page_.directives |= crawl_robots_directives(value.data(), value.size());
        } else if (value == "1") {
            page_.directives |= CRAWL_TDM_RESERVATION;
        }
    }

    void HTML(ondemand::value html) {
        if (html.type() != ondemand::json_type::object) return;
        for (auto field : html.get_object()) {
            const ondemand::raw_json_string key = field.key();
            if (key == "Links") {
                Links(field.value());
            } else if (key == "Head") {
                PageHead(field.value());
            }
        }
    }

    void PageHead(ondemand::value head) {
        if (head.type() != ondemand::json_type::object) return;
        for (auto field : head.get_object()) {
            const ondemand::raw_json_string key = field.key();
            if (key == "Base") {
                page_.base = Text(StringOf(field.value()));
            } else if (key == "Metas") {
                ondemand::value metas = field.value();
                if (metas.type() != ondemand::json_type::array) continue;
                for (ondemand::value meta : metas.get_array()) Meta(meta);
            }
        }
    }

    void Meta(ondemand::value meta) {
        if (meta.type() != ondemand::json_type::object) return;
        std::string_view name, content;
        for (auto field : meta.get_object()) {
            const ondemand::raw_json_string key = field.key();
            if (key == "name") {
                name = StringOf(field.value());
            } else if (key == "content") {
                content = StringOf(field.value());
            }
        }
        if (IsSame(name, "robots")) Header(content, true);
        if (IsSame(name, "tdm-reservation")) Header(content, false);
    }

    void Links(ondemand::value links) {
        if (links.type() != ondemand::json_type::array) return;
        for (ondemand::value link : links.get_array()) {
            if (link.type() == ondemand::json_type::object) Link(link.get_object());
        }
    }

    void Link(ondemand::object link) {
        std::string_view url, alt;
        bool isImage = false;
        for (auto field : link) {
            const ondemand::raw_json_string key = field.key();
            if (key == "path") {
                ondemand::value path = field.value();
                if (path.type() != ondemand::json_type::string) return;
                isImage = ondemand::raw_json_string(path.get_raw_json_string()) == "IMG@/src";
                // Links to other pages are most of all, and stay text.
                if (!isImage) return;
            } else if (key == "url") {
                url = StringOf(field.value());
            } else if (key == "alt") {
                alt = StringOf(field.value());
            }
        }
        if (!isImage || url.empty()) return;
        if (alt.empty()) {
            page_.without_alt++;
            return;
        }
        links_.push_back({Text(url), Text(alt)});
    }
};

}  // namespace

extern "C" {

crawl_wat_reader *crawl_wat_reader_new(void) { return new (std::nothrow) crawl_wat_reader; }

void crawl_wat_reader_free(crawl_wat_reader *reader) { delete reader; }

bool crawl_wat_read(crawl_wat_reader *reader, const char *body, size_t count, crawl_page *page) {
    static_assert(CRAWL_PADDING >= SIMDJSON_PADDING);
    *page = {};
    // Most pages have links, and many no image.
    if (memmem(body, count, "IMG@/src", 8) == nullptr) return true;
    reader->links.clear();
    try {
        auto document = reader->parser.iterate(body, count, count + CRAWL_PADDING);
        PageReading(reader->links, *page).Read(document.value());
    } catch (const std::exception &) {
        *page = {};
        return false;
    }
    page->links = reader->links.data();
    page->link_count = reader->links.size();
    return true;
}

}  // extern "C"
