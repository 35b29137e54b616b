// Kinds of numbers brought together, then computed by Arrow.
#include "FilterSteps.hpp"

#include <arrow/array/concatenate.h>
#include <arrow/array/util.h>
#include <arrow/builder.h>
#include <arrow/compute/api_scalar.h>
#include <arrow/compute/cast.h>
#include <arrow/compute/exec.h>
#include <arrow/scalar.h>

#include <cmath>

#include "CellTypes.hpp"

namespace bridge::filter {

using arrow::Status;
using arrow::Type;
using arrow::compute::CallFunction;
using arrow::compute::CastOptions;

bool IsText(const Datum &value) {
    const Type::type id = value.type()->id();
    return id == Type::STRING || id == Type::LARGE_STRING;
}

/// Never fails on a value: what does not fit is rounded.
static Result<Datum> Cast(const Datum &value, const std::shared_ptr<arrow::DataType> &type) {
    if (value.type()->Equals(*type)) return value;
    return arrow::compute::Cast(value, CastOptions::Unsafe(type));
}

template <typename Texts>
static Result<Datum> NumbersOf(const Texts &texts) {
    arrow::DoubleBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Reserve(texts.length()));
    for (int64_t row = 0; row < texts.length(); row++) {
        const auto number = texts.IsNull(row) ? std::nullopt : DoubleOf(texts.GetView(row));
        if (number) {
            builder.UnsafeAppend(*number);
        } else {
            builder.UnsafeAppendNull();
        }
    }
    ARROW_ASSIGN_OR_RAISE(auto numbers, builder.Finish());
    return Datum(std::move(numbers));
}

Result<Datum> AsDouble(const Datum &value) {
    if (!IsText(value)) return Cast(value, arrow::float64());
    if (value.is_scalar()) {
        const auto &scalar = value.scalar_as<arrow::BaseBinaryScalar>();
        const auto number = scalar.is_valid ? DoubleOf(scalar.view()) : std::nullopt;
        return number ? Datum(*number) : Datum(arrow::MakeNullScalar(arrow::float64()));
    }
    const auto array = value.make_array();
    if (array->type_id() == Type::STRING) return NumbersOf(static_cast<const arrow::StringArray &>(*array));
    return NumbersOf(static_cast<const arrow::LargeStringArray &>(*array));
}

template <typename Texts>
static Result<Datum> TruthsOf(const Texts &texts) {
    arrow::BooleanBuilder builder;
    for (int64_t row = 0; row < texts.length(); row++) {
        const auto truth = texts.IsNull(row) ? std::nullopt : TruthOf(texts.GetView(row));
        ARROW_RETURN_NOT_OK(truth ? builder.Append(*truth) : builder.AppendNull());
    }
    ARROW_ASSIGN_OR_RAISE(auto truths, builder.Finish());
    return Datum(std::move(truths));
}

Result<Datum> AsTruth(const Datum &value) {
    if (value.type()->id() == Type::NA) return Cast(value, arrow::boolean());
    if (!IsText(value) || !value.is_array()) return value;
    const auto array = value.make_array();
    if (array->type_id() == Type::STRING) return TruthsOf(static_cast<const arrow::StringArray &>(*array));
    return TruthsOf(static_cast<const arrow::LargeStringArray &>(*array));
}

Result<Datum> Column(const std::shared_ptr<arrow::Array> &column) {
    switch (column->type_id()) {
        case Type::STRING_VIEW: return Cast(column, arrow::utf8());
        case Type::HALF_FLOAT:
        case Type::DECIMAL32:
        case Type::DECIMAL64:
        case Type::DECIMAL128:
        case Type::DECIMAL256: return Cast(column, arrow::float64());
        default: return Datum(column);
    }
}

static bool IsInteger(const Datum &value) { return arrow::is_integer(value.type()->id()); }

static bool IsNumber(const Datum &value) { return IsInteger(value) || arrow::is_floating(value.type()->id()); }

/// The constant in the type of the column it is compared with, where it is the same number there.
static Result<std::optional<Datum>> Narrowed(const Datum &constant, const std::shared_ptr<arrow::DataType> &type) {
    if (!constant.is_scalar() || !constant.scalar()->is_valid) return std::nullopt;
    if (constant.type()->id() == Type::DOUBLE) {
        const double number = constant.scalar_as<arrow::DoubleScalar>().value;
        // Beyond 2^53 doubles stand for several whole numbers.
        if (std::trunc(number) != number || std::abs(number) > 9007199254740992.0) return std::nullopt;
    } else if (constant.type()->id() != Type::INT64) {
        return std::nullopt;
    }
    // A safe cast fails where the number does not fit.
    auto cast = arrow::compute::Cast(constant, CastOptions::Safe(type));
    if (!cast.ok()) return std::nullopt;
    return cast.ValueUnsafe();
}

/// Brings two values to one type, so that no number is compared as another one.
static Status Unify(Datum *a, Datum *b) {
    if (a->type()->Equals(*b->type())) return Status::OK();
    if (a->type()->id() == Type::NA) {
        ARROW_ASSIGN_OR_RAISE(*a, Cast(*a, b->type()));
        return Status::OK();
    }
    if (b->type()->id() == Type::NA) {
        ARROW_ASSIGN_OR_RAISE(*b, Cast(*b, a->type()));
        return Status::OK();
    }
    if (a->type()->id() == Type::BOOL || b->type()->id() == Type::BOOL) {
        ARROW_ASSIGN_OR_RAISE(*a, AsTruth(*a));
        ARROW_ASSIGN_OR_RAISE(*b, AsTruth(*b));
        if (a->type()->Equals(*b->type())) return Status::OK();
    }
    if (IsText(*a) && IsText(*b)) {
        ARROW_ASSIGN_OR_RAISE(*a, Cast(*a, arrow::large_utf8()));
        ARROW_ASSIGN_OR_RAISE(*b, Cast(*b, arrow::large_utf8()));
        return Status::OK();
    }
    if (IsInteger(*a) && IsNumber(*b)) {
        ARROW_ASSIGN_OR_RAISE(auto narrowed, Narrowed(*b, a->type()));
        if (narrowed) {
            *b = *narrowed;
            return Status::OK();
        }
    }
    if (IsInteger(*b) && IsNumber(*a)) {
        ARROW_ASSIGN_OR_RAISE(auto narrowed, Narrowed(*a, b->type()));
        if (narrowed) {
            *a = *narrowed;
            return Status::OK();
        }
    }
    const bool fits = a->type()->id() != Type::UINT64 && b->type()->id() != Type::UINT64;
    if (IsInteger(*a) && IsInteger(*b) && fits) {
        ARROW_ASSIGN_OR_RAISE(*a, Cast(*a, arrow::int64()));
        ARROW_ASSIGN_OR_RAISE(*b, Cast(*b, arrow::int64()));
        return Status::OK();
    }
    if ((IsNumber(*a) || IsText(*a)) && (IsNumber(*b) || IsText(*b))) {
        ARROW_ASSIGN_OR_RAISE(*a, AsDouble(*a));
        ARROW_ASSIGN_OR_RAISE(*b, AsDouble(*b));
        return Status::OK();
    }
    return Status::KeyError("values of types ", a->type()->ToString(), " and ", b->type()->ToString(), " do not compare");
}

Result<Datum> Compared(int32_t kind, Datum a, Datum b) {
    ARROW_RETURN_NOT_OK(Unify(&a, &b));
    // Columns of nothing but null have no order.
    if (a.type()->id() == Type::NA) return Cast(a, arrow::boolean());
    static constexpr const char *kNames[] = {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"};
    return CallFunction(kNames[kind - ARROW_BRIDGE_FILTER_EQUAL], {a, b});
}

Result<Datum> OneOf(Datum value, const std::vector<Datum> &choices) {
    if (value.type()->id() == Type::NA) return Cast(value, arrow::boolean());
    Datum found;
    for (const auto &choice : choices) {
        ARROW_ASSIGN_OR_RAISE(auto same, Compared(ARROW_BRIDGE_FILTER_EQUAL, value, choice));
        if (!found.is_value()) {
            found = std::move(same);
        } else {
            ARROW_ASSIGN_OR_RAISE(found, CallFunction("or_kleene", {found, same}));
        }
    }
    return found;
}

Result<Datum> Calculated(int32_t kind, Datum a, Datum b) {
    ARROW_ASSIGN_OR_RAISE(a, AsDouble(a));
    ARROW_ASSIGN_OR_RAISE(b, AsDouble(b));
    switch (kind) {
        case ARROW_BRIDGE_FILTER_ADD: return CallFunction("add", {a, b});
        case ARROW_BRIDGE_FILTER_SUBTRACT: return CallFunction("subtract", {a, b});
        case ARROW_BRIDGE_FILTER_MULTIPLY: return CallFunction("multiply", {a, b});
        default: break;
    }
    ARROW_ASSIGN_OR_RAISE(auto is_zero, CallFunction("equal", {b, Datum(0.0)}));
    ARROW_ASSIGN_OR_RAISE(b, CallFunction("if_else", {is_zero, Datum(arrow::MakeNullScalar(arrow::float64())), b}));
    return CallFunction("divide", {a, b});
}

}  // namespace bridge::filter
