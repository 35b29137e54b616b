// The C code for coded images, as one module.
#include "BaselineJPEG.h"
#include "GIFCodes.h"
#include "JPEGWarnings.h"
#include "PlainPNG.h"
