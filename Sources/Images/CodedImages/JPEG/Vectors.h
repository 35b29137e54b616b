// What the vector code needs of the compiler.
#ifndef VECTORS_H
#define VECTORS_H

#if defined(__x86_64__)
#include <immintrin.h>

/// For functions with AVX2 and BMI2: `jpeg_vectors_are_available`.
#define VECTORS __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#endif

#endif
