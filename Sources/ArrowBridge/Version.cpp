#include "ArrowBridge.h"

#include <arrow/util/config.h>

extern "C" const char *arrow_bridge_version(void) { return ARROW_VERSION_STRING; }
