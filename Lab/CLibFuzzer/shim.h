// libFuzzer's entry for programs with a main of their own; clang ships no header for it.
// https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library
#pragma once
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*trial)(const uint8_t *data, size_t size));
