// OpenVINO, weights and Python's tools for models, where `scripts/setup-models check` could install them.

package import Foundation

/// What tests with models use.
package enum ModelTools {
    private static let deps = Repository.root.appending(path: ".deps")
    package static let vocabulary = deps.appending(path: "models/bpe_simple_vocab_16e6.txt.gz").path
    package static let nsfwModel = deps.appending(path: "models/open-nsfw.onnx").path
    private static let venv = deps.appending(path: "models-venv")

    package static let hasEngine = isThere(deps.appending(path: "openvino/libopenvino_c.so").path)
    package static let hasVocabulary = isThere(vocabulary)
    package static let hasPython = isThere(venv.appending(path: "REQUIREMENTS").path)
    /// Engine, vocabulary and Python.
    package static let hasAll = hasEngine && hasVocabulary && hasPython
    package static let advice: String = "scripts/setup-models check installs it where Python can be had"

    private static func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// What a program in Python prints, with ONNX Runtime and Pillow at hand.
    ///
    /// - Throws: `PythonFailed`.
    package static func python(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = venv.appending(path: "bin/python")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PythonFailed(status: process.terminationStatus) }
        return data
    }

    /// Makes `image.onnx`, `text.onnx` and `head.onnx` with random weights, the same each time.
    package static func makeTinyModels(in folder: String) throws {
        _ = try python([Repository.root.appending(path: "scripts/make-models").path, "tiny", folder])
    }
}
