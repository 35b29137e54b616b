// Opens the source that fits a file's format.
#include "BridgeRows.h"
#include "DelimitedSource.hpp"
#include "HeaderDelimiter.hpp"
#include "JSONColumnsSource.hpp"
#include "JSONLinesSource.hpp"
#include "JSONRecordsSource.hpp"
#include "JSONScanner.hpp"
#include "LineSource.hpp"

namespace bridge {

using arrow::Result;
using arrow::Status;

/// A JSON file's columns are the members of its first records, so many and so far at most.
static constexpr int64_t kDiscoveredRecords = 2000;
static constexpr int64_t kDiscoveredBytes = int64_t{4} * 1024 * 1024;

template <typename Source>
static Result<std::unique_ptr<RecordSource>> OpenRecords(const SourcePlan &plan, std::unique_ptr<ByteFeed> feed) {
    Source discovery(std::move(feed), JSONObjectReader(plan.header, plan.header.empty()));
    Record record;
    for (int64_t i = 0; i < kDiscoveredRecords && discovery.bytes_read() <= kDiscoveredBytes; i++) {
        ARROW_ASSIGN_OR_RAISE(const bool found, discovery.Next(&record));
        if (!found) break;
    }
    ARROW_ASSIGN_OR_RAISE(auto again, ByteFeed::Open(plan.origin, plan.compression));
    return std::make_unique<Source>(std::move(again), JSONObjectReader(discovery.reader().columns(), false));
}

/// Whether the document is an object whose first member holds values itself, or that has no members.
static Result<bool> HoldsColumns(ByteFeed *feed) {
    // The first member's key stands well within the first block.
    ARROW_RETURN_NOT_OK(feed->More());
    const char *end = feed->data() + feed->size();
    const char *at = json::BehindSpace(feed->data(), end);
    if (at == end || *at != '{') return false;
    at = json::BehindSpace(at + 1, end);
    // Nothing but `{}` is a table without columns.
    if (at != end && *at == '}') return json::BehindSpace(at + 1, end) == end;
    if (at == end || *at != '"') return false;
    at = json::BehindValue(at, end);
    if (at == nullptr) return false;
    at = json::BehindSpace(at, end);
    if (at == end || *at != ':') return false;
    at = json::BehindSpace(at + 1, end);
    return at != end && (*at == '{' || *at == '[');
}

Result<std::unique_ptr<RecordSource>> OpenSource(const SourcePlan &plan) {
    ARROW_ASSIGN_OR_RAISE(auto feed, ByteFeed::Open(plan.origin, plan.compression));
    switch (plan.format) {
        case ARROW_BRIDGE_LINES:
            return std::make_unique<LineSource>(std::move(feed), plan.header.empty() ? "url" : plan.header.front());
        case ARROW_BRIDGE_COMMA_SEPARATED:
        case ARROW_BRIDGE_TAB_SEPARATED: {
            char delimiter = plan.format == ARROW_BRIDGE_COMMA_SEPARATED ? ',' : '\t';
            if (plan.header.empty()) {
                ARROW_ASSIGN_OR_RAISE(delimiter, HeaderDelimiter(feed.get(), delimiter));
            }
            return DelimitedSource::Open(std::move(feed), delimiter, plan.header);
        }
        case ARROW_BRIDGE_JSON_LINES: return OpenRecords<JSONLinesSource>(plan, std::move(feed));
        case ARROW_BRIDGE_JSON_DOCUMENT: {
            ARROW_ASSIGN_OR_RAISE(const bool holds_columns, HoldsColumns(feed.get()));
            if (holds_columns) return JSONColumnsSource::Open(std::move(feed));
            return OpenRecords<JSONRecordsSource>(plan, std::move(feed));
        }
        default: return Status::NotImplemented("no such format");
    }
}

}  // namespace bridge
