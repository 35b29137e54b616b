// What a reader of man pages looks for at their end.

extension ManPage {
    /// A line of a list: the term and what it means.
    typealias Entry = (term: String, text: String)

    /// Exit codes of the commands that fetch; also README.md, docs/from-img2dataset.md.
    static let exitCodes: [Entry] = [
        ("0", "Finished, even if some images failed."),
        ("1", "The run failed. verify: something is damaged. doctor: something should be changed."),
        ("2", "The command or the list is wrong; nothing was fetched."),
        ("3", "The disk or the output folder failed."),
        (
            "4",
            "No row gave an image: no row was selected, all failed, or the first thousand rows all failed for one reason on "
                + "this machine (no network, private addresses), in which case nothing was written."
        ),
        (
            "75",
            "A temporary failure, such as a store of the list that does not answer; or SIGTERM stopped one of several "
                + "workers: start the same command again."
        ),
        ("129, 130, 143", "Stopped by SIGHUP, SIGINT (Ctrl-C) or SIGTERM; the same command resumes."),
    ]

    static let files: [Entry] = [
        ("FOLDER/00000.tar", "The samples of a shard: KEY.jpg, KEY.json, KEY.txt (--output-format webdataset)."),
        ("FOLDER/00000.parquet", "One row for every URL of the shard, failures included."),
        ("FOLDER/00000_stats.json", "Counts; written last: its presence marks the shard as finished."),
        (
            "FOLDER/.img2shards/",
            "State needed to resume: the options, open shards, journals and checksums. Keep it until the dataset is complete; without it nothing "
                + "can be resumed or retried."
        ),
        (
            "/etc/resolv.conf, /etc/hosts",
            "DNS servers and host names, unless --dns-servers and --hosts-file are given."
        ),
    ]

    static let environment: [Entry] = [
        ("http_proxy, https_proxy, all_proxy, no_proxy", "The proxy, unless --proxy is given."),
        ("NO_COLOR", "If set to any text: no colours."),
        ("TERM", "If dumb or unset: log lines instead of a block that is redrawn."),
    ]

    static let seeAlso =
        "docs/options.md, docs/output-format.md, docs/resume.md, docs/from-img2dataset.md and docs/presets.md in the "
        + "source; curl(1), rclone(1), tar(1)"
}
