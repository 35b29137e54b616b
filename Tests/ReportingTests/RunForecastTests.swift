// What `--dry-run` tells.

import DatasetModel
import Testing

@testable import Reporting

@Suite struct RunForecastTests {
    private func forecast(rows: Int) -> RunForecast {
        var header = RunHeader(
            listPaths: ["lists/laion.parquet"], rowsPerShard: 10_000,
            treatment: .encoded(resizeMode: "border", sizePixels: 256, format: "jpg", quality: 95),
            outputFolder: "laion-256", outputFormat: "webdataset")
        header.totalRows = 2_000_000
        return RunForecast(
            header: header, rowsKept: rows, shards: 100, shareHad: 0.8, bodyBytes: 100_000, bytesWritten: 30_000,
            processorSeconds: 0.002, cores: 2)
    }

    @Test("Bytes and time are those of the images that are likely to be had")
    func figures() {
        let forecast = forecast(rows: 1_000_000)
        #expect(forecast.bytesToFetch == 80_000_000_000)
        #expect(forecast.bytesToWrite == 24_000_000_000)
        #expect(forecast.time == .seconds(800))
    }

    @Test("A bandwidth that is less than the processor could do decides the time")
    func bandwidth() {
        var forecast = forecast(rows: 1_000_000)
        forecast.bytesPerSecond = 10_000_000
        #expect(forecast.time == .seconds(8000))
        #expect(forecast.lines(width: nil).contains { $0.contains("with --max-bandwidth 10 MB/s · 100 images/s") })
    }

    @Test("One host decides the time where it takes longest, and is named")
    func oneHost() {
        var forecast = forecast(rows: 1_000_000)
        forecast.hostLimit = HostLimit(hosts: 1, requests: 32)
        #expect(forecast.time == .seconds(7813))
        #expect(forecast.lines(width: nil).contains { $0.contains("one host: at most 32 requests at once") })
    }

    @Test("The plan in lines")
    func lines() {
        var forecast = forecast(rows: 1_000_000)
        var tally = SelectionTally()
        tally.rowsRead = 2_000_000
        tally.rowsKept = 1_000_000
        tally.removals = [SelectionTally.Removal(name: "dedup", rows: 1_000_000)]
        tally.removals[0].likelyMistakes = 101
        forecast.selection = tally
        forecast.rowsDone = 500_000
        forecast.header.shardsDone = 50
        forecast.header.openShards = 1
        forecast.header.openSamples = 77
        forecast.freeBytes = 1_000_000_000
        #expect(
            forecast.lines(width: nil) == [
                "laion.parquet · 2,000,000 rows · 100 shards of 10,000 · border 256 px, jpg q95 → laion-256/ (webdataset)",
                "resuming: 50 shards done, 1 open shard keeps 77 samples",
                "  selected  1,000,000 of 2,000,000 rows · --dedup excluded 1,000,000, about 101 of them false positives",
                "  to do     500,000 rows of 1,000,000",
                "  fetches   about 40 GB · if 80 % of the images are still there",
                "  writes    about 12 GB · 1.0 GB free",
                "  takes     about 6 min 40 s on 2 cores · 1,000 images/s, if the bandwidth is 100 MB/s",
                "! 12 GB do not fit: 1.0 GB are free in this file system",
            ])
    }

    @Test("Rows of row groups that were not read are among those that a condition took out")
    func unread() {
        var tally = SelectionTally()
        tally.rowsRead = 500
        tally.rowsKept = 100
        (tally.rowGroups, tally.rowGroupsSkipped, tally.rowsSkipped) = (3, 2, 1500)
        tally.removals = [
            SelectionTally.Removal(name: "min-similarity", rows: 300), SelectionTally.Removal(name: "dedup", rows: 100),
        ]
        #expect(
            tally.items == [
                "100 of 2,000 rows", "--min-similarity excluded 1,800", "--dedup excluded 100",
                "2 of 3 row groups not read",
            ])
    }

    @Test("Where all is done nothing is forecast")
    func done() {
        var forecast = forecast(rows: 1000)
        forecast.rowsDone = 1000
        #expect(forecast.lines(width: nil).last == "  nothing to do")
        #expect(forecast.bytesToFetch == 0)
    }

    @Test("The plan as one object")
    func json() {
        let json = forecast(rows: 1000).json(at: SampleRuns.time)
        #expect(
            json.hasPrefix(#"{"time":"2026-11-21T09:00:10Z","event":"plan","total_rows":2000000,"rows_kept":1000,"#))
        #expect(json.contains(#""bytes_to_fetch":80000000,"bytes_to_write":24000000,"#))
    }
}
