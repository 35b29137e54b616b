// What holds a run back, by its figures alone.

import Ground
import Reporting
import Testing

@Suite("What holds a run back") struct HoldUpTests {
    /// A run long under way, in which nothing is full.
    private func figures(_ change: (inout RunFigures) -> Void) -> RunFigures {
        var figures = RunFigures()
        figures.elapsed = .seconds(60)
        figures.cpuShare = 0.4
        figures.flow.imageWorkers = 2
        figures.flow.inFlightLimit = 1024
        figures.flow.perHostLimit = 32
        figures.flow.inFlight = 300
        figures.flow.waiting = 2000
        figures.flow.hosts = 500
        figures.flow.memoryLimit = 256 << 20
        figures.flow.toWrite = RunFlow.Queue(3, of: 128)
        figures.flow.toFinish = RunFlow.Queue(0, of: 4)
        change(&figures)
        return figures
    }

    private func word(_ change: (inout RunFigures) -> Void) -> String? { HoldUp(figures(change))?.word }

    @Test("While nothing is full, nothing is said") func nothing() {
        #expect(word { _ in } == nil)
        #expect(word { $0.flow.inFlight = 1024 } == nil, "the limit grows by itself")
    }

    @Test("One host and few hosts are named with their requests") func hosts() {
        let one = HoldUp(
            figures {
                $0.flow.isHeldByHosts = true
                $0.flow.hosts = 1
                $0.flow.inFlight = 32
            })
        #expect(one?.text == "one host: 32 requests at once")
        let few = HoldUp(
            figures {
                $0.flow.isHeldByHosts = true
                $0.flow.hosts = 12
                $0.flow.inFlight = 384
            })
        #expect(few?.text == "12 hosts: 384 requests at once in all")
    }

    @Test("A store is named when no shard is opened because of what waits, and when it is all that is left")
    func store() {
        func flow(_ shards: Int, _ rate: Double?, isFull: Bool) -> RunFlow.Store {
            RunFlow.Store(
                waitingShards: shards, waitingBytes: 9_000_000_000, sentBytes: 1, bytesPerSecond: rate, isFull: isFull)
        }
        let full = HoldUp(figures { $0.flow.store = flow(3, 20_000_000, isFull: true) })
        #expect(full?.text == "the store: it takes 20 MB/s, 3 shards wait")
        #expect(full?.word == "store" && HoldUp.words.contains("store"))
        #expect(word { $0.flow.store = flow(3, 20_000_000, isFull: false) } == nil)
        #expect(word { $0.flow.store = flow(0, nil, isFull: true) } == nil)
        let last = HoldUp(
            figures {
                $0.timeLeft = .zero
                $0.flow.isListRead = true
                $0.flow.openShards = 0
                $0.flow.store = flow(1, nil, isFull: false)
            })
        #expect(last?.text == "the store: 1 shard waits")
        let block = ProgressBlock(width: 120).lines(
            figures {
                $0.flow.store = flow(3, nil, isFull: false)
            })
        #expect(block.contains { $0.plain.contains("3 shards (9.0 GB) to be sent") }, "\(block.map(\.plain))")
    }

    @Test("A rate that was asked for is named") func rate() {
        let found = HoldUp(
            figures {
                $0.flow.isHeldByHosts = true
                $0.flow.hosts = 1
                $0.flow.inFlight = 0
                $0.flow.perHostRate = 60
            })
        #expect(found?.text == "one host: --per-host-rate 60")
    }

    @Test("Hosts that are paused are named with the next try") func paused() {
        let found = HoldUp(
            figures {
                $0.flow.isHeldByHosts = true
                $0.flow.hosts = 1
                $0.flow.inFlight = 0
                $0.flow.pausedHosts = [.init(host: "img.example", left: .seconds(12), isGivenUp: false)]
            })
        #expect(found?.text == "one host that is paused: next request in 12 s")
    }

    @Test("Slow hosts, when the limit may not grow") func slow() {
        let found = HoldUp(
            figures {
                $0.flow.inFlight = 1024
                $0.flow.isAtMaximum = true
                $0.flow.requestTimes.add(.seconds(2))
            })
        #expect(found?.text == "slow hosts: 1,024 requests in flight, half of them take up to 2.5 s")
    }

    @Test("The limit on bandwidth, by what waits and by what comes") func bandwidth() {
        let throttled = figures {
            $0.flow.maximumBandwidth = 10_000_000
            $0.flow.throttled = 3
        }
        #expect(HoldUp(throttled)?.text == "--max-bandwidth: 10 MB/s")
        #expect(
            word {
                $0.flow.maximumBandwidth = 10_000_000
                $0.bytesInPerSecond = Rate(9_500_000)
            } == "bandwidth")
        #expect(word { $0.flow.maximumBandwidth = 10_000_000 } == nil)
    }

    @Test("The processor, and image threads where the processor has time") func images() {
        let found = figures {
            $0.cpuShare = 0.95
            $0.flow.toDecode = RunFlow.Queue(40)
        }
        #expect(HoldUp(found)?.text == "the processor: decoding and encoding (CPU 95 %)")
        #expect(word { $0.flow.toDecode = RunFlow.Queue(40) } == "image_workers")
        #expect(word { $0.cpuShare = 0.95 } == nil, "others use the processor, and nothing waits for it")
    }

    @Test("What is full at the end of the way is the reason for all that is full before it") func disk() {
        #expect(
            word {
                $0.flow.toWrite = RunFlow.Queue(120, of: 128)
                $0.cpuShare = 1
                $0.flow.toDecode = RunFlow.Queue(500)
                $0.flow.memoryUsed = 256 << 20
                $0.flow.pausedForMemory = 10
            } == "disk")
        #expect(word { $0.flow.toFinish = RunFlow.Queue(4, of: 4) } == "disk")
        #expect(word { $0.flow.toModels = RunFlow.Queue(63, of: 64) } == "models")
    }

    @Test("Names, memory, the list and its end") func others() {
        #expect(word { $0.flow.isHeldByNames = true } == "names")
        #expect(word { $0.flow.memoryUsed = 250 << 20 } == "memory")
        #expect(word { $0.flow.waiting = 0 } == "list")
        let end = figures {
            $0.flow.isListRead = true
            $0.flow.waiting = 2
            $0.flow.inFlight = 10
        }
        #expect(HoldUp(end)?.text == "the last 12 rows: their hosts are slow or are tried again")
    }

    @Test("At the start, and when only the finish is left, nothing is said") func edges() {
        #expect(
            word {
                $0.elapsed = .seconds(1)
                $0.flow.isHeldByNames = true
            } == nil)
        #expect(
            word {
                $0.timeLeft = .zero
                $0.flow.isHeldByNames = true
            } == nil)
    }

    @Test("One look is not enough: what is seen in most of the last looks is said") func window() {
        var window = HoldUpWindow()
        let quiet = figures { _ in }
        let names = figures { $0.flow.isHeldByNames = true }
        for _ in 0..<20 { #expect(window.look(at: quiet) == nil) }
        #expect(window.look(at: names) == nil)
        for _ in 0..<12 { _ = window.look(at: names) }
        #expect(window.look(at: names)?.word == "names")
        for _ in 0..<25 { _ = window.look(at: quiet) }
        #expect(window.look(at: quiet) == nil)
    }

    @Test("The words of all reasons are those of the metric's label") func words() {
        let all: [HoldUp] = [
            .hosts(1, requests: 1), .hostRate(1, perSecond: 1),
            .pausedHosts(1, first: .init(host: "a", left: .zero, isGivenUp: true)),
            .slowHosts(requests: 1, medianSeconds: nil), .bandwidth(1), .processor(share: 1), .imageWorkers(1), .models,
            .disk, .store(shards: 1, bytesPerSecond: nil), .names, .memory(1), .list, .lastRows(1),
        ]
        #expect(all.map(\.word) == HoldUp.words)
    }
}
