// Where the bytes of a table lie: in a local file, or with a source that is called for them.
#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/result.h>

#include <memory>
#include <string>

#include "BridgeSource.h"

namespace bridge {

/// Opened as often as it is read; each opened file has a place of its own.
class ByteOrigin {
  public:
    ByteOrigin() = default;
    /// Takes the source over, which may be NULL.
    ByteOrigin(const char *path, const arrow_bridge_source *source);

    arrow::Result<std::shared_ptr<arrow::io::RandomAccessFile>> Open() const;
    /// Whether reading takes a request to another machine.
    bool is_far() const { return source_ != nullptr; }

  private:
    std::string path_;
    /// Released with the last file.
    std::shared_ptr<const arrow_bridge_source> source_;
};

}  // namespace bridge
