// Options on sizes that img2dataset does not have.

internal import ArgumentParser
internal import Downloading

struct ResizeFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Make both sides multiples of this: rounded down, the middle cut out. (default: any size)",
            valueName: "pixels"))
    var multipleOf: Int?

    @Option(
        help: ArgumentHelp(
            """
            Give each image the size of nearest ratio: 1024 for the multiples of 64 of about that area, or a list \
            512x512,576x448. (default: none)
            """,
            valueName: "sizes"))
    var buckets: String?

    @Option(help: ArgumentHelp("Longer to shorter side of the buckets made from one number.", valueName: "ratio"))
    var maxBucketRatio = 4.0

    @Flag(help: "Write each bucket's samples to a folder of its own, OUT/512x384.")
    var bucketFolders = false

    func apply(to flags: inout DownloadFlags) {
        flags.sideMultiple = multipleOf
        flags.buckets = buckets
        flags.hasBucketFolders = bucketFolders
        flags.maximumBucketRatio = maxBucketRatio
    }
}
