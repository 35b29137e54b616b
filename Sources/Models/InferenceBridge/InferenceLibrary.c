// Opens OpenVINO at run time.

#include "InferenceLibrary.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool inference_fail(inference_error *error, int32_t category, const char *detail) {
    error->category = category;
    snprintf(error->detail, sizeof error->detail, "%s", detail);
    return false;
}

bool inference_fail_with_message(const inference_library *library, inference_error *error, int32_t category) {
    const char *message = library->calls.ov_get_last_err_msg();
    inference_fail(error, category, message && message[0] ? message : "OpenVINO gave no reason");
    if (message) library->calls.ov_free(message);
    return false;
}

/// Looks up every call; false with the first that is missing.
static bool look_up(void *opened, openvino_calls *calls, inference_error *error) {
    void *found;
#define OPENVINO_LOOK_UP(result, name, parameters) \
    found = dlsym(opened, #name); \
    if (!found) return inference_fail(error, INFERENCE_WRONG_VERSION, "it has no call " #name); \
    memcpy(&calls->name, &found, sizeof found);
    OPENVINO_CALLS(OPENVINO_LOOK_UP)
#undef OPENVINO_LOOK_UP
    return true;
}

/// The numbers of element types change between versions.
static bool check_version(inference_library *library, inference_error *error) {
    ov_version version = {0};
    if (library->calls.ov_get_openvino_version(&version) != 0) {
        return inference_fail_with_message(library, error, INFERENCE_WRONG_VERSION);
    }
    snprintf(library->version, sizeof library->version, "%s", version.build ? version.build : "unknown");
    library->calls.ov_version_free(&version);
    if (strncmp(library->version, "2026.", 5) == 0) return true;
    char detail[INFERENCE_TEXT_BYTES];
    snprintf(detail, sizeof detail, "it is OpenVINO %s, and 2026 is needed", library->version);
    return inference_fail(error, INFERENCE_WRONG_VERSION, detail);
}

inference_library *inference_library_open(const char *path, inference_error *error) {
    // Never closed: OpenVINO's threads do not survive that.
    void *opened = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!opened) {
        const char *reason = dlerror();
        inference_fail(error, INFERENCE_NO_LIBRARY, reason ? reason : "it cannot be opened");
        return NULL;
    }
    inference_library *library = calloc(1, sizeof *library);
    if (!library) {
        inference_fail(error, INFERENCE_OUT_OF_MEMORY, "no memory for OpenVINO");
        return NULL;
    }
    if (!look_up(opened, &library->calls, error) || !check_version(library, error)) {
        free(library);
        return NULL;
    }
    if (library->calls.ov_core_create(&library->core) != 0) {
        inference_fail_with_message(library, error, INFERENCE_NO_LIBRARY);
        free(library);
        return NULL;
    }
    return library;
}

void inference_library_free(inference_library *library) {
    if (!library) return;
    library->calls.ov_core_free(library->core);
    free(library);
}

const char *inference_library_version(const inference_library *library) { return library->version; }
