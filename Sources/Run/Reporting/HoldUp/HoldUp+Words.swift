// What holds a run back, for people and for programs.

internal import Ground

extension HoldUp {
    /// One word for metrics and JSON.
    package var word: String {
        switch self {
        case .hosts: "hosts"
        case .hostRate: "host_rate"
        case .pausedHosts: "paused_hosts"
        case .slowHosts: "slow_hosts"
        case .bandwidth: "bandwidth"
        case .processor: "processor"
        case .imageWorkers: "image_workers"
        case .models: "models"
        case .disk: "disk"
        case .store: "store"
        case .names: "names"
        case .memory: "memory"
        case .list: "list"
        case .lastRows: "last_rows"
        }
    }

    /// All words, in the order of docs/watching.md.
    package static let words = [
        "hosts", "host_rate", "paused_hosts", "slow_hosts", "bandwidth", "processor", "image_workers", "models", "disk",
        "store", "names", "memory", "list", "last_rows",
    ]

    /// What it is, to stand behind "held back by ".
    package var text: String {
        switch self {
        case .hosts(1, let requests): "one host: \(requests.grouped) requests at once"
        case .hosts(let hosts, let requests): "\(hosts.grouped) hosts: \(requests.grouped) requests at once in all"
        case .hostRate(let hosts, let rate):
            (hosts == 1 ? "one host" : "\(hosts.grouped) hosts") + ": --per-host-rate "
                + (rate == rate.rounded() && rate < 1e9 ? Int(rate).grouped : "\(rate)")
        case .pausedHosts(let hosts, let first):
            (hosts == 1 ? "one host that is paused" : "\(hosts.grouped) hosts that are paused")
                + ": next request in \(max(.seconds(1), first.left).forecastWords)"
        case .slowHosts(let requests, let seconds):
            "slow hosts: \(requests.grouped) requests in flight"
                + (seconds.map { ", half of them take up to \(Duration.seconds($0).words)" } ?? "")
        case .bandwidth(let limit): "--max-bandwidth: \(Rate(Double(limit)).bytesText)"
        case .processor(let share): "the processor: decoding and encoding (CPU \(Int((share * 100).rounded())) %)"
        case .imageWorkers(let count): "image threads: \(count.grouped) are busy (--image-workers)"
        case .models: "the models: images wait for them"
        case .disk: "the disk: samples wait to be written"
        case .store(let shards, let rate):
            "the store: " + (rate.map { "it takes \(Rate($0).bytesText), " } ?? "")
                + "\(shards.counted("shard")) \(shards == 1 ? "waits" : "wait")"
        case .names: "name look-ups: as many as may be are under way"
        case .memory(let limit): "memory: \(ByteCount(limit).text) are in use (--memory-budget)"
        case .list: "reading the URL list"
        case .lastRows(let rows): "the last \(rows.counted("row")): their hosts are slow or are tried again"
        }
    }
}
