// The owner of OpenVINO.

internal import InferenceBridge

/// OpenVINO, opened. Any thread may load models with it; it lives until all its models are gone.
///
/// `@unchecked Sendable` holds because OpenVINO's core may be called from any thread, and `pointer` never changes.
package final class InferenceEngine: @unchecked Sendable {
    /// Freed here, after all models: each holds its engine.
    let pointer: OpaquePointer
    /// OpenVINO's version, for reports.
    package let version: String

    /// - Parameter library: path of OpenVINO's C library, or its folder; nil to look for it (`EngineLocation`).
    /// - Throws: `noEngine`, `wrongVersion`: the message says how to install it.
    package init(library: String? = nil) throws(InferenceError) {
        let path = try EngineLocation.path(given: library)
        do throws(InferenceError) {
            let opened = try bridged(path) { inference_library_open(path, $0) }
            guard let opened else { throw InferenceError(.noEngine, "\(path): cannot be opened") }
            pointer = opened
            version = String(cString: inference_library_version(opened))
        } catch {
            throw InferenceError(error.category, "\(error.detail)\n  \(EngineLocation.advice)")
        }
    }

    deinit { inference_library_free(pointer) }
}
