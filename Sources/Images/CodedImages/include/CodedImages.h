// The C code for coded images, as one module.
#include "BaselineJPEG.h"
#include "GIFCodes.h"
#include "HuffmanCodes.h"
#include "BlockDrawing.h"
#include "JPEGScans.h"
#include "JPEGWarnings.h"
#include "PlainPNG.h"
#include "ProgressiveJPEG.h"
