// Which account of Azure a place is in, and how its requests are signed.

internal import Tables

/// A storage account, by the place, the options and the environment.
///
/// The variables are those of Azure's own tools: `AZURE_STORAGE_CONNECTION_STRING`, `AZURE_STORAGE_ACCOUNT`,
/// `AZURE_STORAGE_KEY`, `AZURE_STORAGE_SAS_TOKEN`; those of fsspec, with `_ACCOUNT_NAME` and `_ACCOUNT_KEY`, are taken, too. A
/// key of the environment is used for the account that the environment names, and for no other.
struct AzureAccount: Hashable, Sendable {
    let name: String
    let credential: ObjectStore.Credential
    private(set) var scheme = "https"
    /// A host; or what follows the account's name, as `.core.windows.net`; empty: Azure's own.
    private(set) var authority = ""

    /// - Throws: `misuse` if no account is named, or one is that cannot be.
    init(_ path: StorePath, _ options: StoreOptions, environment: (String) -> String?) throws(TableError) {
        func variable(_ names: String...) -> String? { names.lazy.compactMap(environment).first { !$0.isEmpty } }
        let connection = AzureConnection(variable("AZURE_STORAGE_CONNECTION_STRING") ?? "")
        let known = connection.account ?? variable("AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_ACCOUNT_NAME")
        let host = path.accountHost
        guard let name = host.map({ String($0.prefix { $0 != "." }) }) ?? options.account ?? known else {
            throw TableError(
                category: .misuse,
                detail: "no storage account is named: write \(path.scheme.rawValue)://\(path.container)@"
                    + "ACCOUNT.dfs.core.windows.net/…, or give --store-option account=NAME or AZURE_STORAGE_ACCOUNT")
        }
        guard Self.isName(name) else {
            throw TableError(category: .misuse, detail: "the storage account's name is not one that Azure has")
        }
        self.name = name
        let isKnown = known == nil || known == name
        credential =
            if options.isAnonymous {
                .none
            } else if isKnown, let key = connection.key ?? variable("AZURE_STORAGE_KEY", "AZURE_STORAGE_ACCOUNT_KEY") {
                .accountKey(key)
            } else if isKnown, let token = connection.signature ?? variable("AZURE_STORAGE_SAS_TOKEN") {
                // Arrow puts it behind the account's URL as it is.
                .sharedAccessSignature("?" + token.drop { $0 == "?" })
            } else {
                .usual
            }
        if let parts = options.endpoint(of: .azure).flatMap(StoreOptions.parts(ofEndpoint:)) {
            (scheme, authority) = parts
        } else if let host, host.contains(".") {
            guard let suffix = Self.suffix(ofHost: host, account: name) else {
                throw TableError(
                    category: .misuse,
                    detail:
                        "the account's host is not ACCOUNT.dfs.core.windows.net or ACCOUNT.blob.core.windows.net; for "
                        + "another server: --store-option endpoint=https://HOST")
            }
            authority = suffix
        } else if isKnown {
            (scheme, authority) = (connection.scheme, connection.authority)
        }
    }

    /// Whether a storage account can have this name.
    static func isName(_ text: String) -> Bool {
        (3...24).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) }
    }

    /// `.core.windows.net` of `ACCOUNT.dfs.core.windows.net`; nil for another host.
    static func suffix(ofHost host: String, account: String) -> String? {
        for service in ["dfs", "blob"] where host.hasPrefix("\(account).\(service).") {
            return String(host.dropFirst(account.count + service.count + 1))
        }
        return nil
    }
}
