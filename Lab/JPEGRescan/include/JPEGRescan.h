// The same coefficients in other scans: what other encoders make of a picture.
#ifndef JPEG_RESCAN_H
#define JPEG_RESCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One scan: components by their place in the frame, the first and the last coefficient in zigzag order, the bit that
/// came before (0 for a first scan) and the lowest that comes.
typedef struct jpeg_rescan {
    uint8_t componentCount;
    uint8_t components[3];
    uint8_t first, last, bitBefore, lowestBit;
} jpeg_rescan;

/// Writes the picture in `jpeg` with the scans of `script`, or, with none, those that libjpeg chooses for a progressive
/// picture.
///
/// - `restartInterval`: MCUs between two restart markers, 0 for none.
/// - Gives the bytes written to `out`, 0 where libjpeg refuses or `room` is too small.
size_t jpeg_rescanned(
    const uint8_t *jpeg, size_t count, const jpeg_rescan *script, int scanCount, int restartInterval,
    uint8_t *out, size_t room);

#endif
