// What is said when every row fails by one local cause: why, and what to type.

internal import Fetching
internal import Ground
internal import Planning
internal import Reporting
internal import Stores
internal import URLLists

extension LocalCause {
    /// What the words name.
    struct Setting {
        /// Name servers in use; empty where they are not known.
        var resolvers: [String] = []
        /// nil for a list without columns.
        var urlColumn: String?
        var keyColumn: String?
        var proxy: String?
        /// The first place that `--allow-stores` names.
        var store: String?
    }

    /// Two lines: what happened, and what to do.
    ///
    /// - Parameters:
    ///   - rows: that failed.
    ///   - isAll: they are all there were; else the first ones.
    ///   - example: one row's own reason.
    func words(rows: Int, isAll: Bool, example: String, _ setting: Setting) -> String {
        let who =
            isAll ? (rows == 1 ? "the only row" : "all \(rows.grouped) rows") : "the first \(rows.grouped) rows all"
        let (reason, advice) = reasonAndAdvice(example: PlainText.safe(example), setting)
        return "\(who) failed: \(reason)\n\(advice); nothing was written"
    }

    private func reasonAndAdvice(example: String, _ setting: Setting) -> (String, String) {
        switch self {
        case .privateAddresses:
            return (
                "private addresses are refused by default.",
                "if this list is your own network's, run it with --allow-private-addresses"
            )
        case .nameServers:
            let asked =
                setting.resolvers.isEmpty ? "" : " (asked: \(setting.resolvers.prefix(3).joined(separator: ", ")))"
            return (
                "no DNS server answers\(asked).",
                "is this machine online? Try --dns-servers 1.1.1.1,8.8.8.8, or run: img2shards doctor"
            )
        case .noNetwork:
            return (
                "the network is unreachable.",
                "is this machine online? If it needs a proxy: --proxy http://HOST:PORT; or run: img2shards doctor"
            )
        case .proxy:
            let name =
                setting.proxy.map { "the proxy \($0)" } ?? "the proxy of the environment (http_proxy, https_proxy)"
            return (
                "\(name) cannot be used: \(example)",
                "give the right one with --proxy http://HOST:PORT, or unset http_proxy and https_proxy"
            )
        case .certificates:
            return (
                "no certificate could be verified: \(example)",
                "is the clock right? Install the package ca-certificates, or give a file of authorities with --ca-file"
            )
        case .storesNotAllowed:
            return (
                "they name places in stores, which are read only if --allow-stores names the bucket.",
                "if this list is your own, run it with --allow-stores s3://BUCKET (or gs://BUCKET/FOLDER and so on)"
            )
        case .storeRefusal:
            return (
                "the store does not let us read (\(example)).",
                "which credentials are used, and what they may do, says: img2shards doctor --url "
                    + ShellWord.quoted(setting.store ?? "s3://BUCKET")
            )
        case .badURLs:
            let column = setting.urlColumn.map { "column \"\(PlainText.safe($0, maximumCharacters: 40))\"" }
            return (
                "none has a usable URL (\(example)).",
                column.map { "does \($0) hold URLs? Choose another with --url-col" }
                    ?? "the list must have one URL in each line; a list with columns needs --input-format csv or tsv"
            )
        case .badKeys:
            return (
                "none has a usable key.",
                "does column \"\(PlainText.safe(setting.keyColumn ?? "", maximumCharacters: 40))\" hold text or whole "
                    + "numbers? Choose another with --key-col, or leave it out"
            )
        case .brokenRows:
            return ("none can be read (\(example)).", "is --input-format right, and the file whole?")
        }
    }
}

extension LocalCause.Setting {
    /// What the words name of a run.
    init(_ plan: DownloadPlan) {
        let chosen = plan.fetching.dnsServers
        resolvers = chosen.isEmpty ? ResolverConfiguration().servers.map(\.description) : chosen
        // A text list has one column, whose name nobody gave.
        urlColumn = plan.list.files.allSatisfy { $0.format == .txt } ? nil : plan.urlColumn
        keyColumn = plan.layout.keyColumn
        proxy = plan.fetching.proxy.map(NetworkWords.withoutCredentials)
        store = plan.storeRows.allowed.places.first?.text
    }
}
