// One JSON object per record: its members are put into the columns they are named after.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "RecordSource.hpp"

namespace bridge {

class JSONObjectReader {
  public:
    /// With `discovers`, members not seen before become columns.
    JSONObjectReader(std::vector<std::string> columns, bool discovers);

    /// Reads `text`, which is to be one object and nothing else; false when it is not.
    bool Read(std::string_view text, Record *record);
    const std::vector<std::string> &columns() const { return columns_; }

  private:
    /// The column of a member; -1 for one that is not asked for. `expected` is tried first.
    int ColumnOf(std::string_view quoted_key, size_t expected);

    std::vector<std::string> columns_;
    std::unordered_map<std::string, int> places_;
    bool discovers_;
    std::string key_;
};

/// The text of a key given with its quotes, as UTF-8.
std::string KeyText(std::string_view quoted_key);

}  // namespace bridge
