// libdeflate: inflates what is in memory as a whole, in less than half the time that zlib takes, and sums.
// https://github.com/ebiggers/libdeflate
#pragma once
#include <libdeflate.h>
