// Rows of blocks of coefficients to rows of samples: those of libjpeg's exact inverse DCT ("islow") and of its reduced
// ones, bit by bit. Only where `jpeg_vectors_are_available`.
#ifndef BLOCK_DRAWING_H
#define BLOCK_DRAWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /// Coefficients of a block.
    JPEG_BLOCK = 64,
    /// The largest coefficient, times its step, for which all of libjpeg's ways give the same samples: their short cuts
    /// for blocks without AC coefficients keep two more bits in 16. A picture's own are within 2,047 (T.81, A.3.1).
    JPEG_LARGEST_COEFFICIENT = 8191,
    /// The largest mean, times its step, at an eighth: libjpeg's own way takes the sample's lowest ten bits there.
    JPEG_LARGEST_DC_ALONE = 4091,
};

/// Blocks side by side, in zigzag order and without their steps.
typedef struct jpeg_blocks {
    int count;
    /// By block: its DC coefficient.
    const int16_t *dc;
    /// By block, 64 each: its AC coefficients, aligned to 32 bytes. The first of each block is not looked at.
    int16_t *ac;
    /// By block: a word whose lowest bit that is set is the last AC coefficient that is not zero; the highest bit is
    /// the first coefficient in zigzag order. Zero if all are zero.
    uint64_t *present;
    /// 64 steps in zigzag order.
    const uint16_t *steps;
} jpeg_blocks;

/// Draws the blocks, and makes their `ac` and `present` zero; at an eighth, `ac` is not looked at.
///
/// `reduction` is 1, 2, 4 or 8: a block becomes 8, 4, 2 or 1 samples square, each the mean of those it stands for. No
/// AC coefficient, times its step, may be beyond `JPEG_LARGEST_COEFFICIENT`. False if a DC coefficient is; some blocks
/// are drawn then.
bool jpeg_draw_blocks(const jpeg_blocks *blocks, int reduction, uint8_t *samples, ptrdiff_t stride);

/// One block in rows of eight, times its steps, without vectors, by a reduction of 2, 4 or 8: what the vectors are held
/// to. False for coefficients beyond those of any picture, with which sums could leave 32 bits.
bool jpeg_draw_plain(const int16_t *block, int reduction, uint8_t *samples, ptrdiff_t stride);

/// Whether this CPU has the instructions that the decoders are made of.
bool jpeg_vectors_are_available(void);

#endif
