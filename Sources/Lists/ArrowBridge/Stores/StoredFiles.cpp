// What lies in a store, and its files by ranges.
#include <arrow/buffer.h>
#include <arrow/util/key_value_metadata.h>

#include <algorithm>
#include <string>
#include <vector>

#include "BridgeStores.h"
#include "Failures.hpp"
#include "StoreHandle.hpp"

using arrow::Result;
using arrow::Status;
using bridge::Guarded;

struct arrow_bridge_listing {
    struct Entry {
        std::string name;
        bool is_folder;
    };
    std::vector<Entry> entries;
};

static Result<arrow_bridge_listing *> Listed(arrow_bridge_store *store, const char *path) {
    arrow::fs::FileSelector selector;
    selector.base_dir = path;
    auto found = store->files->GetFileInfo(selector);
    if (!found.ok()) return bridge::StoreStatus(found.status());
    auto listing = std::make_unique<arrow_bridge_listing>();
    for (const auto &info : *found) {
        listing->entries.push_back({info.base_name(), info.type() == arrow::fs::FileType::Directory});
    }
    return listing.release();
}

static Result<arrow_bridge_stored_file *> OpenedFile(arrow_bridge_store *store, const char *path) {
    auto opened = store->files->OpenInputFile(std::string(path));
    if (!opened.ok()) return bridge::StoreStatus(opened.status());
    auto handle = std::make_unique<arrow_bridge_stored_file>();
    handle->file = *std::move(opened);
    auto size = handle->file->GetSize();
    if (!size.ok()) return bridge::StoreStatus(size.status());
    handle->size = *size;
    auto metadata = handle->file->ReadMetadata();
    if (!metadata.ok()) return bridge::StoreStatus(metadata.status());
    for (const char *key : {"ETag", "Last-Modified"}) {
        if (*metadata == nullptr || !handle->version.empty()) continue;
        if (auto value = (*metadata)->Get(key); value.ok()) handle->version = *value;
    }
    return handle.release();
}

extern "C" {

arrow_bridge_listing *arrow_bridge_store_list(arrow_bridge_store *store, const char *path, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_listing *>(error, nullptr, ARROW_BRIDGE_UNREADABLE, [&]() {
        const bridge::StoreCall call;
        return Listed(store, path);
    });
}

void arrow_bridge_listing_free(arrow_bridge_listing *listing) { delete listing; }

int64_t arrow_bridge_listing_count(const arrow_bridge_listing *listing) {
    return static_cast<int64_t>(listing->entries.size());
}

const char *arrow_bridge_listing_name(const arrow_bridge_listing *listing, int64_t place) {
    return listing->entries[static_cast<size_t>(place)].name.c_str();
}

bool arrow_bridge_listing_is_folder(const arrow_bridge_listing *listing, int64_t place) {
    return listing->entries[static_cast<size_t>(place)].is_folder;
}

arrow_bridge_stored_file *arrow_bridge_stored_file_open(
    arrow_bridge_store *store, const char *path, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_stored_file *>(error, nullptr, ARROW_BRIDGE_UNREADABLE, [&]() {
        const bridge::StoreCall call;
        return OpenedFile(store, path);
    });
}

void arrow_bridge_stored_file_free(arrow_bridge_stored_file *file) { delete file; }

int64_t arrow_bridge_stored_file_size(const arrow_bridge_stored_file *file) { return file->size; }

const char *arrow_bridge_stored_file_version(const arrow_bridge_stored_file *file) { return file->version.c_str(); }

int64_t arrow_bridge_stored_file_read(
    arrow_bridge_stored_file *file, int64_t offset, int64_t count, void *out, arrow_bridge_error *error) {
    return Guarded<int64_t>(error, -1, ARROW_BRIDGE_UNREADABLE, [&]() -> Result<int64_t> {
        const bridge::StoreCall call;
        auto read = file->file->ReadAt(offset, count, out);
        if (!read.ok()) return bridge::StoreStatus(read.status());
        return read;
    });
}

}  // extern "C"
