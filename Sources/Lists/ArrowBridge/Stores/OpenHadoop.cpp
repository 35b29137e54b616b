// Hadoop's file systems, by its own library libhdfs, which Arrow opens at run time.
#include <arrow/filesystem/hdfs.h>

#include <cstdlib>
#include <mutex>
#include <string>

#include "OpenOtherStores.hpp"

namespace bridge {

/// Java's virtual machine leaves signals alone: they are the program's.
static void KeepSignals() {
    static std::once_flag once;
    std::call_once(once, []() {
        const char *given = std::getenv("LIBHDFS_OPTS");
        const std::string options = (given == nullptr ? std::string() : std::string(given) + " ") + "-Xrs";
        setenv("LIBHDFS_OPTS", options.c_str(), 1);
    });
}

OpenedFiles OpenedHadoop(const arrow_bridge_store_options &wanted) {
    KeepSignals();
    // `SCHEME://HOST:PORT`, `HOST:PORT`, or `default` for what Hadoop's configuration says.
    std::string host = wanted.endpoint;
    int port = 0;
    const size_t colon = host.rfind(':');
    if (colon != std::string::npos && host.find('/', colon) == std::string::npos) {
        port = std::atoi(host.c_str() + colon + 1);
        host.resize(colon);
    }
    arrow::fs::HdfsOptions options;
    options.ConfigureEndPoint(host, port);
    if (*wanted.account != '\0') options.ConfigureUser(wanted.account);
    return arrow::fs::HadoopFileSystem::Make(options);
}

}  // namespace bridge
