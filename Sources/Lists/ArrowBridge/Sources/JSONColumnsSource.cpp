// A JSON document of columns, as pandas writes it: {"url": {"0": "…"}, …} or {"url": ["…"], …}.
#include "JSONColumnsSource.hpp"

#include <algorithm>
#include <unordered_map>

#include "JSONObjectReader.hpp"
#include "JSONScanner.hpp"

namespace bridge {

using arrow::Result;
using arrow::Status;

static constexpr size_t kMaximumDocumentBytes = size_t{1024} * 1024 * 1024;

Result<std::unique_ptr<JSONColumnsSource>> JSONColumnsSource::Open(std::unique_ptr<ByteFeed> feed) {
    std::unique_ptr<JSONColumnsSource> source(new JSONColumnsSource(std::move(feed)));
    ARROW_RETURN_NOT_OK(source->ReadWhole());
    return source;
}

Status JSONColumnsSource::ReadWhole() {
    while (!feed_->at_end()) {
        ARROW_RETURN_NOT_OK(feed_->More());
        if (feed_->size() > kMaximumDocumentBytes) {
            return Status::NotImplemented(
                "a JSON document of columns is read whole, and this one is over 1 GiB; turn it into jsonl or parquet");
        }
    }
    const char *at = feed_->data();
    const char *end = at + feed_->size();
    bool columns_read = true;
    const bool read = json::ForEachMember(&at, end, [&](std::string_view key, std::string_view value) {
        columns_read = columns_read && ReadColumn(key, value);
    });
    if (!read || json::BehindSpace(at, end) != end) return Status::Invalid("the JSON document is broken or cut off");
    if (!columns_read) return Status::Invalid("the JSON document has columns and other things side by side");
    for (const auto &column : values_) rows_ = std::max(rows_, column.size());
    return Status::OK();
}

bool JSONColumnsSource::ReadColumn(std::string_view quoted_key, std::string_view text) {
    std::vector<std::string_view> values;
    const bool read = text.starts_with('{') ? ReadLabelled(text, &values) : ReadListed(text, &values);
    if (!read) return false;
    columns_.push_back(KeyText(quoted_key));
    values_.push_back(std::move(values));
    return true;
}

bool JSONColumnsSource::ReadListed(std::string_view text, std::vector<std::string_view> *values) {
    const char *at = text.data();
    return json::ForEachElement(&at, at + text.size(), [&](std::string_view value) { values->push_back(value); });
}

bool JSONColumnsSource::ReadLabelled(std::string_view text, std::vector<std::string_view> *values) {
    const char *at = text.data();
    const bool is_first = values_.empty();
    size_t place = 0;
    std::unordered_map<std::string_view, size_t> places;
    return json::ForEachMember(&at, at + text.size(), [&](std::string_view label, std::string_view value) {
        if (is_first) {
            labels_.push_back(label);
            values->push_back(value);
            return;
        }
        // The same labels in the same order, nearly always; else they are looked up.
        size_t row = place++;
        if (row >= labels_.size() || labels_[row] != label) {
            if (places.empty()) {
                for (size_t i = 0; i < labels_.size(); i++) places.emplace(labels_[i], i);
            }
            const auto known = places.find(label);
            if (known == places.end()) {
                row = labels_.size();
                labels_.push_back(label);
                places.emplace(label, row);
            } else {
                row = known->second;
            }
        }
        if (row >= values->size()) values->resize(row + 1);
        (*values)[row] = value;
    });
}

Result<bool> JSONColumnsSource::Next(Record *record) {
    if (next_ >= rows_) return false;
    record->broken.clear();
    record->cells.assign(columns_.size(), Cell{});
    for (size_t column = 0; column < values_.size(); column++) {
        if (next_ >= values_[column].size() || values_[column][next_].empty()) continue;
        record->cells[column] = Cell{Cell::Kind::json, false, values_[column][next_]};
    }
    next_++;
    return true;
}

}  // namespace bridge
