// What Prometheus' own clients report of every process, out of /proc.

internal import Files
internal import Glibc
internal import Reporting

/// Reads the numbers of this process under the names that dashboards for processes know.
enum ProcessMetrics {
    /// - Parameter start: of the process, in seconds since 1970.
    static func families(start: Double) -> [MetricFamily] {
        let usage = ProcessUsage.current()
        let (seconds, attoseconds) = usage.cpuTime.components
        var families: [MetricFamily] = [
            MetricFamily(
                name: "process_cpu_seconds", kind: .counter, help: "User and system time of the process.",
                unit: "seconds",
                samples: [MetricFamily.Sample(value: Double(seconds) + Double(attoseconds) / 1e18)]),
            .gauge(
                "process_resident_memory_bytes", "Memory of the process in RAM.", unit: "bytes", usage.residentBytes),
            .gauge("process_start_time_seconds", "Start of the run, since 1970.", unit: "seconds", start),
        ]
        if let count = openDescriptors() {
            families.append(.gauge("process_open_fds", "Open file descriptors.", count))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            families.append(
                .gauge("process_max_fds", "The most file descriptors that may be open.", Int(clamping: limit.rlim_cur)))
        }
        return families
    }

    /// Without the one that looks; nil where the system does not say.
    private static func openDescriptors() -> Int? {
        (try? Durable.list("/proc/self/fd")).map { max(0, $0.count - 1) }
    }
}
