// Where OpenVINO is looked for.

internal import Files
internal import Glibc

/// Finds OpenVINO's C library.
package enum EngineLocation {
    /// Names a library, or the folder that it lies in.
    package static let variable = "IMG2SHARDS_OPENVINO"
    static let fileName = "libopenvino_c.so"

    /// The library's path, or a name that the system looks up.
    ///
    /// Looked at, in order: what is given, the environment, folders of this program's installation
    /// (`../lib/img2shards/openvino`) and of the source folder that it was built in (`.deps/openvino`), the system.
    ///
    /// - Parameter given: a library or its folder; nil where nobody said.
    /// - Throws: `noEngine` where what is given, or named by the environment, has no such file.
    package static func path(given: String?) throws(InferenceError) -> String {
        let named = getenv(variable).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        if let wanted = given ?? named {
            for path in [wanted + "/" + fileName, wanted] where FileStatus(path)?.kind == .file { return path }
            throw InferenceError(.noEngine, "\(wanted): no \(fileName) is there\n  \(advice)")
        }
        return candidates(program: program).first { FileStatus($0) != nil } ?? fileName
    }

    /// What to do where there is no engine.
    package static let advice = """
        models are run by OpenVINO: install it with scripts/setup-models in img2shards' source folder (make setup-models),
          or name its \(fileName) in the environment variable \(variable)
        """

    /// Paths beside a program, nearest first.
    static func candidates(program: String) -> [String] {
        var folder = Durable.parent(of: program)
        var found = [folder + "/../lib/img2shards/openvino/" + fileName]
        // Of .build/x86_64-unknown-linux-gnu/release/img2shards.
        for _ in 0..<5 where folder != "/" && folder != "." {
            found.append(folder + "/.deps/openvino/" + fileName)
            folder = Durable.parent(of: folder)
        }
        return found
    }

    /// The path of the running program; empty where the system does not say.
    private static var program: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
