// Options that choose which images are kept, and in which bytes.

internal import ArgumentParser
internal import Downloading

struct ChoiceFlags: ParsableArguments {
    @Flag(help: "Keep the fetched bytes of images of the encode format whose pixels do not change.")
    var skipReencode = false

    @Flag(help: "Store all bytes as they are, without a look at them.")
    var disableAllReencoding = false

    @Option(help: ArgumentHelp("Leave out images with a side below this.", valueName: "pixels"))
    var minImageSize = 0.0

    @Option(help: ArgumentHelp("Leave out images with a side above this.", valueName: "pixels"))
    var maxImageSize = Double.infinity

    @Option(help: ArgumentHelp("Leave out images of more pixels.", valueName: "pixels"))
    var maxImageArea = Double.infinity

    @Option(help: ArgumentHelp("Leave out images whose longer side is more times the shorter.", valueName: "ratio"))
    var maxAspectRatio = Double.infinity

    @Option(help: ArgumentHelp("Leave out bodies below this: 5000, 20KB.", valueName: "size"))
    var minBytes = "0"

    @Option(
        help: ArgumentHelp(
            "The column with boxes [x_min, y_min, x_max, y_max], 0 to 1, to blur. (default: nothing is blurred)",
            valueName: "column"))
    var bboxCol: String?

    @Flag(help: "Take of cut or damaged JPEGs what can be decoded.")
    var keepTruncated = false

    @Option(
        help: ArgumentHelp(
            """
            Fail images of more pixels before they are decoded; at most 1073741824. An image in work may take four \
            bytes of memory for each.
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
        flags.boxColumn = bboxCol
        flags.keepsTruncated = keepTruncated
        flags.maximumPixels = maxPixels
    }
}
