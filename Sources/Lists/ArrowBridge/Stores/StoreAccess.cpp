// With what requests of our own to a store are signed: Arrow's client has calls for files only.
#include <arrow/util/config.h>

#include <memory>
#include <string>

#include "BridgeStores.h"
#include "Failures.hpp"
#include "S3Library.hpp"
#include "StoreHandle.hpp"

using arrow::Result;
using arrow::Status;

struct arrow_bridge_store_access {
    std::string region;
    std::string key;
    std::string secret;
    std::string token;
};

static Result<arrow_bridge_store_access *> Access(arrow_bridge_store *store) {
#ifdef ARROW_S3
    if (store->files->type_name() == "s3") {
        ARROW_ASSIGN_OR_RAISE(const bridge::S3Library *library, bridge::S3Library::Get());
        const auto options =
            library->options_of(static_cast<const arrow::fs::S3FileSystem *>(store->files.get()));
        auto access = std::make_unique<arrow_bridge_store_access>();
        access->region = options.region;
        // Each call asks the chain again, which may have other keys in between.
        for (int attempt = 0; attempt < 4; attempt++) {
            access->key = library->access_key(&options);
            access->secret = library->secret_key(&options);
            access->token = library->session_token(&options);
            if (access->key == library->access_key(&options)) break;
        }
        return access.release();
    }
#endif
    return Status::NotImplemented("this store has no keys of S3");
}

extern "C" {

arrow_bridge_store_access *arrow_bridge_store_access_open(arrow_bridge_store *store, arrow_bridge_error *error) {
    return bridge::Asked<arrow_bridge_store_access *>(error, nullptr, [&]() { return Access(store); });
}

void arrow_bridge_store_access_free(arrow_bridge_store_access *access) { delete access; }

const char *arrow_bridge_store_access_region(const arrow_bridge_store_access *access) {
    return access->region.c_str();
}
const char *arrow_bridge_store_access_key(const arrow_bridge_store_access *access) { return access->key.c_str(); }
const char *arrow_bridge_store_access_secret(const arrow_bridge_store_access *access) {
    return access->secret.c_str();
}
const char *arrow_bridge_store_access_token(const arrow_bridge_store_access *access) { return access->token.c_str(); }

}  // extern "C"
