// One model: read, compiled, run.

#include "InferenceLibrary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct inference_model {
    inference_library *library;
    ov_model *model;
    ov_compiled *compiled;
    ov_request *request;
    /// Inputs as they were compiled.
    inference_port inputs[INFERENCE_MOST_INPUTS];
    size_t input_count, output_count;
    /// Results that were lent since the last run, one for each output that was asked for.
    ov_tensor **lent;
};

static int32_t own_type(int type) {
    switch (type) {
    case OV_FLOAT32: return INFERENCE_FLOAT32;
    case OV_FLOAT16: return INFERENCE_FLOAT16;
    case OV_FLOAT64: return INFERENCE_FLOAT64;
    case OV_INT32: return INFERENCE_INT32;
    case OV_INT64: return INFERENCE_INT64;
    case OV_UINT8: return INFERENCE_UINT8;
    default: return INFERENCE_OTHER_TYPE;
    }
}

static int openvino_type(int32_t type) {
    switch (type) {
    case INFERENCE_FLOAT32: return OV_FLOAT32;
    case INFERENCE_FLOAT16: return OV_FLOAT16;
    case INFERENCE_FLOAT64: return OV_FLOAT64;
    case INFERENCE_INT32: return OV_INT32;
    case INFERENCE_INT64: return OV_INT64;
    case INFERENCE_UINT8: return OV_UINT8;
    default: return -1;
    }
}

static size_t type_bytes(int32_t type) {
    switch (type) {
    case INFERENCE_FLOAT64:
    case INFERENCE_INT64: return 8;
    case INFERENCE_FLOAT32:
    case INFERENCE_INT32: return 4;
    case INFERENCE_FLOAT16: return 2;
    case INFERENCE_UINT8: return 1;
    default: return 0;
    }
}

inference_model *inference_model_read(inference_library *library, const char *path, inference_error *error) {
    const openvino_calls *calls = &library->calls;
    inference_model *made = calloc(1, sizeof *made);
    if (!made) {
        inference_fail(error, INFERENCE_OUT_OF_MEMORY, "no memory for the model");
        return NULL;
    }
    made->library = library;
    if (calls->ov_core_read_model(library->core, path, NULL, &made->model) != 0 ||
        calls->ov_model_inputs_size(made->model, &made->input_count) != 0 ||
        calls->ov_model_outputs_size(made->model, &made->output_count) != 0) {
        inference_fail_with_message(library, error, INFERENCE_BAD_MODEL);
        inference_model_free(made);
        return NULL;
    }
    if (made->input_count < 1 || made->input_count > INFERENCE_MOST_INPUTS || made->output_count < 1) {
        inference_fail(error, INFERENCE_BAD_MODEL, "the model has no input, no output, or too many inputs");
        inference_model_free(made);
        return NULL;
    }
    made->lent = calloc(made->output_count, sizeof *made->lent);
    if (!made->lent) {
        inference_fail(error, INFERENCE_OUT_OF_MEMORY, "no memory for the model");
        inference_model_free(made);
        return NULL;
    }
    return made;
}

static void take_back(inference_model *model) {
    if (!model->lent) return;
    for (size_t index = 0; index < model->output_count; index++) {
        if (model->lent[index]) model->library->calls.ov_tensor_free(model->lent[index]);
        model->lent[index] = NULL;
    }
}

void inference_model_free(inference_model *model) {
    if (!model) return;
    const openvino_calls *calls = &model->library->calls;
    take_back(model);
    free(model->lent);
    if (model->request) calls->ov_infer_request_free(model->request);
    if (model->compiled) calls->ov_compiled_model_free(model->compiled);
    if (model->model) calls->ov_model_free(model->model);
    free(model);
}

size_t inference_model_input_count(const inference_model *model) { return model->input_count; }
size_t inference_model_output_count(const inference_model *model) { return model->output_count; }

/// Frees `found`.
static bool describe(
    const inference_model *model, ov_port *found, inference_port *port, inference_error *error) {
    const openvino_calls *calls = &model->library->calls;
    memset(port, 0, sizeof *port);
    int type = 0;
    ov_partial_shape shape = {0};
    bool is_known = calls->ov_port_get_element_type(found, &type) == 0 &&
                    calls->ov_port_get_partial_shape(found, &shape) == 0;
    if (!is_known) inference_fail_with_message(model->library, error, INFERENCE_BAD_MODEL);
    // An output need not have a name.
    char *name = NULL;
    if (calls->ov_port_get_any_name(found, &name) == 0 && name) {
        snprintf(port->name, sizeof port->name, "%s", name);
        calls->ov_free(name);
    }
    calls->ov_output_const_port_free(found);
    if (!is_known) return false;
    port->type = own_type(type);
    port->side_count = -1;
    bool fits = true;
    if (shape.rank.least == shape.rank.most) {
        fits = shape.rank.most >= 0 && shape.rank.most <= INFERENCE_MOST_SIDES;
        port->side_count = fits ? (int32_t)shape.rank.most : 0;
        for (int32_t side = 0; side < port->side_count; side++) {
            ov_range range = shape.sides[side];
            port->sides[side] = range.least == range.most ? range.most : -1;
        }
    }
    calls->ov_partial_shape_free(&shape);
    return fits || inference_fail(error, INFERENCE_BAD_MODEL, "a value of the model has too many sides");
}

bool inference_model_input(const inference_model *model, size_t index, inference_port *port, inference_error *error) {
    ov_port *found = NULL;
    if (model->library->calls.ov_model_const_input_by_index(model->model, index, &found) != 0) {
        return inference_fail_with_message(model->library, error, INFERENCE_BAD_MODEL);
    }
    return describe(model, found, port, error);
}

bool inference_model_output(
    const inference_model *model, size_t index, inference_port *port, inference_error *error) {
    ov_port *found = NULL;
    if (model->library->calls.ov_model_const_output_by_index(model->model, index, &found) != 0) {
        return inference_fail_with_message(model->library, error, INFERENCE_BAD_MODEL);
    }
    return describe(model, found, port, error);
}

static bool reshape(inference_model *model, const inference_port *shapes, size_t count, inference_error *error) {
    const openvino_calls *calls = &model->library->calls;
    ov_partial_shape wanted[INFERENCE_MOST_INPUTS] = {0};
    size_t indices[INFERENCE_MOST_INPUTS];
    size_t made = 0;
    bool is_done = true;
    while (made < count && is_done) {
        indices[made] = made;
        is_done = calls->ov_partial_shape_create_static(
                      shapes[made].side_count, shapes[made].sides, &wanted[made]) == 0;
        if (is_done) made++;
    }
    is_done = is_done && calls->ov_model_reshape_by_port_indexes(model->model, indices, wanted, count) == 0;
    if (!is_done) inference_fail_with_message(model->library, error, INFERENCE_BAD_SHAPE);
    for (size_t index = 0; index < made; index++) calls->ov_partial_shape_free(&wanted[index]);
    return is_done;
}

bool inference_model_compile(
    inference_model *model, const inference_port *shapes, size_t count, int32_t threads, const char *precision,
    inference_error *error) {
    const openvino_calls *calls = &model->library->calls;
    if (count != model->input_count || model->compiled) {
        return inference_fail(error, INFERENCE_BAD_SHAPE, "a shape for each input is needed, once");
    }
    for (size_t index = 0; index < count; index++) {
        if (shapes[index].side_count < 0 || shapes[index].side_count > INFERENCE_MOST_SIDES) {
            return inference_fail(error, INFERENCE_BAD_SHAPE, "an input has too many sides");
        }
        if (!inference_model_input(model, index, &model->inputs[index], error)) return false;
        model->inputs[index].side_count = shapes[index].side_count;
        memcpy(model->inputs[index].sides, shapes[index].sides, sizeof shapes[index].sides);
    }
    if (!reshape(model, shapes, count, error)) return false;
    char thread_count[16];
    snprintf(thread_count, sizeof thread_count, "%d", threads);
    // One stream: the model runs once at a time, on all its threads. The threads stay free to move, as those that decode
    // share the cores. OpenVINO would compute in bf16 where the processor can, unless it is asked for more.
    int status = calls->ov_core_compile_model(
        model->library->core, model->model, "CPU", 8, &model->compiled, "INFERENCE_NUM_THREADS", thread_count,
        "INFERENCE_PRECISION_HINT", precision, "PERFORMANCE_HINT", "LATENCY", "ENABLE_CPU_PINNING", "NO");
    if (status != 0) return inference_fail_with_message(model->library, error, INFERENCE_BAD_SHAPE);
    if (calls->ov_compiled_model_create_infer_request(model->compiled, &model->request) != 0) {
        return inference_fail_with_message(model->library, error, INFERENCE_FAILED);
    }
    return true;
}

/// Gives the memory of one input to the request.
static bool set_input(
    inference_model *model, size_t index, const inference_values *values, inference_error *error) {
    const openvino_calls *calls = &model->library->calls;
    const inference_port *port = &model->inputs[index];
    size_t bytes = type_bytes(port->type);
    for (int32_t side = 0; side < port->side_count; side++) {
        if (port->sides[side] < 0 ||
            __builtin_mul_overflow(bytes, (size_t)port->sides[side], &bytes)) {
            bytes = 0;
        }
    }
    if (bytes == 0 || values->byte_count != bytes) {
        return inference_fail(error, INFERENCE_FAILED, "an input has another number of values");
    }
    ov_shape shape = {0};
    if (calls->ov_shape_create(port->side_count, port->sides, &shape) != 0) {
        return inference_fail_with_message(model->library, error, INFERENCE_FAILED);
    }
    ov_tensor *tensor = NULL;
    bool is_set =
        calls->ov_tensor_create_from_host_ptr(openvino_type(port->type), shape, values->start, &tensor) == 0 &&
        calls->ov_infer_request_set_input_tensor_by_index(model->request, index, tensor) == 0;
    if (!is_set) inference_fail_with_message(model->library, error, INFERENCE_FAILED);
    // The request keeps what it needs of it; the memory stays the caller's.
    if (tensor) calls->ov_tensor_free(tensor);
    calls->ov_shape_free(&shape);
    return is_set;
}

bool inference_model_run(
    inference_model *model, const inference_values *values, size_t count, inference_error *error) {
    take_back(model);
    if (!model->request || count != model->input_count) {
        return inference_fail(error, INFERENCE_FAILED, "the model is not compiled, or has another number of inputs");
    }
    for (size_t index = 0; index < count; index++) {
        if (!set_input(model, index, &values[index], error)) return false;
    }
    if (model->library->calls.ov_infer_request_infer(model->request) != 0) {
        return inference_fail_with_message(model->library, error, INFERENCE_FAILED);
    }
    return true;
}

bool inference_model_result(
    inference_model *model, size_t index, inference_result *result, inference_error *error) {
    const openvino_calls *calls = &model->library->calls;
    memset(result, 0, sizeof *result);
    if (!model->request || index >= model->output_count) {
        return inference_fail(error, INFERENCE_FAILED, "there is no such output");
    }
    ov_tensor **tensor = &model->lent[index];
    int type = 0;
    ov_shape shape = {0};
    void *start = NULL;
    if ((!*tensor &&
         calls->ov_infer_request_get_output_tensor_by_index(model->request, index, tensor) != 0) ||
        calls->ov_tensor_get_element_type(*tensor, &type) != 0 ||
        calls->ov_tensor_get_size(*tensor, &result->value_count) != 0 ||
        calls->ov_tensor_data(*tensor, &start) != 0 || calls->ov_tensor_get_shape(*tensor, &shape) != 0) {
        return inference_fail_with_message(model->library, error, INFERENCE_FAILED);
    }
    result->type = own_type(type);
    result->start = start;
    bool fits = shape.rank >= 0 && shape.rank <= INFERENCE_MOST_SIDES;
    if (fits) {
        result->side_count = (int32_t)shape.rank;
        for (int32_t side = 0; side < result->side_count; side++) result->sides[side] = shape.sides[side];
    }
    calls->ov_shape_free(&shape);
    return fits || inference_fail(error, INFERENCE_FAILED, "an output has too many sides");
}
