// Where this program is installed.

internal import Glibc

/// The bundle that this program runs from: a folder with all its libraries, its C library and loader among them.
package enum BundleHome {
    /// Set by the bundle's launcher.
    private static let variable = "IMG2SHARDS_HOME"

    /// The bundle's folder; nil if the program was built for this system.
    ///
    /// The variable alone proves nothing: in a bundle the process that the system knows is the bundle's loader.
    package static let folder: String? = {
        guard let named = getenv(variable) else { return nil }
        let folder = String(cString: named)
        return running == folder + "/lib/loader" ? folder : nil
    }()

    /// The path of the running program; empty if the system does not say.
    package static let program = folder.map { $0 + "/libexec/img2shards" } ?? running

    private static let running: String = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()
}
