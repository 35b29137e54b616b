// Options that choose which images are kept, and in which bytes.

internal import ArgumentParser
internal import Planning

struct ChoiceFlags: ParsableArguments {
    @Flag(help: "Keep the original bytes of images that already have the encode format and whose pixels do not change.")
    var skipReencode = false

    @Flag(help: "Store all bytes unchanged and unchecked.")
    var disableAllReencoding = false

    @Option(help: ArgumentHelp("Reject images with a side below this.", valueName: "pixels"))
    var minImageSize = 0.0

    @Option(help: ArgumentHelp("Reject images with a side above this.", valueName: "pixels"))
    var maxImageSize = Double.infinity

    @Option(help: ArgumentHelp("Reject images with more pixels.", valueName: "pixels"))
    var maxImageArea = Double.infinity

    @Option(
        help: ArgumentHelp("Reject images whose longer side divided by the shorter is above this.", valueName: "ratio"))
    var maxAspectRatio = Double.infinity

    @Option(help: ArgumentHelp("Reject bodies smaller than this: 5000, 20KB.", valueName: "size"))
    var minBytes = "0"

    @Option(
        help: ArgumentHelp(
            "The column with boxes [x_min, y_min, x_max, y_max], 0 to 1, to blur.",
            valueName: "column"))
    var bboxCol = Setting<String>(otherwise: "nothing is blurred")

    @Flag(help: "Keep the readable part of truncated or damaged JPEGs.")
    var keepTruncated = false

    @Flag(
        help: """
            Read all scans of progressive JPEGs, also those that small results do not need: damage in them fails the image.
            """)
    var strict = false

    @Option(
        help: ArgumentHelp(
            """
            Fail images with more pixels before they are decoded; at most 1073741824. Decoding may need up to four \
            bytes of memory per pixel.
            """,
            valueName: "pixels"))
    var maxPixels = 1 << 27

    func apply(to flags: inout DownloadFlags) {
        flags.skipsReencode = skipReencode
        flags.disablesAllReencoding = disableAllReencoding
        flags.minimumImageSize = minImageSize
        flags.maximumImageSize = maxImageSize
        flags.maximumImageArea = maxImageArea
        flags.maximumAspectRatio = maxAspectRatio
        flags.minimumBytes = minBytes
        flags.boxColumn = bboxCol.value
        flags.keepsTruncated = keepTruncated
        flags.isStrict = strict
        flags.maximumPixels = maxPixels
    }
}
