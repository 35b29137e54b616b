// Azure Blob Storage and Data Lake Storage.
#include <arrow/util/config.h>

#include "OpenOtherStores.hpp"

#ifdef ARROW_AZURE
#include <arrow/filesystem/azurefs.h>
#endif

namespace bridge {

#ifdef ARROW_AZURE
static arrow::Status UseCredential(const arrow_bridge_store_options &wanted, arrow::fs::AzureOptions &options) {
    switch (wanted.credential) {
        case ARROW_BRIDGE_CREDENTIAL_NONE:
            return options.ConfigureAnonymousCredential();
        case ARROW_BRIDGE_CREDENTIAL_ACCOUNT_KEY:
            return options.ConfigureAccountKeyCredential(wanted.secret);
        case ARROW_BRIDGE_CREDENTIAL_SHARED_ACCESS_SIGNATURE:
            return options.ConfigureSASCredential(wanted.secret);
        default:
            return options.ConfigureDefaultCredential();
    }
}

OpenedFiles OpenedAzure(const arrow_bridge_store_options &wanted) {
    arrow::fs::AzureOptions options;
    options.account_name = wanted.account;
    const std::string endpoint = wanted.endpoint;
    if (!endpoint.empty()) {
        // A whole host, or what follows the account's name: `.core.windows.net`.
        options.blob_storage_authority = endpoint.front() == '.' ? ".blob" + endpoint : endpoint;
        options.dfs_storage_authority = endpoint.front() == '.' ? ".dfs" + endpoint : endpoint;
    }
    options.blob_storage_scheme = options.dfs_storage_scheme = wanted.scheme;
    options.background_writes = false;
    ARROW_RETURN_NOT_OK(UseCredential(wanted, options));
    return arrow::fs::AzureFileSystem::Make(options);
}
#else
OpenedFiles OpenedAzure(const arrow_bridge_store_options &) {
    return arrow::Status::NotImplemented("this build of Arrow has no Azure");
}
#endif

}  // namespace bridge
