// Options that say which rows are tried again, and what is sent with them.

internal import ArgumentParser
internal import Planning

struct RetryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Failures to retry instead of the temporary ones, a,b,c: words of error_class (timeout, dns, http_403), \
            http_5xx for all of these.
            """, valueName: "classes"), completion: .list(OptionChoices.failureClasses))
    var classes = Setting<CommaList>(otherwise: "temporary failures")

    @Option(
        help: ArgumentHelp(
            "The column of the dataset with the page of each image, sent as Referer.",
            valueName: "column"))
    var refererCol = Setting<String>(otherwise: "none is sent")
}
