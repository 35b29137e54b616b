// From the coefficients of all scans to samples.

#include "ProgressiveJPEG.h"

bool progressive_draw(
    const progressive_component *component, int reduction, uint8_t *samples, ptrdiff_t stride) {
    for (int row = 0; row < component->blocksDown; row++) {
        ptrdiff_t first = (ptrdiff_t)row * component->rowBlocks;
        jpeg_blocks blocks = {
            .count = component->blocksAcross,
            .dc = component->dc + first,
            .ac = component->ac + first * JPEG_BLOCK,
            .present = component->present + first,
            .steps = component->steps,
        };
        if (!jpeg_draw_blocks(&blocks, reduction, samples + (ptrdiff_t)row * (8 / reduction) * stride, stride)) {
            return false;
        }
    }
    return true;
}
