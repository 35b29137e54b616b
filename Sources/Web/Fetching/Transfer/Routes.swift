// What each URL's connection goes to: its own host, or a proxy.

internal import URLs

/// The proxies of one loop, checked when it was made.
struct Routes {
    private let proxies: ProxySettings
    /// Proxies by their text.
    private var targets: [String: TargetURL] = [:]

    /// - Throws: `invalidOption` for a proxy that cannot be used.
    init(_ proxies: ProxySettings, parser: URLParser) throws(FetchError) {
        self.proxies = proxies
        for source in proxies.all {
            let proxy = source.proxy
            do {
                targets[proxy] = try parser.parse(proxy.contains("://") ? proxy : "http://" + proxy)
            } catch {
                throw Self.mistake(source)
            }
        }
    }

    /// The proxy for `target`, as libcurl takes it; nil to go straight.
    func proxy(for target: TargetURL) -> String? { proxies.proxy(for: target) }

    /// What a request for `target` connects to first: the proxy, or the URL's own host.
    func first(for target: TargetURL) -> TargetURL {
        proxies.proxy(for: target).flatMap { targets[$0] } ?? target
    }

    private static func mistake(_ source: ProxySettings.Source) -> FetchError {
        let isSOCKS = source.proxy.lowercased().hasPrefix("socks")
        let isVariable = !source.name.hasPrefix("-")
        return .option(
            source.name + (isVariable ? " (in the environment)" : "") + ": "
                + (isSOCKS
                    ? "SOCKS proxies are not supported; name an http proxy"
                    : "the proxy is not an http or https URL with host and port")
                + (isVariable ? ", or unset it" : ""))
    }
}
