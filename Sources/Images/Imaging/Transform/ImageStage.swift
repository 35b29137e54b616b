// The parts of a transformation that can be timed apart.

/// What a transformer is at; told as it changes, for whoever measures.
package enum ImageStage: Sendable {
    case decode, resize, encode
}
