// Options on sizes that img2dataset does not have.

internal import ArgumentParser
internal import Planning

struct ResizeFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Make both sides multiples of this: rounded down and center-cropped.",
            valueName: "pixels"))
    var multipleOf = Setting<Int>(otherwise: "any size")

    @Option(
        help: ArgumentHelp(
            """
            Resize each image to the bucket of the nearest ratio: 1024 for multiples of 64 with about that area, or a list \
            512x512,576x448.
            """,
            valueName: "sizes"))
    var buckets = Setting<String>(otherwise: "none")

    @Option(
        help: ArgumentHelp(
            "Largest ratio of the longer to the shorter side, for buckets computed from one number.", valueName: "ratio"
        ))
    var maxBucketRatio = 4.0

    @Flag(help: "Write the samples of each bucket to a separate folder, OUT/512x384.")
    var bucketFolders = false

    func apply(to flags: inout DownloadFlags) {
        flags.sideMultiple = multipleOf.value
        flags.buckets = buckets.value
        flags.hasBucketFolders = bucketFolders
        flags.maximumBucketRatio = maxBucketRatio
    }
}
