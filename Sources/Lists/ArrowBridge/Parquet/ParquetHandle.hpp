// What stands behind the pointer to a parquet file that is read.
#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <parquet/arrow/reader.h>

#include <memory>
#include <string>
#include <vector>

struct arrow_bridge_parquet {
    /// Set if each read is a request. It learns before what will be read.
    std::shared_ptr<arrow::io::RandomAccessFile> far_source;
    std::unique_ptr<parquet::arrow::FileReader> file;
    std::shared_ptr<arrow::Schema> schema;
    /// Set by `start`; reads from `file`, so it goes first.
    std::unique_ptr<arrow::RecordBatchReader> stream;
    std::vector<int> columns;
    std::vector<std::string> names;
    std::vector<bool> as_text;
    /// Values of each chosen column, so far, that were not UTF-8.
    std::vector<int64_t> repaired;

    ~arrow_bridge_parquet() { stream.reset(); }
};
