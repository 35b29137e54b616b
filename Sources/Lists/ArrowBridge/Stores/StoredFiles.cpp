// What lies in a store, and its files by ranges.
#include <arrow/buffer.h>
#include <arrow/util/key_value_metadata.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "BridgeStores.h"
#include "Failures.hpp"
#include "StoreHandle.hpp"

using arrow::Result;

struct arrow_bridge_listing {
    struct Entry {
        std::string name;
        bool is_folder = false;
        int64_t size = 0;
        int64_t changed = 0;
    };
    std::vector<Entry> entries;
};

/// Seconds since 1970; 0 if the store does not say.
static int64_t Changed(const arrow::fs::FileInfo &info) {
    if (info.mtime() == arrow::fs::kNoTime) return 0;
    return std::chrono::duration_cast<std::chrono::seconds>(info.mtime().time_since_epoch()).count();
}

/// Google's client gives no folders but those that a file without content stands for: they are made of the files in them.
static Result<arrow_bridge_listing *> ListedWithFolders(arrow_bridge_store *store, const std::string &folder) {
    arrow::fs::FileSelector selector;
    selector.base_dir = folder;
    selector.recursive = true;
    ARROW_ASSIGN_OR_RAISE(const auto found, store->files->GetFileInfo(selector));
    // A file and a folder may have the same name.
    std::map<std::pair<std::string, bool>, arrow_bridge_listing::Entry> names;
    for (const auto &info : found) {
        if (info.path().size() <= folder.size() + 1) continue;
        const std::string below = info.path().substr(folder.size() + 1);
        const size_t slash = below.find('/');
        const bool is_folder = slash != std::string::npos || info.type() == arrow::fs::FileType::Directory;
        auto &known = names[{below.substr(0, slash), is_folder}];
        known.size = is_folder ? 0 : info.size();
        known.changed = Changed(info);
    }
    auto listing = std::make_unique<arrow_bridge_listing>();
    for (const auto &[name, known] : names) {
        listing->entries.push_back({name.first, name.second, known.size, known.changed});
    }
    return listing.release();
}

static Result<arrow_bridge_listing *> Listed(arrow_bridge_store *store, const char *path, bool finds_folders) {
    if (finds_folders && store->files->type_name() == "gcs") return ListedWithFolders(store, path);
    arrow::fs::FileSelector selector;
    selector.base_dir = path;
    ARROW_ASSIGN_OR_RAISE(const auto found, store->files->GetFileInfo(selector));
    auto listing = std::make_unique<arrow_bridge_listing>();
    for (const auto &info : found) {
        const bool is_folder = info.type() == arrow::fs::FileType::Directory;
        listing->entries.push_back({info.base_name(), is_folder, is_folder ? 0 : info.size(), Changed(info)});
    }
    return listing.release();
}

static Result<arrow_bridge_stored_file *> OpenedFile(arrow_bridge_store *store, const char *path) {
    auto handle = std::make_unique<arrow_bridge_stored_file>();
    ARROW_ASSIGN_OR_RAISE(handle->file, store->files->OpenInputFile(std::string(path)));
    ARROW_ASSIGN_OR_RAISE(handle->size, handle->file->GetSize());
    ARROW_ASSIGN_OR_RAISE(const auto metadata, handle->file->ReadMetadata());
    // Google's store unpacks such an object on the way, and then knows neither its size nor ranges.
    for (const char *key : {"Content-Encoding", "contentEncoding"}) {
        if (metadata == nullptr || store->files->type_name() != "gcs") continue;
        if (const auto coding = metadata->Get(key); coding.ok() && *coding == "gzip") {
            return arrow::Status::NotImplemented(
                "it is stored with Content-Encoding gzip, so the store unpacks it and knows no ranges: "
                "gcloud storage objects update --clear-content-encoding lets it be read as it is stored");
        }
    }
    for (const char *key : {"ETag", "etag", "generation", "Last-Modified"}) {
        if (metadata == nullptr || !handle->version.empty()) continue;
        if (auto value = metadata->Get(key); value.ok()) handle->version = *value;
    }
    if (handle->version.empty()) {
        // Hadoop's files have a time only.
        ARROW_ASSIGN_OR_RAISE(const auto info, store->files->GetFileInfo(std::string(path)));
        const auto changed = info.mtime();
        if (changed != arrow::fs::kNoTime) handle->version = std::to_string(changed.time_since_epoch().count());
    }
    return handle.release();
}

extern "C" {

arrow_bridge_listing *arrow_bridge_store_list(
    arrow_bridge_store *store, const char *path, bool finds_folders, arrow_bridge_error *error) {
    return bridge::Asked<arrow_bridge_listing *>(error, nullptr, [&]() { return Listed(store, path, finds_folders); });
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

int64_t arrow_bridge_listing_size(const arrow_bridge_listing *listing, int64_t place) {
    return listing->entries[static_cast<size_t>(place)].size;
}

int64_t arrow_bridge_listing_changed(const arrow_bridge_listing *listing, int64_t place) {
    return listing->entries[static_cast<size_t>(place)].changed;
}

arrow_bridge_stored_file *arrow_bridge_stored_file_open(
    arrow_bridge_store *store, const char *path, arrow_bridge_error *error) {
    return bridge::Asked<arrow_bridge_stored_file *>(error, nullptr, [&]() { return OpenedFile(store, path); });
}

void arrow_bridge_stored_file_free(arrow_bridge_stored_file *file) { delete file; }

int64_t arrow_bridge_stored_file_size(const arrow_bridge_stored_file *file) { return file->size; }

const char *arrow_bridge_stored_file_version(const arrow_bridge_stored_file *file) { return file->version.c_str(); }

int64_t arrow_bridge_stored_file_read(
    arrow_bridge_stored_file *file, int64_t offset, int64_t count, void *out, arrow_bridge_error *error) {
    return bridge::Asked<int64_t>(error, -1, [&]() { return file->file->ReadAt(offset, count, out); });
}

}  // extern "C"
