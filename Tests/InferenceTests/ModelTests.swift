// Models of ONNX on OpenVINO.

import Foundation
import Inference
import TestSupport
import Testing

@Suite("Models")
struct ModelTests {
    @Test("Without OpenVINO the message names the command that installs it")
    func noEngine() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: InferenceError.self) { try InferenceEngine(library: folder.path) }
        #expect(error?.category == .noEngine)
        #expect(error?.detail.contains("scripts/setup-models") == true)
    }

    @Test("Another library than OpenVINO is refused")
    func otherLibrary() throws {
        let error = #expect(throws: InferenceError.self) {
            try InferenceEngine(library: "/lib/x86_64-linux-gnu/libm.so.6")
        }
        #expect(error?.category == .wrongVersion || error?.category == .noEngine)
    }

    @Test(
        "A model gives for a batch what ONNX Runtime gives",
        .enabled(if: ModelTools.hasAll, "scripts/setup-models check"))
    func againstRuntime() throws {
        let folder = try TemporaryFolder()
        try ModelTools.makeTinyModels(in: folder.path)
        let program = """
            import json, sys, numpy, onnxruntime
            session = onnxruntime.InferenceSession(sys.argv[1])
            values = (numpy.arange(3 * 64, dtype=numpy.float32) % 7 / 7 - 0.3).reshape(3, 64)
            print(json.dumps(session.run(None, {"embedding": values})[0].ravel().tolist()))
            """
        let expected = try JSONDecoder().decode(
            [Float].self, from: ModelTools.python(["-c", program, folder.path("head.onnx")]))
        let model = try Model(path: folder.path("head.onnx"), engine: InferenceEngine())
        #expect(model.inputs.map(\.words) == ["embedding float32 [?, 64]"])
        try model.compile(sides: [[3, 64]], settings: ModelSettings(threads: 1))
        let values = (0..<192).map { Float($0 % 7) / 7 - 0.3 }
        for _ in 0..<2 {
            try model.run([.floats(values)])
            let result = try model.result(ofOutput: 0)
            #expect(result.sides == [3, 1])
            #expect(zip(result.values, expected).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }

    @Test("Files that are not models are refused, each with its path", .enabled(if: ModelTools.hasEngine))
    func hostile() throws {
        let folder = try TemporaryFolder()
        let engine = try InferenceEngine()
        let files = [
            try folder.write("empty.onnx", ""), try folder.write("text.onnx", "hello"),
            try folder.write("zeros.onnx", Data(count: 4096)), folder.path("missing.onnx"), folder.path,
        ]
        for path in files {
            let error = #expect(throws: InferenceError.self) { try Model(path: path, engine: engine) }
            #expect(error?.category == .badModel)
            #expect(error?.detail.contains(path) == true)
        }
        let missing = #expect(throws: InferenceError.self) { try Model(path: files[3], engine: engine) }
        #expect(missing?.detail == "\(files[3]): no such file. Name a model in ONNX")
    }

    @Test("Sides that a model cannot have, and values of the wrong kind, are refused", .enabled(if: ModelTools.hasAll))
    func unfit() throws {
        let folder = try TemporaryFolder()
        try ModelTools.makeTinyModels(in: folder.path)
        let engine = try InferenceEngine()
        let model = try Model(path: folder.path("image.onnx"), engine: engine)
        let error = #expect(throws: InferenceError.self) {
            try model.compile(sides: [[1, 4, 224, 224]], settings: ModelSettings(threads: 1))
        }
        #expect(error?.category == .unfit)
        let head = try Model(path: folder.path("head.onnx"), engine: engine)
        try head.compile(sides: [[1, 64]], settings: ModelSettings(threads: 1))
        let wrong = #expect(throws: InferenceError.self) {
            try head.run([.integers([Int64](repeating: 0, count: 64))])
        }
        #expect(wrong?.category == .unfit)
    }
}
