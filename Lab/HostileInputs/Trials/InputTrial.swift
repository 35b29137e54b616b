// One reader, and what must hold for it whatever the input is.

/// Hands hostile bytes to one reader. For one thread; it may keep handles and memory from one input to the next, as a
/// run does.
package protocol InputTrial: AnyObject {
    /// The trial's word on the command line of the fuzzer.
    var name: String { get }
    /// Small inputs to start from; at least one of them is valid.
    var seeds: [[UInt8]] { get }
    /// What the reader looks for in its inputs.
    var words: [String] { get }

    /// Reads the input.
    ///
    /// - Returns: what is wrong with the result; nil when the input was refused in order or read as it must be.
    /// - Throws: what kept the trial from being made, as a full disk.
    func problem(with bytes: UnsafeRawBufferPointer) throws -> String?
}

extension InputTrial {
    package var words: [String] { [] }
}
