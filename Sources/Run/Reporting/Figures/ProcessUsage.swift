// What the process takes from the machine.

internal import Glibc

/// CPU time and memory of this process at one moment.
package struct ProcessUsage: Hashable, Sendable {
    /// User and system time of all threads since the process began.
    package let cpuTime: Duration
    /// Memory in RAM; 0 if the system does not report it.
    package let residentBytes: Int
    /// CPUs of the machine that are online; at least 1.
    package let processorCount: Int

    package init(cpuTime: Duration, residentBytes: Int, processorCount: Int) {
        self.cpuTime = cpuTime
        self.residentBytes = residentBytes
        self.processorCount = max(1, processorCount)
    }

    /// Asks the system; takes a few microseconds.
    package static func current() -> ProcessUsage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let cpuTime =
            Duration.seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + .microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
        return ProcessUsage(
            cpuTime: cpuTime, residentBytes: residentBytes(),
            processorCount: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// The second number of /proc/self/statm, in pages (proc(5)).
    private static func residentBytes() -> Int {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = read(file, &text, text.count)
        guard count > 0 else { return 0 }
        let numbers = String(decoding: text[..<count], as: UTF8.self).split(separator: " ")
        guard numbers.count > 1, let pages = Int(numbers[1]) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
