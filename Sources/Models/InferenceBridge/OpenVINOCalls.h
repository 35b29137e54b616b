// The calls of OpenVINO's C library that are made here, declared from its documentation (API 2026).
#ifndef OPENVINO_CALLS_H
#define OPENVINO_CALLS_H

#include <stddef.h>
#include <stdint.h>

typedef struct ov_core ov_core;
typedef struct ov_model ov_model;
typedef struct ov_port ov_port;
typedef struct ov_compiled ov_compiled;
typedef struct ov_request ov_request;
typedef struct ov_tensor ov_tensor;

typedef struct ov_shape {
    int64_t rank;
    int64_t *sides;
} ov_shape;

typedef struct ov_range {
    int64_t least, most;
} ov_range;

typedef struct ov_partial_shape {
    ov_range rank;
    ov_range *sides;
} ov_partial_shape;

typedef struct ov_version {
    const char *build;
    const char *description;
} ov_version;

/// Element types by OpenVINO's numbers, which are those of its versions 2026: `inference_library_open` refuses others.
enum {
    OV_FLOAT16 = 3,
    OV_FLOAT32 = 4,
    OV_FLOAT64 = 5,
    OV_INT32 = 9,
    OV_INT64 = 10,
    OV_UINT8 = 16,
};

/// Name, result and parameters of each call. What gives a status gives 0 for success.
#define OPENVINO_CALLS(call) \
    call(int, ov_get_openvino_version, (ov_version *)) \
    call(void, ov_version_free, (ov_version *)) \
    call(const char *, ov_get_last_err_msg, (void)) \
    call(void, ov_free, (const char *)) \
    call(int, ov_core_create, (ov_core **)) \
    call(void, ov_core_free, (ov_core *)) \
    call(int, ov_core_read_model, (const ov_core *, const char *, const char *, ov_model **)) \
    call(int, ov_core_compile_model, (const ov_core *, const ov_model *, const char *, size_t, ov_compiled **, ...)) \
    call(void, ov_model_free, (ov_model *)) \
    call(int, ov_model_inputs_size, (const ov_model *, size_t *)) \
    call(int, ov_model_outputs_size, (const ov_model *, size_t *)) \
    call(int, ov_model_const_input_by_index, (const ov_model *, size_t, ov_port **)) \
    call(int, ov_model_const_output_by_index, (const ov_model *, size_t, ov_port **)) \
    call(int, ov_model_reshape_by_port_indexes, \
        (const ov_model *, const size_t *, const ov_partial_shape *, size_t)) \
    call(int, ov_port_get_any_name, (const ov_port *, char **)) \
    call(int, ov_port_get_partial_shape, (const ov_port *, ov_partial_shape *)) \
    call(int, ov_port_get_element_type, (const ov_port *, int *)) \
    call(void, ov_output_const_port_free, (ov_port *)) \
    call(int, ov_partial_shape_create_static, (int64_t, const int64_t *, ov_partial_shape *)) \
    call(void, ov_partial_shape_free, (ov_partial_shape *)) \
    call(void, ov_compiled_model_free, (ov_compiled *)) \
    call(int, ov_compiled_model_create_infer_request, (const ov_compiled *, ov_request **)) \
    call(void, ov_infer_request_free, (ov_request *)) \
    call(int, ov_infer_request_set_input_tensor_by_index, (ov_request *, size_t, const ov_tensor *)) \
    call(int, ov_infer_request_get_output_tensor_by_index, (const ov_request *, size_t, ov_tensor **)) \
    call(int, ov_infer_request_infer, (ov_request *)) \
    call(int, ov_tensor_create_from_host_ptr, (int, ov_shape, void *, ov_tensor **)) \
    call(int, ov_tensor_get_shape, (const ov_tensor *, ov_shape *)) \
    call(int, ov_tensor_get_element_type, (const ov_tensor *, int *)) \
    call(int, ov_tensor_get_size, (const ov_tensor *, size_t *)) \
    call(int, ov_tensor_data, (const ov_tensor *, void **)) \
    call(void, ov_tensor_free, (ov_tensor *)) \
    call(int, ov_shape_create, (int64_t, const int64_t *, ov_shape *)) \
    call(int, ov_shape_free, (ov_shape *))

#define OPENVINO_FIELD(result, name, parameters) result (*name) parameters;
/// The calls of an open library.
typedef struct openvino_calls {
    OPENVINO_CALLS(OPENVINO_FIELD)
} openvino_calls;
#undef OPENVINO_FIELD

#endif
