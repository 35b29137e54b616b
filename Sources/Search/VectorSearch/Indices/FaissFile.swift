// The parts of faiss' files that are used here: faiss/impl/index_write.cpp and index_read.cpp (1.7 and later).

/// Names of the parts, four letters each, and numbers that faiss writes for its choices.
enum FaissFile {
    /// IndexScalarQuantizer: codes of all rows, in order.
    static let flatCodes = "IxSQ"
    /// IndexIVFScalarQuantizer: codes in lists by their nearest centre.
    static let invertedCodes = "IwSq"
    /// IndexFlatIP: floats.
    static let floats = "IxFI"
    /// ArrayInvertedLists, and that the sizes of all lists follow.
    static let lists = "ilar"
    static let allSizes = "full"
    /// METRIC_INNER_PRODUCT.
    static let innerProduct: Int32 = 0
    /// ScalarQuantizer::QT_8bit and RS_minmax.
    static let eightBits: Int32 = 0
    static let minimumToMaximum: Int32 = 0
    /// What stands in two places where older versions kept something.
    static let unused: Int64 = 1 << 20
}
