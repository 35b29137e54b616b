// The options that a dataset records are the options that a retry of it runs with.

import DatasetFolder
import TestSupport
import Testing

@testable import Planning

@Suite struct RetryFlagsTests {
    /// Every option that shapes the output, other than by default.
    private var unusual: DownloadFlags {
        var flags = DownloadFlags()
        flags.urlColumn = "URL"
        flags.captionColumn = "TEXT"
        flags.columnNames = ["URL", "TEXT", "uid", "boxes"]
        flags.additionalColumns = ["licence"]
        flags.filter.condition = "number > 3 and uid starts with \"a\""
        flags.filter.minimumWidth = 300
        flags.filter.minimumHeight = 200
        flags.filter.minimumSimilarity = 0.25
        flags.filter.nsfw = ["unlikely", "unsure"]
        flags.outputFormat = "parquet"
        flags.samplesPerShard = 77
        flags.shardIDWidth = 6
        flags.order = "input"
        flags.keyColumn = "uid"
        flags.keyStyle = "other"
        flags.filter.top = ["similarity:30%"]
        flags.scores = "emb"
        flags.indices = ["dali", "wids"]
        flags.usesImageStruct = true
        flags.savesMetadataOnly = true
        flags.writesJSON = false
        flags.writesCaptionFiles = false
        flags.shardsSpanFiles = true
        flags.maximumShardSize = "1GB"
        flags.hash = "md5"
        flags.extractsEXIF = false
        flags.addsExtraColumns = false
        flags.imageSize = 99
        flags.resizeMode = "no"
        flags.sideMultiple = 32
        flags.buckets = "512x512,640x384"
        flags.maximumBucketRatio = 2.5
        flags.hasBucketFolders = true
        flags.resizeOnlyIfBigger = true
        flags.upscaleInterpolation = "cubic"
        flags.downscaleInterpolation = "linear"
        flags.encodeFormat = "avif"
        flags.encodeQuality = 55
        flags.encodeSpeed = 3
        flags.background = "#102030"
        flags.convertsToSRGB = true
        flags.allowsSVG = true
        flags.orients = false
        flags.skipsReencode = true
        flags.disablesAllReencoding = true
        flags.minimumImageSize = 10
        flags.maximumImageSize = 5000.5
        flags.maximumImageArea = 1e7
        flags.maximumAspectRatio = 2.5
        flags.minimumBytes = "3KB"
        flags.boxColumn = "boxes"
        flags.keepsTruncated = true
        flags.isStrict = true
        flags.maximumPixels = 1000
        flags.subset.limit = 1000
        flags.subset.sample = 0.25
        flags.subset.seed = 9
        flags.subset.shuffles = true
        flags.subset.shuffleBuffer = 500
        flags.subset.dedup = "url+caption"
        flags.subset.dedupFalsePositiveRate = 0.001
        flags.subset.dedupMemory = "2GB"
        flags.subset.minimumCaptionLength = 5
        flags.subset.excludeLists = ["/lists/opt-out (1).txt", "more.txt.gz"]
        flags.isReshape = true
        flags.embed.isOn = true
        flags.embed.imageModel = "/models/image (1).onnx"
        flags.embed.textModel = "text.onnx"
        flags.embed.vocabulary = "words.txt.gz"
        flags.embed.nsfwModel = "nsfw.onnx"
        flags.embed.heads = ["aesthetic=head.onnx", "own=own.onnx"]
        flags.embed.preprocess = "siglip"
        flags.embed.precision = "bf16"
        return flags
    }

    private func identity(_ options: [RunIdentity.Option]) -> RunIdentity {
        RunIdentity(lists: [], columns: ["licence", "boxes", "uid", "caption", "url"], options: options)
    }

    @Test("Every recorded option is set again, and columns have the dataset's names")
    func allOptions() throws {
        let recorded = DownloadPlan.shapingOptions(unusual).filter { $0.name != "verify-hash" }
        // An option that is new and not named above would not be tested.
        #expect(recorded.filter { !$0.value.isSet }.map(\.name) == [])
        let flags = try RetryFlags.flags(identity(recorded), over: DownloadFlags(), dataset: "out")
        #expect(flags.urlColumn == "url" && flags.captionColumn == "caption" && flags.columnNames.isEmpty)
        #expect(flags.additionalColumns == ["licence", "boxes", "uid"])
        #expect(SampleLayout.additionalColumns(flags) == ["licence", "boxes", "uid"])
        #expect(flags.outputFolder == "out" && !flags.shardsSpanFiles)
        #expect(flags.subset == unusual.subset)
        #expect(flags.embed == unusual.embed)
    }

    @Test("An exclude list that has grown since is no other option for a retry, but one for a download")
    func grownExcludeList() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("opt-out.txt", "a.test\n")
        var made = DownloadFlags()
        made.subset.excludeLists = [path]
        let recorded = DownloadPlan.shapingOptions(made)
        try folder.write("opt-out.txt", "a.test\nb.test\n")
        let flags = try RetryFlags.flags(identity(recorded), over: DownloadFlags(), dataset: "out")
        #expect(flags.subset.excludeLists == [path])
        #expect(DownloadPlan.shapingOptions(made) != recorded)
    }

    @Test("What is typed for the retry stays; defaults are recorded as defaults")
    func defaults() throws {
        var typed = DownloadFlags()
        typed.timeoutSeconds = 33
        let flags = try RetryFlags.flags(
            RunIdentity(lists: [], columns: ["url"], options: DownloadPlan.shapingOptions(DownloadFlags())),
            over: typed, dataset: "out")
        #expect(flags.timeoutSeconds == 33 && flags.additionalColumns.isEmpty && flags.captionColumn == nil)
    }

    @Test("An option that this version does not know is not passed over")
    func unknown() {
        let options = DownloadPlan.shapingOptions(unusual) + [RunIdentity.Option(name: "from-later", value: .text("x"))]
        #expect(throws: DownloadError.self) {
            try RetryFlags.flags(identity(options), over: DownloadFlags(), dataset: "out")
        }
    }
}
