// CSV and TSV after RFC 4180, tolerant: a record that breaks the rules costs itself only.
#include "DelimitedSource.hpp"

#include <algorithm>

#include "Utf8Repair.hpp"

namespace bridge {

using arrow::Result;
using arrow::Status;

Result<std::unique_ptr<DelimitedSource>> DelimitedSource::Open(
    std::unique_ptr<ByteFeed> feed, char delimiter, std::vector<std::string> header) {
    std::unique_ptr<DelimitedSource> source(new DelimitedSource(std::move(feed), delimiter));
    if (!header.empty()) {
        source->columns_ = std::move(header);
        return source;
    }
    std::string broken;
    ARROW_ASSIGN_OR_RAISE(const bool found, source->ReadFields(&broken));
    if (!broken.empty()) return Status::Invalid("the header is too long");
    if (!found) return source;
    if (source->fields_.size() > kMaximumColumns) return Status::Invalid("the header names more than 16384 columns");
    for (const auto &field : source->fields_) {
        const char *base = field.in_scratch ? source->scratch_.data() : source->lines_.feed().data();
        std::string name;
        AppendRepaired({base + field.start, field.size}, &name);
        source->columns_.push_back(std::move(name));
    }
    return source;
}

Result<bool> DelimitedSource::Next(Record *record) {
    record->broken.clear();
    ARROW_ASSIGN_OR_RAISE(const bool found, ReadFields(&record->broken));
    if (!found) return false;
    if (record->broken.empty() && fields_.size() != columns_.size()) {
        record->broken = "line " + std::to_string(lines_.number()) + " has " + std::to_string(fields_.size()) +
                         (fields_.size() == 1 ? " field" : " fields") + " instead of " +
                         std::to_string(columns_.size());
    }
    record->cells.clear();
    if (!record->broken.empty()) return true;
    for (const auto &field : fields_) {
        const char *base = field.in_scratch ? scratch_.data() : lines_.feed().data();
        record->cells.push_back(Cell{Cell::Kind::text, field.quoted, {base + field.start, field.size}});
    }
    return true;
}

Result<bool> DelimitedSource::ReadFields(std::string *broken) {
    std::string_view line;
    bool too_long = false;
    ARROW_ASSIGN_OR_RAISE(const bool found, lines_.Next(&line, &too_long));
    if (!found) return false;
    if (too_long) {
        *broken = TooLong(lines_.number());
        return true;
    }
    if (std::memchr(line.data(), '"', line.size()) == nullptr) {
        SplitPlain(line);
        return true;
    }
    const Line first{line.size(), line.size()};
    ARROW_ASSIGN_OR_RAISE(const bool split, SplitQuoted(first, true));
    if (!split) ARROW_RETURN_NOT_OK(SplitQuoted(first, false).status());
    return true;
}

size_t DelimitedSource::NextDelimiter(size_t from, size_t end) const {
    const char *data = lines_.feed().data();
    const void *hit = std::memchr(data + from, delimiter_, end - from);
    return hit == nullptr ? end : static_cast<size_t>(static_cast<const char *>(hit) - data);
}

void DelimitedSource::SplitPlain(std::string_view line) {
    fields_.clear();
    for (size_t at = 0;; at++) {
        const size_t next = NextDelimiter(at, line.size());
        fields_.push_back(Field{at, next - at, false, false});
        at = next;
        if (at == line.size()) return;
    }
}

Result<bool> DelimitedSource::SplitQuoted(Line line, bool may_span) {
    const Line first = line;
    fields_.clear();
    scratch_.clear();
    const bool counted = !columns_.empty();
    for (size_t at = 0;; at++) {
        if (at < line.end && lines_.feed().data()[at] == '"') {
            ARROW_ASSIGN_OR_RAISE(const bool read, ReadQuoted(&at, &line, may_span));
            if (!read) return false;
        } else {
            ReadUnquoted(&at, line);
        }
        const bool spans = line.end != first.end;
        // A record over several lines that does not come out even is more likely one quote too many than text.
        if (spans && counted && fields_.size() > columns_.size()) return false;
        if (at < line.end) continue;
        if (!spans) return true;
        if (counted && fields_.size() != columns_.size()) return false;
        const char *data = lines_.feed().data();
        lines_.Take(line.next, std::count(data, data + line.end, '\n'));
        return true;
    }
}

void DelimitedSource::ReadUnquoted(size_t *at, const Line &line) {
    const size_t next = NextDelimiter(*at, line.end);
    fields_.push_back(Field{*at, next - *at, false, false});
    *at = next;
}

/// Reads the field whose opening quote is at `at`, and leaves `at` where it ends.
Result<bool> DelimitedSource::ReadQuoted(size_t *at, Line *line, bool may_span) {
    const size_t open = *at;
    bool doubled = false;
    const size_t limit = may_span ? std::max(line->end, kMaximumQuotedBytes) : line->end;
    ARROW_ASSIGN_OR_RAISE(const size_t close, FindClosingQuote(open + 1, limit, &doubled));
    if (close == ByteFeed::npos) {
        if (may_span) return false;
        ReadUnquoted(at, *line);
        return true;
    }
    const bool spans = close > line->end;
    if (spans) {
        auto &feed = lines_.feed();
        ARROW_ASSIGN_OR_RAISE(const size_t end, feed.Find('\n', close, kMaximumRecordBytes));
        if (end == ByteFeed::npos && !feed.at_end()) return false;
        line->end = std::min(end, feed.size());
        line->next = std::min(line->end + 1, feed.size());
        if (feed.data()[line->end - 1] == '\r') line->end--;
    }
    *at = NextDelimiter(close + 1, line->end);
    const size_t tail = *at - (close + 1);
    // Text behind the closing quote of a field over several lines: that quote opened another field.
    if (spans && tail > 0) return false;
    if (!doubled && tail == 0) {
        fields_.push_back(Field{open + 1, close - open - 1, false, true});
        return true;
    }
    const size_t start = scratch_.size();
    Undouble(open + 1, close);
    scratch_.append(lines_.feed().data() + close + 1, tail);
    fields_.push_back(Field{start, scratch_.size() - start, true, true});
    return true;
}

Result<size_t> DelimitedSource::FindClosingQuote(size_t from, size_t limit, bool *doubled) {
    auto &feed = lines_.feed();
    const size_t first = from;
    while (true) {
        ARROW_ASSIGN_OR_RAISE(const size_t quote, feed.Find('"', from, limit));
        if (quote == ByteFeed::npos) return quote;
        ARROW_ASSIGN_OR_RAISE(const bool more, feed.Has(quote + 1));
        if (!more) return quote;
        const char next = feed.data()[quote + 1];
        if (next == '"') {
            *doubled = true;
            from = quote + 2;
            continue;
        }
        // Spark and MySQL write \" within a field. At a field's end the backslash is text: `"C:\"`.
        const bool ends = next == delimiter_ || next == '\r' || next == '\n';
        if (ends || feed.data()[quote - 1] != '\\' || quote == first) return quote;
        *doubled = true;
        from = quote + 1;
    }
}

void DelimitedSource::Undouble(size_t from, size_t to) {
    const char *data = lines_.feed().data();
    while (from < to) {
        const void *hit = std::memchr(data + from, '"', to - from);
        if (hit == nullptr) break;
        const auto quote = static_cast<size_t>(static_cast<const char *>(hit) - data);
        // What is not doubled was escaped by a backslash.
        if (quote + 1 < to && data[quote + 1] == '"') {
            scratch_.append(data + from, quote + 1 - from);
            from = quote + 2;
        } else {
            scratch_.append(data + from, quote - 1 - from).push_back('"');
            from = quote + 1;
        }
    }
    if (from < to) scratch_.append(data + from, to - from);
}

}  // namespace bridge
