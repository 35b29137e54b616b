// The values a condition is computed of, and what can be done with them.
#pragma once

#include <arrow/datum.h>
#include <arrow/result.h>

#include "BridgeFilter.h"

namespace bridge::filter {

using arrow::Datum;
using arrow::Result;

/// A column as the steps take it: text in one of two types, decimals and half floats as doubles.
Result<Datum> Column(const std::shared_ptr<arrow::Array> &column);

/// `a` compared with `b`, whatever kinds of numbers they are.
Result<Datum> Compared(int32_t kind, Datum a, Datum b);

/// Whether `value` is one of `choices`, which are constants; null where it is null.
Result<Datum> OneOf(Datum value, const std::vector<Datum> &choices);

Result<Datum> Calculated(int32_t kind, Datum a, Datum b);

/// Numbers as doubles; texts as the numbers they are, or null.
Result<Datum> AsDouble(const Datum &value);

/// Texts as the truth values they are, or null; what is none stays as it is.
Result<Datum> AsTruth(const Datum &value);

bool IsText(const Datum &value);

}  // namespace bridge::filter
