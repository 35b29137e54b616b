// A JSON document that is an array of objects, or objects one after another, read as a stream.
#include "JSONRecordsSource.hpp"

namespace bridge {

using arrow::Result;
using arrow::Status;

JSONRecordsSource::JSONRecordsSource(std::unique_ptr<ByteFeed> feed, JSONObjectReader reader)
    : feed_(std::move(feed)), reader_(std::move(reader)) {
    columns_ = reader_.columns();
}

Result<bool> JSONRecordsSource::Next(Record *record) {
    Element element;
    ARROW_ASSIGN_OR_RAISE(const bool found, Find(&element));
    if (!found) return false;
    record->broken.clear();
    const std::string name = "record " + std::to_string(number_);
    if (element.too_long) {
        record->broken = name + " is longer than 16 MiB";
    } else if (element.cut) {
        record->broken = name + " is cut off by the end of the file";
    } else if (!reader_.Read(feed_->window().substr(0, element.size), record)) {
        record->broken = name + " is not a JSON object";
    }
    return true;
}

Result<bool> JSONRecordsSource::Skip() {
    Element element;
    return Find(&element);
}

Result<bool> JSONRecordsSource::Find(Element *element) {
    feed_->Consume(unconsumed_);
    unconsumed_ = 0;
    ARROW_ASSIGN_OR_RAISE(const bool found, MoveToElement());
    if (!found) return false;
    ARROW_RETURN_NOT_OK(MeasureElement(element));
    unconsumed_ = element->size;
    number_++;
    return true;
}

Result<bool> JSONRecordsSource::MoveToElement() {
    while (true) {
        ARROW_ASSIGN_OR_RAISE(const bool more, feed_->Has(0));
        if (!more) return false;
        const char byte = *feed_->data();
        const bool space = byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t' || byte == ',';
        // A closing bracket may be a broken record's, so it never ends the list; only the file's end does.
        const bool closes = byte == ']' || byte == '}';
        const bool opens_list = byte == '[' && !began_;
        began_ = began_ || !space;
        if (!space && !closes && !opens_list) return true;
        feed_->Consume(1);
    }
}

Status JSONRecordsSource::MeasureElement(Element *element) {
    int64_t depth = 0;
    bool in_string = false;
    bool escaped = false;
    for (size_t at = 0;; at++) {
        if (at >= kMaximumRecordBytes) {
            element->too_long = true;
            feed_->Consume(at);
            at = 0;
        }
        ARROW_ASSIGN_OR_RAISE(const bool more, feed_->Has(at));
        element->size = at;
        if (!more) {
            element->cut = depth > 0 || in_string;
            return Status::OK();
        }
        const char byte = feed_->data()[at];
        if (in_string) {
            if (byte == '\n') in_string = false;
            if (!escaped && byte == '"') in_string = false;
            escaped = !escaped && byte == '\\';
        } else if (byte == '"') {
            in_string = true;
            escaped = false;
        } else if (byte == '{' || byte == '[') {
            depth++;
        } else if (byte == '}' || byte == ']') {
            if (depth == 0) return Status::OK();
            depth--;
            if (depth == 0) {
                element->size = at + 1;
                return Status::OK();
            }
        } else if (depth == 0 && (byte == ',' || byte == '\n')) {
            return Status::OK();
        }
    }
}

}  // namespace bridge
