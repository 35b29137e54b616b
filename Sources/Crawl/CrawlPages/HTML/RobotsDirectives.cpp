// The words of robots meta tags and X-Robots-Tag headers.
#include <string_view>

#include "CrawlPages.h"

namespace {

uint32_t Directive(std::string_view word) {
    constexpr struct {
        std::string_view word;
        uint32_t bits;
    } known[] = {
        {"noai", CRAWL_NO_AI},
        {"noimageai", CRAWL_NO_IMAGE_AI},
        {"noindex", CRAWL_NO_INDEX},
        {"none", CRAWL_NO_INDEX},
        {"noimageindex", CRAWL_NO_IMAGE_INDEX},
    };
    for (const auto &entry : known) {
        if (word.size() != entry.word.size()) continue;
        size_t same = 0;
        while (same < word.size() && (word[same] | 0x20) == entry.word[same]) same++;
        if (same == word.size()) return entry.bits;
    }
    return 0;
}

}  // namespace

uint32_t crawl_robots_directives(const char *value, size_t count) {
    uint32_t found = 0;
    std::string_view rest(value, count);
    constexpr std::string_view separators = " ,\t\r\n;";
    while (true) {
        const size_t start = rest.find_first_not_of(separators);
        if (start == std::string_view::npos) return found;
        rest.remove_prefix(start);
        const size_t end = rest.find_first_of(separators);
        const std::string_view word = rest.substr(0, end);
        // `otherbot: noindex` is for one crawler alone, up to the value's end.
        if (word.ends_with(':')) return found;
        found |= Directive(word);
        if (end == std::string_view::npos) return found;
        rest.remove_prefix(end);
    }
}
