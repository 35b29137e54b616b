// How a call that failed tells why.
#ifndef ARROW_BRIDGE_ERROR_H
#define ARROW_BRIDGE_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    ARROW_BRIDGE_NO_ERROR = 0,
    ARROW_BRIDGE_NOT_FOUND = 1,
    /// The system refused to read: permissions, a folder, a bad disk.
    ARROW_BRIDGE_UNREADABLE = 2,
    /// The bytes are not what the format asks for.
    ARROW_BRIDGE_MALFORMED = 3,
    ARROW_BRIDGE_UNSUPPORTED = 4,
    /// No space, quota reached, or the file system's size limit.
    ARROW_BRIDGE_DISK_FULL = 5,
    /// Another failure to write.
    ARROW_BRIDGE_UNWRITABLE = 6,
    ARROW_BRIDGE_OUT_OF_MEMORY = 7,
    /// A call that cannot be right: no such column, columns of unequal length.
    ARROW_BRIDGE_MISUSE = 8,
    /// A store does not let us read.
    ARROW_BRIDGE_DENIED = 9,
    /// A store does not answer, or answers that it cannot now.
    ARROW_BRIDGE_UNREACHABLE = 10,
    /// The file is not the one that was opened first.
    ARROW_BRIDGE_CHANGED = 11,
    /// Nobody reads what is written to a pipe or a connection.
    ARROW_BRIDGE_READER_LEFT = 12,
};

/// Set by the caller to zeros; `detail` is freed with `arrow_bridge_error_clear`.
typedef struct arrow_bridge_error {
    int32_t category;
    char *detail;
} arrow_bridge_error;

void arrow_bridge_error_clear(arrow_bridge_error *error);

/// The version of the Arrow library that is linked.
const char *arrow_bridge_version(void);

#ifdef __cplusplus
}
#endif
#endif
