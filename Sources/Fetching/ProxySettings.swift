// Which proxy, if any, a URL goes through.

internal import Glibc

/// The proxies of one engine, from its options or from the environment, as curl and Python read it.
struct ProxySettings: Sendable {
    private var plain: String?
    private var secure: String?
    private var exceptions: [String] = []

    /// - Parameters:
    ///   - option: nil asks the environment; "" means no proxy at all.
    ///   - environment: looks a variable up.
    init(option: String?, environment: (String) -> String?) {
        if let option {
            plain = option.isEmpty ? nil : option
            secure = plain
            return
        }
        func variable(_ name: String) -> String? {
            let value = environment(name) ?? ""
            return value.isEmpty ? nil : value
        }
        let all = variable("all_proxy") ?? variable("ALL_PROXY")
        // HTTP_PROXY in upper case can be set by a request to a CGI program; curl and Python leave it alone there.
        plain = variable("http_proxy") ?? all
        secure = variable("https_proxy") ?? variable("HTTPS_PROXY") ?? all
        let list = variable("no_proxy") ?? variable("NO_PROXY") ?? ""
        exceptions = list.lowercased().split { $0 == "," || $0 == " " }.map { entry in
            String(entry.first == "." ? entry.dropFirst() : entry)
        }
    }

    static func environmentVariable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The proxy for `target`, or nil to go straight.
    func proxy(for target: TargetURL) -> String? {
        guard let proxy = target.isSecure ? secure : plain else { return nil }
        let isException = exceptions.contains { entry in
            entry == "*" || entry == target.host || entry == target.origin
                || target.host.hasSuffix("." + entry) && target.address == nil
        }
        return isException ? nil : proxy
    }

    /// All proxies there are, for checking before the first fetch.
    var all: Set<String> { Set([plain, secure].compactMap { $0 }) }
}
