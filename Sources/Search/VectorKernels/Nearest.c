// Which centre is nearest to each of many rows: a product of matrices of int8.

#include "Forms.h"

#include <float.h>
#include <math.h>
#include <string.h>

/// Centres that stand side by side.
enum { GROUP = 16 };

static size_t roundedUp(size_t value, size_t unit) { return (value + unit - 1) / unit * unit; }

size_t vector_packed_bytes(size_t centreCount, size_t n) { return roundedUp(centreCount, GROUP) * roundedUp(n, 4); }

BODY void roundRows(int8_t *out, const float *rows, size_t count, size_t n) {
    for (size_t row = 0; row < count; row++, rows += n, out += n) {
        float most = 0;
        for (size_t i = 0; i < n; i++) {
            float size = rows[i] < 0 ? -rows[i] : rows[i];
            most = size > most && size <= FLT_MAX ? size : most;
        }
        float factor = most > 0 ? 127 / most : 0;
        for (size_t i = 0; i < n; i++) {
            float value = rows[i] >= -FLT_MAX && rows[i] <= FLT_MAX ? rows[i] * factor : 0;
            value = value < -127 ? -127 : value > 127 ? 127 : value;
            out[i] = (int8_t)(int32_t)(value + (value < 0 ? -0.5f : 0.5f));
        }
    }
}

FORMS_OF(roundRows, (int8_t *out, const float *rows, size_t count, size_t n), (out, rows, count, n))

void vector_round(enum VectorForm form, int8_t *out, const float *rows, size_t count, size_t n) {
    CALL_FORM(form, roundRows, (out, rows, count, n));
}

void vector_pack_centres(uint8_t *packed, float *scales, const float *centres, size_t centreCount, size_t n) {
    size_t quarters = roundedUp(n, 4) / 4;
    memset(packed, 128, vector_packed_bytes(centreCount, n));
    for (size_t centre = 0; centre < roundedUp(centreCount, GROUP); centre++) {
        scales[centre] = 0;
        if (centre >= centreCount) continue;
        const float *values = centres + centre * n;
        float most = 0;
        for (size_t i = 0; i < n; i++) most = fmaxf(most, fabsf(values[i]));
        float factor = most > 0 ? 127 / most : 0;
        scales[centre] = most / 127;
        uint8_t *group = packed + centre / GROUP * quarters * GROUP * 4;
        for (size_t i = 0; i < n; i++)
            group[(i / 4 * GROUP + centre % GROUP) * 4 + i % 4] = (uint8_t)(128 + (int)lrintf(values[i] * factor));
    }
}

BODY void nearest(uint32_t *best, const int8_t *rows, size_t count, size_t n, const uint8_t *packed,
                  const float *scales, size_t centreCount) {
    size_t quarters = roundedUp(n, 4) / 4;
    for (size_t row = 0; row < count; row++, rows += n) {
        float most = -FLT_MAX;
        int32_t sum = 0;
        for (size_t i = 0; i < n; i++) sum += rows[i];
        best[row] = 0;
        for (size_t first = 0; first < centreCount; first += GROUP) {
            const uint8_t *group = packed + first / GROUP * quarters * GROUP * 4;
            int32_t sums[GROUP] = {0};
            for (size_t quarter = 0; quarter < quarters; quarter++, group += GROUP * 4) {
                int16_t values[4] = {0};
                for (size_t i = 0; i < 4 && quarter * 4 + i < n; i++) values[i] = rows[quarter * 4 + i];
                for (size_t j = 0; j < GROUP; j++)
                    for (size_t i = 0; i < 4; i++) sums[j] += (int32_t)values[i] * (int32_t)group[j * 4 + i];
            }
            for (size_t j = 0; j < GROUP && first + j < centreCount; j++) {
                float score = (float)(sums[j] - 128 * sum) * scales[first + j];
                if (score > most) {
                    most = score;
                    best[row] = (uint32_t)(first + j);
                }
            }
        }
    }
}

FORMS_OF(nearest,
         (uint32_t *best, const int8_t *rows, size_t count, size_t n, const uint8_t *packed, const float *scales,
          size_t centreCount),
         (best, rows, count, n, packed, scales, centreCount))

void vector_nearest(enum VectorForm form, uint32_t *best, const int8_t *rows, size_t count, size_t n,
                    const uint8_t *packed, const float *scales, size_t centreCount) {
#if defined(__x86_64__)
    if (form == VECTOR_AVX512 && n % 4 == 0) {
        nearest_vnni(best, rows, count, n, packed, scales, centreCount);
        return;
    }
#endif
    CALL_FORM(form, nearest, (best, rows, count, n, packed, scales, centreCount));
}
