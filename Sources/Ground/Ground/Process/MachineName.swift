// What this machine is called.

internal import Glibc

/// The machine's name in its network.
package enum MachineName {
    /// As gethostname(2) has it; `localhost` where it has none.
    package static var text: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let text = String(decoding: bytes, as: UTF8.self).filter { $0.isASCII && $0 != "/" && $0 > " " }
        return text.isEmpty ? "localhost" : text
    }
}
