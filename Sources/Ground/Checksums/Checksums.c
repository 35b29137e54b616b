// CRC-32C: a plain form for every CPU, and the instruction where there is one.

#include "Checksums.h"

#include <pthread.h>
#include <string.h>

// Castagnoli's polynomial, bits reversed.
#define POLYNOMIAL 0x82f63b78u

static uint32_t tables[8][256];
static pthread_once_t tablesOnce = PTHREAD_ONCE_INIT;

// tables[k][b]: what byte b does to the checksum when k more bytes follow it.
static void fillTables(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
        tables[0][byte] = crc;
    }
    for (int k = 1; k < 8; k++) {
        for (int byte = 0; byte < 256; byte++) {
            uint32_t before = tables[k - 1][byte];
            tables[k][byte] = (before >> 8) ^ tables[0][before & 0xff];
        }
    }
}

uint32_t checksum_crc32c_plain(uint32_t crc, const void *bytes, size_t count) {
    pthread_once(&tablesOnce, fillTables);
    const uint8_t *at = bytes;
    crc = ~crc;
    for (; count >= 8; count -= 8, at += 8) {
        uint32_t low = crc ^ ((uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24);
        crc = tables[7][low & 0xff] ^ tables[6][low >> 8 & 0xff] ^ tables[5][low >> 16 & 0xff] ^ tables[4][low >> 24]
            ^ tables[3][at[4]] ^ tables[2][at[5]] ^ tables[1][at[6]] ^ tables[0][at[7]];
    }
    for (; count > 0; count--, at++) crc = (crc >> 8) ^ tables[0][(crc ^ *at) & 0xff];
    return ~crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t byInstruction(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    uint64_t sum = ~crc;
    for (; count >= 8; count -= 8, at += 8) {
        uint64_t eight;
        memcpy(&eight, at, sizeof eight);
        sum = _mm_crc32_u64(sum, eight);
    }
    uint32_t rest = (uint32_t)sum;
    for (; count > 0; count--, at++) rest = _mm_crc32_u8(rest, *at);
    return ~rest;
}

uint32_t checksum_crc32c(uint32_t crc, const void *bytes, size_t count) {
    return __builtin_cpu_supports("sse4.2") ? byInstruction(crc, bytes, count)
                                            : checksum_crc32c_plain(crc, bytes, count);
}
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>

uint32_t checksum_crc32c(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    crc = ~crc;
    for (; count >= 8; count -= 8, at += 8) {
        uint64_t eight;
        memcpy(&eight, at, sizeof eight);
        crc = __crc32cd(crc, eight);
    }
    for (; count > 0; count--, at++) crc = __crc32cb(crc, *at);
    return ~crc;
}
#else
uint32_t checksum_crc32c(uint32_t crc, const void *bytes, size_t count) {
    return checksum_crc32c_plain(crc, bytes, count);
}
#endif
