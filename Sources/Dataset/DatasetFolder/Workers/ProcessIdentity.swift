// Which process this is, among all machines that share a folder.

internal import Files
internal import Glibc

/// A process as another one, perhaps on another machine, can tell it from all others.
package struct ProcessIdentity: Codable, Hashable, Sendable {
    /// The machine's name, for people.
    package let host: String
    /// The start of the machine and the space of process numbers in it: in one such place a number is one process. Empty
    /// where the system does not say it.
    package let machine: String
    package let pid: Int
    /// When the process began, in the system's own ticks: a number may be given again.
    package let started: String
    /// By chance, for each process.
    package let token: String

    package init(host: String, machine: String, pid: Int, started: String, token: String) {
        self.host = host
        self.machine = machine
        self.pid = pid
        self.started = started
        self.token = token
    }

    /// This process.
    package static let current: ProcessIdentity = {
        let pid = Int(getpid())
        var random = SystemRandomNumberGenerator()
        return ProcessIdentity(
            host: hostName, machine: machine, pid: pid, started: started(pid) ?? "",
            token: String(random.next(), radix: 16))
    }()

    /// Whether the process has certainly ended: as far as this machine can know.
    package var hasEnded: Bool {
        let here = Self.current
        guard !machine.isEmpty, machine == here.machine, !started.isEmpty else { return false }
        return Self.started(pid) != started
    }

    private static var hostName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static var machine: String {
        guard let boot = text("/proc/sys/kernel/random/boot_id"), !boot.isEmpty else { return "" }
        var bytes = [CChar](repeating: 0, count: 256)
        let count = readlink("/proc/self/ns/pid", &bytes, bytes.count - 1)
        guard count > 0 else { return "" }
        return boot + " " + String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The 22nd field of a process's status (proc(5)); nil when there is no such process.
    private static func started(_ pid: Int) -> String? {
        // The second field is the name, which may have blanks and brackets.
        guard let status = text("/proc/\(pid)/stat"), let end = status.lastIndex(of: ")") else { return nil }
        let fields = status[end...].split(separator: " ")
        // A zombie works no more.
        guard fields.count > 20, fields[1] != "Z" else { return nil }
        return String(fields[20])
    }

    private static func text(_ path: String) -> String? {
        // Files of /proc have no size; what cannot be read is not known.
        guard let content = (try? ClaimFile.read(path)) ?? nil else { return nil }
        return String(decoding: content.bytes.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
