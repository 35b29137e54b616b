// How Swift calls the bridge: every failure becomes an InferenceError.

internal import InferenceBridge

extension InferenceError {
    /// nil when no error was set.
    ///
    /// - Parameter subject: what the call was about, for the message.
    init?(_ error: inference_error, subject: String) {
        switch Int(error.category) {
        case INFERENCE_NO_ERROR: return nil
        case INFERENCE_NO_LIBRARY: category = .noEngine
        case INFERENCE_WRONG_VERSION: category = .wrongVersion
        case INFERENCE_BAD_MODEL: category = .badModel
        case INFERENCE_BAD_SHAPE: category = .unfit
        case INFERENCE_OUT_OF_MEMORY: category = .outOfMemory
        default: category = .failed
        }
        var detail = error.detail
        let text = withUnsafeBytes(of: &detail) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        // OpenVINO's messages name its sources, line by line; the last lines say most.
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("Exception from") }
        self.detail = subject + ": " + lines.joined(separator: "; ")
    }
}

/// Runs a call of the bridge and throws what it sets as its error.
func bridged<R>(
    _ subject: String, _ call: (UnsafeMutablePointer<inference_error>) -> R
) throws(InferenceError) -> R {
    var error = inference_error()
    let result = call(&error)
    if let failure = InferenceError(error, subject: subject) { throw failure }
    return result
}

/// The characters of a fixed array of C, up to its zero.
func text<Characters>(of characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
