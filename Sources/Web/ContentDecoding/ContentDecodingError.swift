// Why a body could not be unpacked.

package enum ContentDecodingError: Error, Sendable, Equatable {
    /// The bytes end before the packed stream does.
    case cut
    /// Something in the stream is wrong, a checksum for instance.
    case broken
    /// What comes out is longer than allowed.
    case tooLarge
    /// More codings around each other than anybody uses.
    case tooManyCodings
}
