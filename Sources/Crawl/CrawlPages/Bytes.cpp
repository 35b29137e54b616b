// Finding bytes.
#include "CrawlPages.h"

#include <cstring>

const void *crawl_find(const void *bytes, size_t count, const void *wanted, size_t wanted_count) {
    return memmem(bytes, count, wanted, wanted_count);
}
