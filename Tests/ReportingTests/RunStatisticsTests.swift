// Counts, speeds and forecasts, without a clock.

import DatasetModel
import Ground
import Testing

@testable import Reporting

@Suite("Statistics of a run")
struct RunStatisticsTests {
    let start = ContinuousClock.now

    func settle(_ statistics: inout RunStatistics, _ count: Int, at seconds: Double) {
        for _ in 0..<count {
            statistics.rowSettled(
                .success, url: nil, bytesIn: 1000, bytesOut: 100, at: start + .seconds(seconds))
        }
    }

    @Test("Every settled row is counted once, by outcome, message and host")
    func counts() {
        let statistics = SampleRuns.statistics(totalRows: 20_000, start: start)
        #expect(
            statistics.counts
                == SettledCounts(rows: 2000, images: 1600, bytesIn: 160_100_000, bytesOut: 48_000_000))
        #expect(statistics.categories.count(of: "dns") == 200 && statistics.categories.count(of: "http_404") == 200)
        #expect(statistics.messages.count(of: "HTTP Error 404: Not Found") == 200)
        #expect(statistics.hosts.worst(2).map(\.host) == ["img.example", "gone.example"])
        #expect(statistics.shards == 2)
    }

    @Test("Speeds are those of the last ten seconds")
    func speeds() {
        var statistics = RunStatistics(totalRows: nil, start: start)
        for second in 0..<20 { settle(&statistics, 100, at: Double(second) + 0.5) }
        for second in 20..<40 { settle(&statistics, 200, at: Double(second) + 0.5) }
        let early = statistics.figures(at: start + .seconds(40))
        // Nine whole seconds are behind, the tenth has just begun.
        #expect(early.imagesPerSecond == Rate(200))
        #expect(early.bytesInPerSecond == Rate(200_000) && early.bytesOutPerSecond == Rate(20_000))
        #expect(statistics.figures(at: start + .seconds(49)).imagesPerSecond.perSecond == 0)
        #expect(statistics.figures(at: start + .seconds(1000)).imagesPerSecond.perSecond == 0)
    }

    @Test("The first rows are not read as a storm")
    func firstRows() {
        var statistics = RunStatistics(totalRows: 100, start: start)
        settle(&statistics, 5, at: 0.001)
        #expect(statistics.figures(at: start + .milliseconds(2)).imagesPerSecond == Rate(5))
    }

    @Test("A time from another thread that lies a little back is taken as now")
    func timeGoingBack() {
        var statistics = RunStatistics(totalRows: 100, start: start)
        settle(&statistics, 10, at: 5.1)
        settle(&statistics, 10, at: 4.9)
        settle(&statistics, 10, at: -1)
        #expect(statistics.counts.rows == 30)
        let figures = statistics.figures(at: start + .seconds(5))
        #expect(figures.imagesPerSecond == Rate(6) && figures.recent.rows == 30)
    }

    @Test("The forecast is what is left over the last minute's speed, and there is none in the first seconds")
    func forecast() {
        var statistics = RunStatistics(totalRows: 10_000, start: start)
        settle(&statistics, 1000, at: 0.5)
        #expect(statistics.figures(at: start + .seconds(2)).timeLeft == nil)
        #expect(statistics.figures(at: start + .seconds(10)).timeLeft == .seconds(90))
        #expect(statistics.figures(at: start + .seconds(200)).timeLeft == nil, "nothing came for minutes")
        settle(&statistics, 9000, at: 201)
        #expect(statistics.figures(at: start + .seconds(201)).timeLeft == .zero)
    }

    @Test("An unknown total is estimated from the part of the list that is read")
    func estimate() {
        var statistics = RunStatistics(totalRows: nil, start: start)
        settle(&statistics, 1000, at: 0.5)
        #expect(statistics.figures(at: start + .seconds(10)).total == .unknown)
        #expect(statistics.figures(at: start + .seconds(10)).done == nil)
        statistics.listRead(rows: 2000, fraction: 0.1)
        let figures = statistics.figures(at: start + .seconds(10))
        #expect(figures.total == .estimated(20_000) && figures.done == Share(1000, of: 20_000))
        #expect(figures.timeLeft == .seconds(190))
        statistics.listRead(rows: 2000, fraction: .nan)
        #expect(statistics.figures(at: start + .seconds(10)).total == .unknown)
        statistics.totalRows = 2000
        #expect(statistics.figures(at: start + .seconds(10)).total == .known(2000))
    }

    @Test("Earlier starts count as done rows, not as this start's speed or success")
    func resumed() {
        let earlier = EarlierStarts(
            counts: SettledCounts(rows: 8000, images: 10, bytesIn: 0, bytesOut: 300), shards: 3)
        let statistics = SampleRuns.statistics(totalRows: 20_000, earlier: earlier, start: start)
        let figures = statistics.figures(at: start + .seconds(10))
        #expect(figures.rowsDone == 10_000 && figures.settled == 2000)
        #expect(figures.had == Share(1600, of: 2000))
        #expect(figures.timeLeft == .seconds(50))
        #expect(figures.shardsDone == 5 && statistics.datasetCounts.bytesOut == 48_000_300)
    }

    @Test("The CPU share is taken between readings a second or more apart")
    func usage() {
        var statistics = RunStatistics(totalRows: nil, start: start)
        func reading(_ cpuSeconds: Double, _ bytes: Int) -> ProcessUsage {
            ProcessUsage(cpuTime: .seconds(cpuSeconds), residentBytes: bytes, processorCount: 2)
        }
        statistics.usageRead(reading(1, 10), at: start)
        #expect(statistics.figures(at: start).cpuShare == nil)
        statistics.usageRead(reading(1.9, 20), at: start + .milliseconds(500))
        #expect(statistics.figures(at: start).cpuShare == nil)
        #expect(statistics.figures(at: start).residentBytes == 20)
        statistics.usageRead(reading(4, 30), at: start + .seconds(2))
        #expect(statistics.figures(at: start).cpuShare == 0.75)
    }

    @Test("This process has used CPU time and memory")
    func ownUsage() {
        let usage = ProcessUsage.current()
        #expect(usage.cpuTime > .zero && usage.residentBytes > 1_000_000 && usage.processorCount >= 1)
    }

    @Test("What was recent is forgotten after a minute")
    func recent() {
        let statistics = SampleRuns.statistics(totalRows: nil, start: start)
        let recent = statistics.figures(at: start + .seconds(10)).recent
        #expect(recent == RecentOutcomes(rows: 2000, images: 1600, failures: [.dns: 200, .notFound: 200]))
        #expect(statistics.figures(at: start + .seconds(59)).recent.rows == 2000)
        #expect(statistics.figures(at: start + .seconds(75)).recent == .none)
    }
}
