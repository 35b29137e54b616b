// What libjpeg's warnings mean for a picture.

/// The kinds of warning that decide whether a picture is kept. libjpeg-turbo gives TurboJPEG's callers the text only
/// (jerror.h, JWRN_…); it is the same in all its versions.
enum JPEGWarning: Equatable {
    /// Odd, but no sample is wrong: bytes between segments, an unknown revision. OpenCV keeps such pictures.
    case harmless
    /// The bytes ended before the picture, or before its end marker.
    case cut
    /// Coded data is damaged; parts of the picture would be grey or garbled.
    case damaged

    init(_ text: String) {
        if text.contains("Premature end of JPEG file") {
            self = .cut
        } else if (0...7).contains(where: { text.hasSuffix("before marker 0xd\($0)") }) {
            // Bytes left over before a restart marker: one was lost, and what lay between.
            self = .damaged
        } else if text.contains("extraneous bytes before marker") || text.contains("JFIF")
            || text.contains("Adobe color transform") || text.contains("Inconsistent progression sequence")
            || text.contains("Invalid SOS parameters")
        {
            self = .harmless
        } else {
            self = .damaged
        }
    }
}
