// Where the bytes of a table lie: in a local file, or with a source that is called for them.
#include "ByteOrigin.hpp"

#include <arrow/io/file.h>

#include "SourceFile.hpp"

namespace bridge {

using arrow::Result;

ByteOrigin::ByteOrigin(const char *path, const arrow_bridge_source *source) : path_(path) {
    if (source == nullptr) return;
    source_ = std::shared_ptr<const arrow_bridge_source>(
        new arrow_bridge_source(*source), [](const arrow_bridge_source *owned) {
            owned->release(owned->context);
            delete owned;
        });
}

Result<std::shared_ptr<arrow::io::RandomAccessFile>> ByteOrigin::Open() const {
    if (source_ != nullptr) return std::make_shared<SourceFile>(source_);
    ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::ReadableFile::Open(path_));
    return std::shared_ptr<arrow::io::RandomAccessFile>(std::move(file));
}

}  // namespace bridge
