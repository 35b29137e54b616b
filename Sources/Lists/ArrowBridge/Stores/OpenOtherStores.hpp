// The stores that are part of `libarrow` itself: all but S3.
#pragma once

#include <arrow/filesystem/filesystem.h>
#include <arrow/result.h>

#include <memory>

#include "BridgeStores.h"

namespace bridge {

using OpenedFiles = arrow::Result<std::shared_ptr<arrow::fs::FileSystem>>;

OpenedFiles OpenedGoogle(const arrow_bridge_store_options &wanted);
OpenedFiles OpenedAzure(const arrow_bridge_store_options &wanted);
OpenedFiles OpenedHadoop(const arrow_bridge_store_options &wanted);

}  // namespace bridge
