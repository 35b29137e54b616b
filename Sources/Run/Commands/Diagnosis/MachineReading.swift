// Reads the machine's limits from Linux.

internal import Fetching
internal import Foundation
internal import Glibc
internal import Ground

enum MachineReading {
    static var openFiles: OpenFileFigures {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return OpenFileFigures(soft: 1024, hard: 1024)
        }
        return OpenFileFigures(soft: Int(clamping: limit.rlim_cur), hard: Int(clamping: limit.rlim_max))
    }

    static var ports: PortFigures {
        let range = numbers("/proc/sys/net/ipv4/ip_local_port_range")
        let states = text("/proc/net/sockstat").split(separator: "\n").first { $0.hasPrefix("TCP:") }
        let words = states?.split(separator: " ").map(String.init) ?? []
        let waiting = words.firstIndex(of: "tw").flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }
        // The default range of Linux.
        guard range.count == 2 else { return PortFigures(first: 32_768, last: 60_999, waiting: waiting) }
        return PortFigures(first: range[0], last: range[1], waiting: waiting)
    }

    static var power: PowerFigures {
        let memory = text("/proc/meminfo").split(separator: "\n").map { $0.split(separator: " ") }
        func kilobytes(_ name: String) -> Int {
            memory.first { $0.first == name[...] }.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0
        }
        var total = kilobytes("MemTotal:") * 1024
        var free = kilobytes("MemAvailable:") * 1024
        let folders = groupFolders
        let limit = folders.compactMap { number($0 + "/memory.max") ?? number($0 + "/memory.limit_in_bytes") }.min()
        let isLimited = limit.map { $0 < total } ?? false
        if let limit, isLimited {
            let used = folders.compactMap { number($0 + "/memory.current") ?? number($0 + "/memory.usage_in_bytes") }
            total = limit
            free = min(free, max(0, limit - (used.first ?? 0)))
        }
        let shares = folders.compactMap { folder -> Double? in
            let numbers = numbers(folder + "/cpu.max")
            return numbers.count == 2 && numbers[1] > 0 ? Double(numbers[0]) / Double(numbers[1]) : nil
        }
        return PowerFigures(
            cores: ProcessInfo.processInfo.activeProcessorCount, machineCores: ProcessInfo.processInfo.processorCount,
            coreLimit: shares.min(), memoryBytes: total, freeBytes: free, isLimited: isLimited)
    }

    static var trust: TrustFigures {
        // systemd-timesyncd leaves this mark; where something else keeps the clock, nothing is known.
        let isSynchronised = access("/run/systemd/timesync/synchronized", F_OK) == 0 ? true : nil
        let file = CertificateAuthorities.file
        let certificates = file.map { text($0).components(separatedBy: "-----BEGIN CERTIFICATE-----").count - 1 }
        var own = stat()
        let built = stat(BundleHome.program, &own) == 0 ? Int(own.st_mtim.tv_sec) : 0
        return TrustFigures(
            clockSeconds: WallClock.timestamp.secondsSince1970, builtSeconds: built,
            isSynchronised: isSynchronised,
            certificateFile: file, certificates: certificates ?? 0)
    }

    /// The folders of this process's control group and those above it, which limit it too; innermost first.
    private static var groupFolders: [String] {
        let root = "/sys/fs/cgroup"
        // `0::/path` in version 2; `N:memory:/path` in version 1.
        var folders: [String] = []
        for line in text("/proc/self/cgroup").split(separator: "\n") {
            let pieces = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard pieces.count == 3, pieces[1].isEmpty || pieces[1] == "memory" else { continue }
            let base = pieces[1].isEmpty ? root : root + "/memory"
            var path = pieces[2].split(separator: "/")
            while !path.isEmpty {
                folders.append(base + "/" + path.joined(separator: "/"))
                path.removeLast()
            }
            folders.append(base)
        }
        return folders
    }

    private static func number(_ path: String) -> Int? { numbers(path).first }

    private static func numbers(_ path: String) -> [Int] {
        text(path).split { $0 == " " || $0 == "\t" || $0 == "\n" }.compactMap { Int($0) }
    }

    private static func text(_ path: String) -> String {
        // A file that a kernel does not have says nothing.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
