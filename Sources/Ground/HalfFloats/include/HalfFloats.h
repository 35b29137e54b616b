// float16 (IEEE 754 binary16) to float and back, by the CPU's own instructions where it has them (F16C).
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Converts halves to floats, exactly.
void half_to_float(float *out, const uint16_t *halves, size_t count);

/// Converts floats to halves, rounded to the nearest, ties to even; what is too large becomes an infinity.
void half_from_float(uint16_t *out, const float *floats, size_t count);

/// The same without the CPU's instructions.
void half_to_float_plain(float *out, const uint16_t *halves, size_t count);
void half_from_float_plain(uint16_t *out, const float *floats, size_t count);
