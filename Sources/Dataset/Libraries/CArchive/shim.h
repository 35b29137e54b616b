// libarchive's writer and reader; used by TarArchiving only.

#include <archive.h>
#include <archive_entry.h>
