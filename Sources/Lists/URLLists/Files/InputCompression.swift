// The compressions a URL list may have.

/// How a text list is compressed, by the last extension of its name. Parquet compresses itself.
package enum InputCompression: String, Sendable, CaseIterable {
    case none = ""
    case gz
    case zst
    case bz2
}
