// The parts of a transformation that can be timed apart.

/// The stage of a transformer; reported as it changes, for measuring.
package enum ImageStage: Sendable {
    case decode, resize, encode
}
