// The table of options that shape the output.

import DatasetFolder
import Hashing
import Testing

@testable import Planning

@Suite("Options that shape the output")
struct ShapingOptionTests {
    @Test("Names and their order are those of datasets on disk")
    func names() {
        let names = """
            url-col caption-col column-names output-format number-sample-per-shard oom-shard-count image-size resize-mode
            multiple-of buckets max-bucket-ratio resize-only-if-bigger upscale-interpolation downscale-interpolation
            encode-format encode-quality encode-speed background to-srgb allow-svg no-orient compute-hash verify-hash
            no-extract-exif no-extra-columns reshape where top scores min-width min-height min-similarity nsfw exclude-list
            min-caption-length dedup dedup-fpr dedup-memory sample limit shuffle shuffle-buffer seed skip-reencode
            disable-all-reencoding min-image-size max-image-size max-image-area max-aspect-ratio min-bytes bbox-col
            keep-truncated max-pixels strict order key-col key-style index bucket-folders hf-image save-metadata-only no-json
            no-caption-file shards-span-files max-shard-size embed image-model text-model vocabulary nsfw-model head
            preprocess precision
            """
        #expect(ShapingOption.all.map(\.name) == names.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    @Test("Options whose record others ask for are in the table")
    func askedFor() {
        #expect(Set(RecordedOption.allCases.map(\.rawValue)).isSubset(of: ShapingOption.all.map(\.name)))
    }

    @Test("A reshape takes from its dataset what the table says, and refuses what it says")
    func reshape() throws {
        let ofDataset = ReshapedDataset.options(
            hasCaptions: true, hash: .sha256, hasEXIF: false, hasFetchColumns: false)
        let declared = ShapingOption.all.filter { if case .ofDataset = $0.reshape { true } else { false } }
        #expect(ofDataset.map(\.name) == declared.map(\.name))
        var flags = DownloadFlags()
        #expect(flags.refusalByReshape == nil)
        ShapingOption.set(ofDataset, in: &flags)
        #expect(flags.captionColumn == "caption" && flags.hash == "sha256" && !flags.extractsEXIF)
        #expect(!flags.addsExtraColumns && flags.isReshape && flags.refusalByReshape == nil)
        flags.keyColumn = "uid"
        #expect(flags.refusalByReshape?.contains("--key-col") == true)
        flags.keyColumn = nil
        flags.boxColumn = "boxes"
        #expect(flags.refusalByReshape?.contains("--bbox-col") == true)
    }

    @Test("Of the defaults only what has always been recorded is")
    func defaults() {
        let recorded = ShapingOption.recorded(DownloadFlags()).compactMap { option in
            option.value.recorded.map { "\(option.name)=\($0)" }
        }
        #expect(
            recorded == [
                "url-col=url", "output-format=files", "number-sample-per-shard=10000", "oom-shard-count=5",
                "image-size=256", "resize-mode=border", "upscale-interpolation=lanczos",
                "downscale-interpolation=area", "encode-format=jpg", "compute-hash=sha256",
            ])
    }
}
