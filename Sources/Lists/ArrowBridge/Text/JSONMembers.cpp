// The members of each row's JSON object, ready made for the samples' `.json` files.
#include "BridgeBatch.h"
#include "Failures.hpp"
#include "Handles.hpp"
#include "ValueText.hpp"

using arrow::Result;
using bridge::Guarded;

struct arrow_bridge_members {
    std::string bytes;
    std::vector<size_t> offsets;
};

static Result<arrow_bridge_members *> MembersOf(
    const arrow_bridge_batch *batch, const int64_t *columns, int64_t count) {
    auto members = std::make_unique<arrow_bridge_members>();
    std::vector<std::pair<std::string, std::shared_ptr<arrow::Array>>> chosen;
    for (int64_t i = 0; i < count; i++) {
        if (columns[i] < 0 || columns[i] >= batch->rows->num_columns()) return arrow::Status::KeyError("no such column");
        const auto column = static_cast<int>(columns[i]);
        std::string head = i == 0 ? "    " : ",\n    ";
        bridge::AppendJsonString(batch->rows->column_name(column), &head);
        head += ": ";
        chosen.emplace_back(std::move(head), batch->rows->column(column));
    }
    members->offsets.push_back(0);
    for (int64_t row = 0; row < batch->rows->num_rows(); row++) {
        for (const auto &[head, column] : chosen) {
            members->bytes += head;
            bridge::AppendJson(*column, row, {true, 1}, &members->bytes);
        }
        members->offsets.push_back(members->bytes.size());
    }
    return members.release();
}

extern "C" {

arrow_bridge_members *arrow_bridge_members_of(
    const arrow_bridge_batch *batch, const int64_t *columns, int64_t count, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_members *>(
        error, nullptr, ARROW_BRIDGE_MISUSE, [&]() { return MembersOf(batch, columns, count); });
}

void arrow_bridge_members_free(arrow_bridge_members *members) { delete members; }

void arrow_bridge_members_get(
    const arrow_bridge_members *members, int64_t row, const char **bytes, int64_t *size) {
    const auto place = static_cast<size_t>(row);
    if (row < 0 || place + 1 >= members->offsets.size()) {
        *bytes = nullptr;
        *size = 0;
        return;
    }
    *bytes = members->bytes.data() + members->offsets[place];
    *size = static_cast<int64_t>(members->offsets[place + 1] - members->offsets[place]);
}

}  // extern "C"
