// The language of short texts, by CLD2. https://github.com/CLD2Owners/cld2
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <climits>
#include <cstring>

#include "CrawlPages.h"

bool crawl_language(const char *text, size_t count, char code[CRAWL_LANGUAGE_BYTES]) {
    if (count > INT_MAX) return false;
    bool isReliable = false;
    int validPrefix = 0;
    const CLD2::Language language =
        CLD2::DetectLanguageCheckUTF8(text, static_cast<int>(count), true, &isReliable, &validPrefix);
    if (!isReliable || language == CLD2::UNKNOWN_LANGUAGE) return false;
    const char *name = CLD2::LanguageCode(language);
    const size_t length = strlen(name);
    if (length == 0 || length >= CRAWL_LANGUAGE_BYTES) return false;
    memcpy(code, name, length + 1);
    return true;
}
