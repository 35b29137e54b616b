// SQLite for Swift, which cannot see the macro that says a text must be copied.
// https://sqlite.org/c3ref/bind_blob.html
#pragma once
#include <sqlite3.h>

static inline int csqlite_bind_text(sqlite3_stmt *statement, int place, const void *bytes, int count) {
    return sqlite3_bind_text(statement, place, bytes ? (const char *)bytes : "", count, SQLITE_TRANSIENT);
}

// Strings of the file are data: its schema may call nothing that has effects, and is checked before it is used.
static inline int csqlite_distrust(sqlite3 *database) {
    int status = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    if (status != SQLITE_OK) return status;
    return sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}
