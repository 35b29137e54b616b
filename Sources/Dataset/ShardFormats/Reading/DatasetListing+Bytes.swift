// How large a shard's data is.

internal import DatasetFolder
internal import Files

extension DatasetListing.Shard {
    /// Bytes of the data: of a file, of all files of a folder, or of a table with images; 0 without data.
    package var dataBytes: Int {
        if let data { return FileSize.of(data) ?? 0 }
        // Problems of a table are reported by those who read it.
        guard let metadata, (try? ParquetImageReader(path: metadata)) != nil else { return 0 }
        return FileSize.of(metadata) ?? 0
    }

    /// The name of the data's format; nil without data.
    package var formatName: String? {
        data != nil || dataBytes > 0 ? OutputFormat.of(dataSuffix: dataSuffix)?.rawValue : nil
    }
}
