// Commands that other tools have and this one calls otherwise, or has no need of.

/// What to type instead of a command that there is not.
enum OtherCommands {
    /// - Returns: nil for a word that means nothing elsewhere.
    static func meaning(of word: String) -> String? {
        switch word.lowercased() {
        case "resume", "continue", "restart":
            "to resume, start the same download command again: it continues where it stopped"
        case "progress", "watch", "top": "the progress of a run: img2shards status FOLDER"
        case "stats", "info", "show", "list", "ls": "what is in a dataset: img2shards inspect FOLDER"
        case "check", "validate", "test", "fsck": "whether a dataset is sound: img2shards verify FOLDER"
        case "resize", "convert", "reencode": "other sizes or formats of a dataset: img2shards reshape FOLDER"
        case "get", "run", "start": "to fetch a list: img2shards download --url-list FILE"
        case "presets", "preset": "the presets: img2shards config list"
        default: nil
        }
    }
}
