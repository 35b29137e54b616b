// The reduced inverse DCTs of libjpeg's jidctred.c without vectors: a block to 4x4, 2x2 or 1 sample. Each is the mean
// of the samples it stands for, so some frequencies have no part in it.

#include "BlockDrawing.h"

#define FIXED(x) ((int32_t)((x) * 8192 + ((x) < 0 ? -0.5 : 0.5)))

enum { FRACTION_BITS = 13, KEPT_BITS = 2 };

static inline int32_t rounded(int32_t sum, int bits) { return (sum + (1 << (bits - 1))) >> bits; }

static inline uint8_t sample(int32_t value) {
    value += 128;
    return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
}

/// Four outputs of the coefficients at `in`, `step` apart; that of frequency 4 has no part in them.
static inline void four(const int16_t *in, int step, int32_t out[4], int bits) {
    int32_t even = in[0] * (1 << (FRACTION_BITS + 1));
    int32_t turned = in[2 * step] * FIXED(1.847759065) - in[6 * step] * FIXED(0.765366865);
    int32_t a = even + turned, b = even - turned;
    int32_t inner = in[5 * step] * FIXED(1.451774981) - in[7 * step] * FIXED(0.211164243)
        - in[3 * step] * FIXED(2.172734803) + in[step] * FIXED(1.061594337);
    int32_t outer = in[3 * step] * FIXED(0.899976223) - in[7 * step] * FIXED(0.509795579)
        - in[5 * step] * FIXED(0.601344887) + in[step] * FIXED(2.562915447);
    out[0] = rounded(a + outer, bits), out[3] = rounded(a - outer, bits);
    out[1] = rounded(b + inner, bits), out[2] = rounded(b - inner, bits);
}

/// Two outputs; even frequencies but the lowest have no part in them.
static inline void two(const int16_t *in, int step, int32_t out[2], int bits) {
    int32_t even = in[0] * (1 << (FRACTION_BITS + 2));
    int32_t odd = in[5 * step] * FIXED(0.850430095) - in[7 * step] * FIXED(0.720959822)
        - in[3 * step] * FIXED(1.272758580) + in[step] * FIXED(3.624509785);
    out[0] = rounded(even + odd, bits), out[1] = rounded(even - odd, bits);
}

/// Whether all coefficients are so small that no sum of theirs leaves 32 bits, nor 16 between the passes. A picture's
/// own are within 2^11 and its rounding (T.81, A.3.1).
static bool isOrdinary(const int16_t *block) {
    int32_t sum = 0;
    for (int i = 0; i < 64; i++) sum += block[i] < 0 ? -block[i] : block[i];
    return sum <= 1 << 14;
}

bool jpeg_draw_plain(const int16_t *block, int reduction, uint8_t *samples, ptrdiff_t stride) {
    if (!isOrdinary(block)) return false;
    int16_t columns[4 * 8];
    switch (reduction) {
    case 2:
        for (int x = 0; x < 8; x++) {
            int32_t out[4];
            if (x == 4) continue;
            four(block + x, 8, out, FRACTION_BITS - KEPT_BITS + 1);
            for (int y = 0; y < 4; y++) columns[y * 8 + x] = (int16_t)out[y];
        }
        for (int y = 0; y < 4; y++) {
            int32_t out[4];
            four(columns + y * 8, 1, out, FRACTION_BITS + KEPT_BITS + 3 + 1);
            for (int x = 0; x < 4; x++) samples[y * stride + x] = sample(out[x]);
        }
        return true;
    case 4:
        for (int x = 0; x < 8; x++) {
            int32_t out[2];
            if (x == 2 || x == 4 || x == 6) continue;
            two(block + x, 8, out, FRACTION_BITS - KEPT_BITS + 2);
            for (int y = 0; y < 2; y++) columns[y * 8 + x] = (int16_t)out[y];
        }
        for (int y = 0; y < 2; y++) {
            int32_t out[2];
            two(columns + y * 8, 1, out, FRACTION_BITS + KEPT_BITS + 3 + 2);
            for (int x = 0; x < 2; x++) samples[y * stride + x] = sample(out[x]);
        }
        return true;
    case 8:
        samples[0] = sample(rounded(block[0], 3));
        return true;
    default:
        return false;
    }
}
