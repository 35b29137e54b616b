// Which proxy, if any, a URL goes through.

internal import Glibc
internal import URLs

/// The proxies of one engine, from its options or from the environment, as curl and Python read it.
struct ProxySettings: Sendable {
    /// A proxy, and who named it: an option or a variable.
    struct Source: Hashable, Sendable {
        let proxy: String
        let name: String
    }

    private var plain: Source?
    private var secure: Source?
    private var exceptions: [String] = []

    /// - Parameters:
    ///   - option: nil asks the environment; "" means no proxy at all.
    ///   - environment: looks a variable up.
    init(option: String?, environment: (String) -> String?) {
        if let option {
            plain = option.isEmpty ? nil : Source(proxy: option, name: "--proxy")
            secure = plain
            return
        }
        func variable(_ names: String...) -> Source? {
            for name in names {
                if let value = environment(name), !value.isEmpty { return Source(proxy: value, name: name) }
            }
            return nil
        }
        let list = variable("no_proxy", "NO_PROXY")?.proxy ?? ""
        exceptions = list.lowercased().split { $0 == "," || $0 == " " }.map { entry in
            String(entry.first == "." ? entry.dropFirst() : entry)
        }
        // Then no other variable counts, whatever it says.
        guard !exceptions.contains("*") else { return }
        let all = variable("all_proxy", "ALL_PROXY")
        // HTTP_PROXY in upper case can be set by a request to a CGI program; curl and Python leave it alone there.
        plain = variable("http_proxy") ?? all
        secure = variable("https_proxy", "HTTPS_PROXY") ?? all
    }

    static func environmentVariable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The proxy for `target`, or nil to go straight.
    func proxy(for target: TargetURL) -> String? {
        guard let proxy = target.isSecure ? secure : plain else { return nil }
        let isException = exceptions.contains { entry in
            entry == target.host || entry == target.origin
                || target.host.hasSuffix("." + entry) && target.address == nil
        }
        return isException ? nil : proxy.proxy
    }

    /// All proxies there are, for checking before the first fetch.
    var all: Set<Source> { Set([plain, secure].compactMap { $0 }) }
}
