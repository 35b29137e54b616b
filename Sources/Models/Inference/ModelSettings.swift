// How a model is run.

/// Precision and threads of a model.
package struct ModelSettings: Hashable, Sendable {
    /// What values in floating point are computed in. What a model has in int8 stays int8.
    package enum Precision: String, CaseIterable, Sendable {
        case fp32
        /// About twice as fast on processors with bf16 instructions; elsewhere OpenVINO computes in fp32.
        case bf16

        var word: String { self == .fp32 ? "f32" : "bf16" }
    }

    package var precision: Precision
    /// At least 1.
    package var threads: Int

    package init(precision: Precision = .fp32, threads: Int) {
        precondition(threads > 0)
        self.precision = precision
        self.threads = threads
    }
}
