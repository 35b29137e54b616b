// Apache Arrow behind plain C: what the Swift target Tables sees of it. No exception crosses this border,
// and Arrow's own thread pools are started by stores alone.
#ifndef ARROW_BRIDGE_H
#define ARROW_BRIDGE_H

#include "BridgeBatch.h"
#include "BridgeError.h"
#include "BridgeFilter.h"
#include "BridgeParquet.h"
#include "BridgeRows.h"
#include "BridgeSource.h"
#include "BridgeStores.h"
#include "BridgeStreams.h"
#include "BridgeUploads.h"

#endif
