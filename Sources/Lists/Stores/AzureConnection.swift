// A connection string of Azure.

/// `AccountName=…;AccountKey=…;…`, as far as it says how an account is reached.
struct AzureConnection {
    private(set) var account: String?
    private(set) var key: String?
    /// A SAS token.
    private(set) var signature: String?
    private(set) var scheme = "https"
    /// As in `AzureAccount`.
    private(set) var authority = ""

    /// Of the emulator, the same everywhere, as Microsoft's documentation says.
    private static let emulatorKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="

    init(_ text: String) {
        var parts: [String: String] = [:]
        for part in text.split(separator: ";") {
            guard let equals = part.firstIndex(of: "=") else { continue }
            parts[part[..<equals].lowercased()] = String(part[part.index(after: equals)...])
        }
        account = parts["accountname"]
        key = parts["accountkey"]
        signature = parts["sharedaccesssignature"]
        if let given = parts["defaultendpointsprotocol"] { scheme = given }
        if let suffix = parts["endpointsuffix"] { authority = "." + suffix }
        if parts["usedevelopmentstorage"] == "true" {
            (account, key) = ("devstoreaccount1", Self.emulatorKey)
            (scheme, authority) = ("http", "127.0.0.1:10000")
        }
        guard let endpoint = parts["blobendpoint"], let colon = endpoint.firstRange(of: "://") else { return }
        let host = String(endpoint[colon.upperBound...].prefix { $0 != "/" })
        scheme = String(endpoint[..<colon.lowerBound])
        let named = account ?? String(host.prefix { $0 != "." })
        account = named
        authority = AzureAccount.suffix(ofHost: host, account: named) ?? host
    }
}
