// What the sources of this target share.
#ifndef INFERENCE_LIBRARY_H
#define INFERENCE_LIBRARY_H

#include "InferenceBridge.h"
#include "OpenVINOCalls.h"

struct inference_library {
    openvino_calls calls;
    ov_core *core;
    char version[128];
};

/// Sets an error in our own words.
bool inference_fail(inference_error *error, int32_t category, const char *detail);
/// Sets an error with OpenVINO's last message.
bool inference_fail_with_message(const inference_library *library, inference_error *error, int32_t category);

#endif
