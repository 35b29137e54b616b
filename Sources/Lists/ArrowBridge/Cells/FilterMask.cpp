// Runs the steps of a condition over a batch.
#include <arrow/array.h>
#include <arrow/compute/api_scalar.h>
#include <arrow/compute/cast.h>
#include <arrow/compute/exec.h>
#include <arrow/compute/initialize.h>
#include <arrow/scalar.h>

#include <cstring>
#include <limits>

#include "Failures.hpp"
#include "FilterSteps.hpp"
#include "Handles.hpp"

using arrow::Datum;
using arrow::Result;
using arrow::Status;
using arrow::compute::CallFunction;
using bridge::Guarded;

namespace {

class Evaluation {
  public:
    explicit Evaluation(const arrow::RecordBatch &rows) : rows_(rows) {}

    Status Run(const arrow_bridge_filter_step &step) {
        ARROW_ASSIGN_OR_RAISE(auto value, Value(step));
        stack_.push_back(std::move(value));
        return Status::OK();
    }

    /// The one value that is left.
    Result<Datum> Finish() {
        if (stack_.size() != 1) return Status::KeyError("the condition has no single value");
        return stack_.front();
    }

  private:
    Result<Datum> Value(const arrow_bridge_filter_step &step) {
        switch (step.kind) {
            case ARROW_BRIDGE_FILTER_COLUMN: {
                if (step.integer < 0 || step.integer >= rows_.num_columns()) return Status::KeyError("no such column");
                return bridge::filter::Column(rows_.column(static_cast<int>(step.integer)));
            }
            case ARROW_BRIDGE_FILTER_INTEGER: return Datum(step.integer);
            case ARROW_BRIDGE_FILTER_REAL: return Datum(step.real);
            case ARROW_BRIDGE_FILTER_TEXT: return Datum(std::make_shared<arrow::StringScalar>(Text(step)));
            case ARROW_BRIDGE_FILTER_TRUTH: return Datum(step.integer != 0);
            case ARROW_BRIDGE_FILTER_IN: return OneOf(step.integer);
            default: break;
        }
        if (TakesOne(step.kind)) {
            ARROW_ASSIGN_OR_RAISE(auto value, Pop());
            return OfOne(step, std::move(value));
        }
        ARROW_ASSIGN_OR_RAISE(auto b, Pop());
        ARROW_ASSIGN_OR_RAISE(auto a, Pop());
        if (step.kind == ARROW_BRIDGE_FILTER_AND || step.kind == ARROW_BRIDGE_FILTER_OR) {
            ARROW_ASSIGN_OR_RAISE(a, bridge::filter::AsTruth(a));
            ARROW_ASSIGN_OR_RAISE(b, bridge::filter::AsTruth(b));
            return CallFunction(step.kind == ARROW_BRIDGE_FILTER_AND ? "and_kleene" : "or_kleene", {a, b});
        }
        if (step.kind >= ARROW_BRIDGE_FILTER_ADD) return bridge::filter::Calculated(step.kind, std::move(a), std::move(b));
        return bridge::filter::Compared(step.kind, std::move(a), std::move(b));
    }

    static bool TakesOne(int32_t kind) {
        return kind == ARROW_BRIDGE_FILTER_NEGATE ||
               (kind >= ARROW_BRIDGE_FILTER_NOT && kind <= ARROW_BRIDGE_FILTER_NUMBER);
    }

    Result<Datum> OfOne(const arrow_bridge_filter_step &step, Datum value) {
        switch (step.kind) {
            case ARROW_BRIDGE_FILTER_NOT: {
                ARROW_ASSIGN_OR_RAISE(value, bridge::filter::AsTruth(value));
                return CallFunction("invert", {value});
            }
            case ARROW_BRIDGE_FILTER_IS_NULL: return CallFunction("is_null", {value});
            case ARROW_BRIDGE_FILTER_IS_NOT_NULL: return CallFunction("is_valid", {value});
            case ARROW_BRIDGE_FILTER_NUMBER: return bridge::filter::AsDouble(value);
            case ARROW_BRIDGE_FILTER_NEGATE: {
                ARROW_ASSIGN_OR_RAISE(value, bridge::filter::AsDouble(value));
                return CallFunction("negate", {value});
            }
            default: break;
        }
        if (value.type()->id() == arrow::Type::NA) {
            ARROW_ASSIGN_OR_RAISE(value, arrow::compute::Cast(value, arrow::utf8()));
        }
        if (!bridge::filter::IsText(value)) return Status::KeyError("a step for text on ", value.type()->ToString());
        const arrow::compute::MatchSubstringOptions part(Text(step));
        switch (step.kind) {
            case ARROW_BRIDGE_FILTER_CONTAINS: return CallFunction("match_substring", {value}, &part);
            case ARROW_BRIDGE_FILTER_STARTS_WITH: return CallFunction("starts_with", {value}, &part);
            case ARROW_BRIDGE_FILTER_ENDS_WITH: return CallFunction("ends_with", {value}, &part);
            case ARROW_BRIDGE_FILTER_LENGTH: return CallFunction("utf8_length", {value});
            case ARROW_BRIDGE_FILTER_LOWER: return CallFunction("ascii_lower", {value});
            case ARROW_BRIDGE_FILTER_UPPER: return CallFunction("ascii_upper", {value});
            default: return Status::KeyError("no such step");
        }
    }

    Result<Datum> OneOf(int64_t count) {
        if (count < 1 || count >= static_cast<int64_t>(stack_.size())) return Status::KeyError("too few values");
        const std::vector<Datum> choices(stack_.end() - count, stack_.end());
        stack_.resize(stack_.size() - static_cast<size_t>(count));
        ARROW_ASSIGN_OR_RAISE(auto value, Pop());
        return bridge::filter::OneOf(std::move(value), choices);
    }

    Result<Datum> Pop() {
        if (stack_.empty()) return Status::KeyError("too few values");
        Datum value = std::move(stack_.back());
        stack_.pop_back();
        return value;
    }

    static std::string Text(const arrow_bridge_filter_step &step) {
        return step.text == nullptr ? std::string() : std::string(step.text, static_cast<size_t>(step.text_size));
    }

    const arrow::RecordBatch &rows_;
    std::vector<Datum> stack_;
};

}  // namespace

static Status Write(const Datum &value, int64_t rows, uint8_t *mask) {
    ARROW_ASSIGN_OR_RAISE(auto truth, bridge::filter::AsTruth(value));
    if (truth.type()->id() != arrow::Type::BOOL) return Status::KeyError("the condition is neither true nor false");
    if (truth.is_scalar()) {
        const auto &scalar = truth.scalar_as<arrow::BooleanScalar>();
        std::memset(mask, scalar.is_valid && scalar.value ? 1 : 0, static_cast<size_t>(rows));
        return Status::OK();
    }
    const auto array = truth.make_array();
    const auto &values = static_cast<const arrow::BooleanArray &>(*array);
    if (values.length() != rows) return Status::KeyError("the condition has another number of rows");
    if (values.null_count() == 0) {
        for (int64_t row = 0; row < rows; row++) mask[row] = values.Value(row) ? 1 : 0;
    } else {
        for (int64_t row = 0; row < rows; row++) mask[row] = values.IsValid(row) && values.Value(row) ? 1 : 0;
    }
    return Status::OK();
}

/// Arrow's functions are those of a library of its own, which has to be begun with.
static Status Begun() {
    static const Status begun = arrow::compute::Initialize();
    return begun;
}

static Result<bool> Numbers(const std::shared_ptr<arrow::Array> &column, double *values) {
    ARROW_RETURN_NOT_OK(Begun());
    ARROW_ASSIGN_OR_RAISE(const auto plain, bridge::filter::Column(column));
    ARROW_ASSIGN_OR_RAISE(const auto numbers, bridge::filter::AsDouble(plain));
    const auto array = numbers.make_array();
    const auto &doubles = static_cast<const arrow::DoubleArray &>(*array);
    for (int64_t row = 0; row < doubles.length(); row++) {
        values[row] = doubles.IsValid(row) ? doubles.Value(row) : std::numeric_limits<double>::quiet_NaN();
    }
    return true;
}

extern "C" bool arrow_bridge_batch_numbers(
    const arrow_bridge_batch *batch, int64_t column, double *values, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MISUSE, [&]() -> Result<bool> {
        if (column < 0 || column >= batch->rows->num_columns()) return Status::KeyError("no such column");
        return Numbers(batch->rows->column(static_cast<int>(column)), values);
    });
}

extern "C" bool arrow_bridge_batch_mask(
    const arrow_bridge_batch *batch, const arrow_bridge_filter_step *steps, int64_t count, uint8_t *mask,
    arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MISUSE, [&]() -> Result<bool> {
        ARROW_RETURN_NOT_OK(Begun());
        Evaluation evaluation(*batch->rows);
        for (int64_t i = 0; i < count; i++) ARROW_RETURN_NOT_OK(evaluation.Run(steps[i]));
        ARROW_ASSIGN_OR_RAISE(auto truth, evaluation.Finish());
        ARROW_RETURN_NOT_OK(Write(truth, batch->rows->num_rows(), mask));
        return true;
    });
}
