// The inner loops of search among vectors. Each has a plain form and forms for AVX2 and AVX-512, chosen by the CPU.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Most values of a vector: sums over more would leave 32 bits.
enum { VECTOR_MOST_VALUES = 4096 };

/// Which form of the loops is used.
enum VectorForm { VECTOR_PLAIN, VECTOR_AVX2, VECTOR_AVX512 };

/// The best form that this CPU has.
enum VectorForm vector_best_form(void);

/// Inner products of a query with `count` rows of `n` floats. Rows need no alignment.
void vector_dot_floats(enum VectorForm form, float *out, const float *query, const void *rows, size_t count, size_t n);

/// The same with rows of float16.
void vector_dot_halves(enum VectorForm form, float *out, const float *query, const void *rows, size_t count, size_t n);

/// `scale * (inner product) + offset` of a query, values of -16384 to 16383, with `count` rows of `n` codes.
void vector_scan_codes(enum VectorForm form, float *out, const int16_t *query, float scale, float offset,
                       const uint8_t *codes, size_t count, size_t n);

/// Codes of `count` rows as faiss' 8-bit scalar quantiser has them: 255 * (x - lowest) / span, cut to 0...255, rounded
/// down. `factors` holds 255 / span, or 0 where the span is 0.
void vector_encode(enum VectorForm form, uint8_t *out, const float *rows, size_t count, size_t n, const float *lowest,
                   const float *factors);

/// Rows of floats to int8, each with its own scale: the largest value becomes 127. Not finite values become 0.
void vector_round(enum VectorForm form, int8_t *out, const float *rows, size_t count, size_t n);

/// Bytes of `centreCount` centres of `n` values packed for `vector_nearest`: 16 side by side, four values of each.
size_t vector_packed_bytes(size_t centreCount, size_t n);

/// Packs centres of floats, and says what one unit of each is worth.
///
/// `packed` has room for `vector_packed_bytes`, `scales` for `centreCount` rounded up to 16.
void vector_pack_centres(uint8_t *packed, float *scales, const float *centres, size_t centreCount, size_t n);

/// For each of `count` rows of `n` int8 values, which packed centre has the largest inner product.
void vector_nearest(enum VectorForm form, uint32_t *best, const int8_t *rows, size_t count, size_t n,
                    const uint8_t *packed, const float *scales, size_t centreCount);
