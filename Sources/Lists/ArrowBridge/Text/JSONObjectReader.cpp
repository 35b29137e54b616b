// One JSON object per record: its members are put into the columns they are named after.
#include "JSONObjectReader.hpp"

#include "JSONScanner.hpp"
#include "Utf8Repair.hpp"

namespace bridge {

std::string KeyText(std::string_view quoted_key) {
    std::string text;
    json::AppendUnescaped(quoted_key, &text);
    if (IsUtf8(text)) return text;
    std::string repaired;
    AppendRepaired(text, &repaired);
    return repaired;
}

JSONObjectReader::JSONObjectReader(std::vector<std::string> columns, bool discovers)
    : columns_(std::move(columns)), discovers_(discovers) {
    for (size_t i = 0; i < columns_.size(); i++) places_.emplace(columns_[i], static_cast<int>(i));
}

int JSONObjectReader::ColumnOf(std::string_view quoted_key, size_t expected) {
    // Records of one file nearly always have their members in the same order.
    const auto plain = quoted_key.substr(1, quoted_key.size() - 2);
    if (expected < columns_.size() && plain == columns_[expected]) return static_cast<int>(expected);
    key_ = KeyText(quoted_key);
    const auto known = places_.find(key_);
    if (known != places_.end()) return known->second;
    if (!discovers_ || columns_.size() >= kMaximumColumns) return -1;
    const int place = static_cast<int>(columns_.size());
    columns_.push_back(key_);
    places_.emplace(key_, place);
    return place;
}

bool JSONObjectReader::Read(std::string_view text, Record *record) {
    record->cells.assign(columns_.size(), Cell{});
    record->doubled.clear();
    const char *at = text.data();
    const char *end = text.data() + text.size();
    size_t expected = 0;
    const bool read = json::ForEachMember(&at, end, [&](std::string_view key, std::string_view value) {
        const int place = ColumnOf(key, expected++);
        if (place < 0) return;
        if (static_cast<size_t>(place) >= record->cells.size()) record->cells.resize(columns_.size());
        if (record->cells[static_cast<size_t>(place)].kind != Cell::Kind::missing) {
            record->doubled.push_back(static_cast<size_t>(place));
        }
        record->cells[static_cast<size_t>(place)] = Cell{Cell::Kind::json, false, value};
    });
    return read && json::BehindSpace(at, end) == end;
}

}  // namespace bridge
