// OpenVINO behind plain C. It is opened at run time: neither building nor starting the program needs it.
#ifndef INFERENCE_BRIDGE_H
#define INFERENCE_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    INFERENCE_NO_ERROR = 0,
    /// The library cannot be opened.
    INFERENCE_NO_LIBRARY = 1,
    /// The library is there and is of a version with other types or calls.
    INFERENCE_WRONG_VERSION = 2,
    /// The model cannot be read.
    INFERENCE_BAD_MODEL = 3,
    /// The model cannot be compiled for these shapes.
    INFERENCE_BAD_SHAPE = 4,
    /// The model failed as it ran.
    INFERENCE_FAILED = 5,
    INFERENCE_OUT_OF_MEMORY = 6,
};

/// Types of values, by numbers of our own.
enum {
    INFERENCE_OTHER_TYPE = 0,
    INFERENCE_FLOAT32 = 1,
    INFERENCE_FLOAT16 = 2,
    INFERENCE_FLOAT64 = 3,
    INFERENCE_INT32 = 4,
    INFERENCE_INT64 = 5,
    INFERENCE_UINT8 = 6,
};

#define INFERENCE_TEXT_BYTES 1024
#define INFERENCE_NAME_BYTES 256
#define INFERENCE_MOST_SIDES 8
#define INFERENCE_MOST_INPUTS 8

/// Set by the caller to zeros.
typedef struct inference_error {
    int32_t category;
    char detail[INFERENCE_TEXT_BYTES];
} inference_error;

/// One input or output of a model.
typedef struct inference_port {
    char name[INFERENCE_NAME_BYTES];
    int32_t type;
    /// -1 where the number of sides is open.
    int32_t side_count;
    /// -1 for a side of any length.
    int64_t sides[INFERENCE_MOST_SIDES];
} inference_port;

/// A value for one input: its memory has the type and the number of values of the compiled input.
typedef struct inference_values {
    void *start;
    size_t byte_count;
} inference_values;

/// What an output has after a run; valid until the next run of its model.
typedef struct inference_result {
    const void *start;
    int32_t type;
    int32_t side_count;
    int64_t sides[INFERENCE_MOST_SIDES];
    size_t value_count;
} inference_result;

typedef struct inference_library inference_library;
/// Used by one thread at a time. Its library must outlive it.
typedef struct inference_model inference_model;

/// Opens the library; NULL with an error. Usable from any thread.
inference_library *inference_library_open(const char *path, inference_error *error);
void inference_library_free(inference_library *library);
/// The version of OpenVINO, as long as `library` lives.
const char *inference_library_version(const inference_library *library);

/// Reads an ONNX file (or OpenVINO's own .xml); NULL with an error.
inference_model *inference_model_read(inference_library *library, const char *path, inference_error *error);
void inference_model_free(inference_model *model);
size_t inference_model_input_count(const inference_model *model);
size_t inference_model_output_count(const inference_model *model);
bool inference_model_input(const inference_model *model, size_t index, inference_port *port, inference_error *error);
bool inference_model_output(const inference_model *model, size_t index, inference_port *port, inference_error *error);

/// Compiles for the CPU. Call once, before the first run.
///
/// - shapes: for each input, in order, its sides; as many as the input has.
/// - threads: at least 1.
/// - precision: "f32" or "bf16", of what the model has in floating point.
bool inference_model_compile(
    inference_model *model, const inference_port *shapes, size_t count, int32_t threads, const char *precision,
    inference_error *error);

/// Runs the compiled model on `values`, one for each input, in order.
bool inference_model_run(
    inference_model *model, const inference_values *values, size_t count, inference_error *error);
/// One of the outputs of the last run.
bool inference_model_result(
    inference_model *model, size_t index, inference_result *result, inference_error *error);

#endif
