// CRC-32C (Castagnoli, RFC 3720 appendix B.4), by the CPU's own instruction where it has one.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Goes on with a checksum over more bytes.
///
/// @param crc 0 at the start, else what an earlier call gave: checksums of parts one after the other are the
///            checksum of the whole.
/// @param bytes may be NULL when `count` is 0.
uint32_t checksum_crc32c(uint32_t crc, const void *bytes, size_t count);

/// The same without the CPU's instruction: eight table look-ups for eight bytes.
uint32_t checksum_crc32c_plain(uint32_t crc, const void *bytes, size_t count);

/// A checksum as TFRecord files store it: rotated and shifted, so that a checksum over checksums stays strong.
/// See tensorflow/core/lib/hash/crc32c.h.
static inline uint32_t checksum_masked(uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8u; }
