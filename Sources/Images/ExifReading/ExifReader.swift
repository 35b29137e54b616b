// EXIF metadata of an image file as the JSON text that img2dataset stores.

/// Reads EXIF metadata.
package enum ExifReader {
    /// A JSON object of all tags of the file in `bytes`, names and values as text: `{"Image Make": "Canon"}`.
    ///
    /// Names and texts are those of img2dataset's `exif` column (exifread without details): maker notes, user
    /// comments and XMP are left out, ratios are reduced, non-ASCII characters are escaped. Unlike there, tags of
    /// single bytes have their values and not zeros (`EXIF ExifVersion` is `0221`), PNG is read too, and a JPEG
    /// whose EXIF follows its tables has it found.
    ///
    /// The work is bounded whatever the bytes say: at most `TagDirectory.maximumEntries` entries are looked at. A file
    /// without EXIF costs a look at its first segments.
    ///
    /// - Returns: `{}` when there is none that can be read.
    package static func json(of bytes: UnsafeRawBufferPointer) -> String {
        guard let start = ExifLocation(in: bytes).tiffStart, let source = TIFFBytes(bytes, start: start) else {
            return "{}"
        }
        var directory = TagDirectory(source)
        do throws(ExifUnreadable) {
            try directory.readAll()
        } catch {
            return "{}"
        }
        return directory.tags.json
    }
}

/// The EXIF bytes contradict themselves.
struct ExifUnreadable: Error {}
