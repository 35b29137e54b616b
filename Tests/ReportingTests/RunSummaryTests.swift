// Header and closing lines, to the character.

import DatasetModel
import Ground
import Testing

@testable import Reporting

@Suite("Header and summary")
struct RunSummaryTests {
    let start = ContinuousClock.now

    func summary(
        totalRows: Int? = 2000, earlier: EarlierStarts = .none, ending: RunEnding = .finished, rowsToRepeat: Int = 0
    ) -> RunSummary {
        RunSummary(
            SampleRuns.statistics(totalRows: totalRows, earlier: earlier, start: start), ending: ending,
            rowsToRepeat: rowsToRepeat, at: start + .seconds(20))
    }

    @Test("A finished run tells rows, time, images, size, failures and worst hosts")
    func finished() {
        #expect(
            summary().lines(width: nil) == [
                "2,000 rows in 20 s: 1,600 images (80.0 %), 48 MB in 2 shards, 80 images/s",
                "failed      DNS 200 · not found 200",
                "worst hosts img.example 200 of 1,800 (404) · gone.example 200 of 200 (DNS)",
            ])
    }

    @Test("A resumed run tells the whole dataset, then this start")
    func resumed() {
        let earlier = EarlierStarts(
            counts: SettledCounts(rows: 8000, images: 7000, bytesOut: 210_000_000), shards: 8, failures: ["dns": 600])
        #expect(
            summary(totalRows: 10_000, earlier: earlier).lines(width: nil) == [
                "10,000 rows: 8,600 images (86.0 %), 258 MB in 10 shards",
                "this start  2,000 rows in 20 s, 80 images/s",
                "failed      DNS 800 · not found 200 · in earlier starts 400",
                "worst hosts in this start: img.example 200 of 1,800 (404) · gone.example 200 of 200 (DNS)",
            ])
    }

    @Test("When all was done before, that is said")
    func nothingLeft() {
        let earlier = EarlierStarts(counts: SettledCounts(rows: 100, images: 100, bytesOut: 3_000_000), shards: 1)
        let statistics = RunStatistics(totalRows: 100, earlier: earlier, start: start)
        #expect(
            RunSummary(statistics, ending: .finished, at: start + .seconds(1)).lines(width: nil) == [
                "100 rows: 100 images (100 %), 3.0 MB in 1 shard", "this start  nothing to do",
            ])
    }

    @Test("Samples kept of open shards are reported")
    func kept() {
        let earlier = EarlierStarts(
            counts: SettledCounts(rows: 90, images: 80, bytesOut: 2_000_000), shards: 0, openShards: 2, openSamples: 80)
        let statistics = RunStatistics(totalRows: 100, earlier: earlier, start: start)
        let summary = RunSummary(statistics, ending: .finished, at: start + .seconds(1))
        #expect(summary.lines(width: nil).contains("kept        80 samples of 2 open shards"))
        #expect(
            summary.json(at: UTCTimestamp(secondsSince1970: 0)).contains(#""open_shards_kept":2,"samples_kept":80"#))
    }

    @Test("A stopped run says how far it came and how to go on")
    func stopped() {
        let lines = summary(totalRows: 7000, ending: .stopped(.interrupt)).lines(width: nil)
        #expect(lines.first == "2,000 of 7,000 rows in 20 s: 1,600 images (80.0 %), 48 MB in 2 shards, 80 images/s")
        #expect(
            lines.last
                == "stopped at 28.6 %. Run the same command again to resume: what is finished is not fetched again.")
        #expect(
            summary(totalRows: nil, ending: .stopped(.terminate), rowsToRepeat: 774).lines(width: nil).last
                == "stopped after 2,000 rows. Run the same command again to resume: written samples "
                + "are kept, 774 rows fetched but not yet written are fetched again.")
    }

    @Test("A failed run says why, and what stays")
    func failed() {
        #expect(
            summary(ending: .outputFailed("no space left\u{7} on laion-256"), rowsToRepeat: 1).lines(width: nil).suffix(
                2)
                == [
                    "error: no space left? on laion-256",
                    "Fix this, then run the same command again to resume: written samples are kept, "
                        + "1 row fetched but not yet written is fetched again.",
                ])
        #expect(
            summary(ending: .failed("the list changed")).lines(width: nil).suffix(2) == [
                "error: the list changed",
                "Run the same command again to resume: what is finished is not fetched again.",
            ])
    }

    @Test("No closing line is wider than the terminal", arguments: [60, 80, 120])
    func width(width: Int) {
        let lines = summary(totalRows: 7000, ending: .stopped(.interrupt), rowsToRepeat: 774).lines(width: width)
        #expect(lines.allSatisfy { $0.count <= width })
        #expect(lines.contains { $0.hasPrefix("            gone.example") } == (width == 60))
    }

    @Test("A host's name cannot steer the terminal")
    func hostileHost() {
        var statistics = RunStatistics(totalRows: 2, start: start)
        for _ in 0..<2 {
            statistics.rowSettled(SampleRuns.dns, url: "http://a\u{1B}[2J/", bytesIn: 0, bytesOut: 0, at: start)
        }
        let lines = RunSummary(statistics, ending: .finished, at: start).lines(width: nil)
        #expect(lines.last == "worst hosts a?[2j 2 of 2 (DNS)")
    }

    @Test("What may be tried again is reported with the command for it, where that is of use")
    func tryAgain() {
        var statistics = RunStatistics(
            totalRows: 10,
            earlier: EarlierStarts(counts: SettledCounts(rows: 7, images: 1), shards: 1, mayPass: 1200), start: start)
        for (word, isTemporary) in [("timeout", true), ("http_404", false), ("http_503", true)] {
            statistics.rowSettled(
                .failedToDownload(word, word, isTemporary: isTemporary), url: nil, bytesIn: 0, bytesOut: 0, at: start)
        }
        var summary = RunSummary(statistics, ending: .finished, at: start)
        #expect(summary.mayPass == 1202)
        #expect(!summary.lines(width: nil).contains { $0.hasPrefix("retry with") })
        summary.retryCommands = ["img2shards retry laion-256/256", "img2shards retry laion-256/512"]
        #expect(
            summary.lines(width: 40).suffix(2) == [
                "retry with  img2shards retry laion-256/256   # 1,202 of the failures are temporary",
                "            img2shards retry laion-256/512",
            ])
    }

    @Test("What to do next stands below, whole lines to paste")
    func nextSteps() {
        var summary = summary()
        summary.nextSteps = [NextStep("img2shards verify 'a b'", "checks every file"), NextStep("x", "y")]
        #expect(
            summary.lines(width: 30).suffix(2) == [
                "next        img2shards verify 'a b'   # checks every file", "            x   # y",
            ])
    }

    @Test("The JSON line has everything by tally word")
    func json() {
        #expect(
            summary(ending: .stopped(.terminate)).json(at: SampleRuns.time)
                == #"{"time":"2026-11-21T09:00:10Z","event":"summary","ending":"stopped","exit_code":143,"#
                + #""error":null,"hints":[],"rows":2000,"total_rows":2000,"images":1600,"ok":0.8,"had":0.8,"bytes_out":48000000,"#
                + #""shards":2,"failed_to_download":400,"failed_to_resize":0,"rows_this_start":2000,"images_this_start":1600,"bytes_in_this_start":160100000,"#
                + #""elapsed_seconds":20,"images_per_second":80,"open_shards_kept":0,"#
                + #""samples_kept":0,"rows_to_repeat":0,"#
                + #""failures":{"dns":200,"http_404":200},"failures_without_reason":0,"failures_that_may_pass":0,"#
                + #""retry_commands":[],"next_steps":[],"#
                + #""worst_hosts":[{"host":"img.example","failed":200,"rows":1800,"category":"http_404"},"#
                + #"{"host":"gone.example","failed":200,"rows":200,"category":"dns"}],"#
                + #""messages":[{"message":"<urlopen error [Errno -2] Name or service not known>","count":200},"#
                + #"{"message":"HTTP Error 404: Not Found","count":200}],"#
                + #""dataset_complete":false,"dataset_shards":null,"dataset_shards_done":null,"#
                + #""missing_shards":null,"missing_parts":null}"#)
    }

    @Test("What was refused on the way has its advice below, and no word of resuming")
    func refused() {
        let summary = summary(ending: .refused("--shards 9 is not there.\n  give another"))
        #expect(summary.lines(width: nil).suffix(2) == ["error: --shards 9 is not there.", "  give another"])
        let json = summary.json(at: SampleRuns.time)
        #expect(
            json.contains(
                #""ending":"failed","exit_code":2,"error":"--shards 9 is not there.","hints":["give another"]"#))
    }

    @Test("Exit codes are the documented ones")
    func exitCodes() {
        #expect(
            [
                RunEnding.finished, .failed(""), .refused(""), .outputFailed(""), .noImages(""), .stoppedEarly(""),
                .stopped(.interrupt), .stopped(.terminate),
            ].map(\.exitCode) == [0, 1, 2, 3, 4, 4, 130, 143])
    }

    @Test("A stop says what is still finished")
    func stopNotice() {
        #expect(
            StopSignal.interrupt.notice(openSamples: 14)
                == "finishing 14 open samples, then stopping (press again to stop at once)")
        #expect(
            StopSignal.terminate.notice(openSamples: 1)
                == "finishing 1 open sample, then stopping (send it again to stop at once)")
        #expect(StopSignal.interrupt.notice(openSamples: 0) == "stopping")
    }

    func sampleHeader(_ paths: [String] = ["/data/laion.parquet"]) -> RunHeader {
        RunHeader(
            listPaths: paths, rowsPerShard: 10_000,
            treatment: .encoded(resizeMode: "border", sizePixels: 256, format: "jpg", quality: 95),
            outputFolder: "laion-256", outputFormat: "webdataset")
    }

    @Test("The header tells list, rows, shards, treatment and output, and what is there already")
    func header() {
        var header = sampleHeader()
        header.totalRows = 12_933_524
        header.shardCount = 1294
        header.shardsDone = 212
        header.openShards = 3
        header.openSamples = 21_774
        #expect(
            header.lines(width: nil) == [
                "laion.parquet · 12,933,524 rows · 1,294 shards of 10,000 · border 256 px, jpg q95 → laion-256/ (webdataset)",
                "resuming: 212 shards done, 3 open shards keep 21,774 samples",
            ])
        #expect(
            header.lines(width: 80) == [
                "laion.parquet · 12,933,524 rows · 1,294 shards of 10,000",
                "  border 256 px, jpg q95 → laion-256/ (webdataset)",
                "resuming: 212 shards done, 3 open shards keep 21,774 samples",
            ])
    }

    @Test("A list that is not counted is reported by its size, many files by the first")
    func uncounted() {
        var header = sampleHeader(["/d/a\u{1B}.txt.gz", "/d/b.txt.gz", "/d/c.txt.gz"])
        header.listBytes = 4_300_000_000
        header.treatment = .kept
        header.outputFolder = "out/"
        #expect(
            header.lines(width: nil)
                == ["a?.txt.gz and 2 more · 4.3 GB · shards of 10,000 · bytes as fetched → out/ (webdataset)"])
        (header.outputFormat, header.writesNothing) = ("dummy", true)
        header.shardsDone = 1
        #expect(header.lines(width: nil).first?.hasSuffix("→ nothing is written (dummy)") == true)
        #expect(header.lines(width: nil).last == "resuming: 1 shard done")
    }

    @Test(
        "Treatments in a few words",
        arguments: [
            (
                ImageTreatment.encoded(resizeMode: "no", sizePixels: 256, format: "png", quality: 6),
                "original size, png level 6"
            ),
            (
                .encoded(resizeMode: "keep_ratio_largest", sizePixels: 384, format: "webp", quality: 80),
                "keep ratio largest 384 px, webp q80"
            ),
            (
                .encoded(resizeMode: "center_crop", sizePixels: 64, format: "webp", quality: 101),
                "center crop 64 px, webp lossless"
            ),
            (
                .encoded(resizeMode: "no", sizePixels: 64, format: "jpg", quality: 95, keepsUnchanged: true),
                "original size, jpg q95, bytes kept where nothing changes"
            ),
            (
                .encoded(resizeMode: "border", sizePixels: 64, format: "original", quality: 95, keepsUnchanged: true),
                "border 64 px, original format, bytes kept where nothing changes"
            ),
        ])
    func treatments(treatment: ImageTreatment, text: String) {
        #expect(treatment.text == text)
    }

    @Test("The JSON header is one object")
    func jsonHeader() {
        #expect(
            sampleHeader().json(at: SampleRuns.time)
                == #"{"time":"2026-11-21T09:00:10Z","event":"start","lists":["/data/laion.parquet"],"#
                + #""list_bytes":null,"total_rows":null,"shards":null,"selecting":[],"choosing":[],"rows_per_shard":10000,"#
                + #""images":"border 256 px, jpg q95","output_folder":"laion-256","output_format":"webdataset","#
                + #""shards_done":0,"open_shards":0,"open_samples":0}"#)
    }
}
