// Where OpenVINO is looked for.

internal import Files
internal import Glibc
internal import Ground

/// Finds OpenVINO's C library.
package enum EngineLocation {
    /// Names a library, or the folder that it lies in.
    package static let variable = "IMG2SHARDS_OPENVINO"
    static let fileName = "libopenvino_c.so"

    /// The library's path, or a name that the system looks up.
    ///
    /// Looked at, in order: what is given, the environment, folders of this program's installation
    /// (`../lib/img2shards/openvino`, and what pip installed beside the wheel) and of the source folder that it was built
    /// in (`.deps/openvino`), the system. Python's package has the library under a name with its version alone.
    ///
    /// - Parameter given: a library or its folder; nil where nobody said.
    /// - Throws: `noEngine` where what is given, or named by the environment, has no such file.
    package static func path(given: String?) throws(InferenceError) -> String {
        let named = getenv(variable).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        if let wanted = given ?? named {
            if let library = library(in: wanted) { return library }
            if FileStatus(wanted)?.kind == .file { return wanted }
            throw InferenceError(.noEngine, "\(wanted): no \(fileName) is there\n  \(advice)")
        }
        let folders = folders(program: BundleHome.program, bundle: BundleHome.folder)
        return folders.lazy.compactMap(library).first ?? fileName
    }

    /// What to do where there is no engine.
    package static var advice: String {
        BundleHome.folder == nil
            ? """
            models are run by OpenVINO: install it with scripts/setup-models in img2shards' source folder (make setup-models),
              or \(byPip)
            """
            : """
            models are run by OpenVINO: pip install openvino, beside img2shards if that came by pip,
              else \(byPip)
            """
    }

    private static let byPip = """
        with its folder in --openvino or the environment variable \(variable); of pip install openvino:
          export \(variable)="$(python3 -c 'import openvino; print(openvino.__path__[0])')/libs"
        """

    /// Folders of a program's installation, nearest first.
    static func folders(program: String, bundle: String?) -> [String] {
        var folder = Durable.parent(of: program)
        var found = [folder + "/../lib/img2shards/openvino"]
        // Of site-packages/img2shards/_bundle.
        if let bundle { found.append(bundle + "/../../openvino/libs") }
        // Of .build/x86_64-unknown-linux-gnu/release/img2shards.
        for _ in 0..<5 where folder != "/" && folder != "." {
            found.append(folder + "/.deps/openvino")
            folder = Durable.parent(of: folder)
        }
        return found
    }

    /// The library in a folder: of several versions the last by name; nil without one.
    private static func library(in folder: String) -> String? {
        if FileStatus(folder + "/" + fileName)?.kind == .file { return folder + "/" + fileName }
        // No folder has no library.
        let names = (try? Durable.list(folder)) ?? []
        return names.filter { $0.hasPrefix(fileName + ".") }.max().map { folder + "/" + $0 }
    }
}
