// What a line of an exclude list takes out.

internal import Hashing

/// What kind of thing a line names.
enum ExcludeLine {
    /// Nothing: it is blank or a comment.
    case nothing
    /// A host and all below it.
    case domain(RowKey)
    case url(RowKey)
    /// A URL's or an image's hash, as hexadecimal digits.
    case hash(UnsafeRawBufferPointer)
    /// Nobody knows what.
    case unknown

    /// Digits of MD5, SHA-256 and SHA-512.
    static let hashLengths = [32, 64, 128]
}
