// How stores are reached: `--store-option` and the environment.

internal import Ground
package import Hub
internal import Tables

/// Checked options. They hold no secret: credentials are found by each store's own chain.
package struct StoreOptions: Sendable, Hashable {
    /// What is wrong with an option, in a line.
    package struct Failure: Error, Hashable, Sendable {
        package let message: String
    }

    /// `http://HOST:PORT`, or `HOST:PORT` for https; nil: the environment's, else the vendor's.
    package var endpoint: String?
    /// The same for one kind of stores: `s3.endpoint=`.
    private(set) var endpoints: [StoreKind: String] = [:]
    /// Nil: the environment's, the profile's, or the bucket's own.
    package var region: String?
    /// Whether a bucket is part of the host's name, also with an endpoint.
    package var usesVirtualAddressing = false
    package var isAnonymous = false
    /// Azure's storage account; nil: the place's, or the environment's.
    package var account: String?
    /// An attempt fails after so many seconds without a byte.
    package var timeoutSeconds = 20.0
    /// For how long a failed request is sent again: for runs that write; 0 for some 11 s.
    package var patienceSeconds = 0.0
    /// The keys of the options that were given.
    private(set) var given: [String] = []
    /// Whether a dataset of the Hub that is written to and is missing is made; nil makes none.
    package var creation: HubVisibility?
    /// Between two commits to a dataset of the Hub, which allows some hundred an hour.
    package var commitIntervalSeconds = 30.0
    /// Commits at which datasets of the Hub are read, by `datasets/OWNER/NAME[@REVISION]`; others at what they are now.
    package var commits: [String: String] = [:]

    package init() {}

    /// - Parameter words: `key=value` each.
    package init(_ words: [String]) throws(Failure) {
        for word in words {
            guard let equals = word.firstIndex(of: "=") else {
                throw Failure(message: "--store-option \(word) is not key=value. \(Self.known)")
            }
            try set(String(word[..<equals]), to: String(word[word.index(after: equals)...]))
            given.append(String(word[..<equals]))
        }
    }

    private static let keys = [
        "endpoint", "s3.endpoint", "gs.endpoint", "az.endpoint", "hf.endpoint", "region", "account", "addressing",
        "anonymous", "timeout", "create", "commit-interval",
    ]
    private static let known =
        "Options of stores: endpoint=http://HOST:PORT, region=NAME, addressing=path or virtual, anonymous=true, "
        + "timeout=SECONDS, account=NAME; of the Hub: create=private or public, commit-interval=SECONDS; with stores of "
        + "several kinds s3.endpoint=, gs.endpoint=, az.endpoint=, hf.endpoint=."

    private mutating func set(_ key: String, to value: String) throws(Failure) {
        switch key {
        case "endpoint", "s3.endpoint", "gs.endpoint", "az.endpoint", "hf.endpoint":
            guard Self.parts(ofEndpoint: value) != nil else {
                throw Failure(
                    message: "--store-option \(key): write it as http://HOST:PORT or https://HOST, without a path "
                        + "and without credentials.")
            }
            if let kind = Self.kind(before: key) { endpoints[kind] = value } else { endpoint = value }
        case "region": region = value
        case "account":
            guard AzureAccount.isName(value) else {
                throw Failure(message: "--store-option account: it is the name of a storage account of Azure.")
            }
            account = value
        case "addressing":
            guard value == "path" || value == "virtual" else {
                throw Failure(message: "--store-option addressing=\(value): it is path or virtual.")
            }
            usesVirtualAddressing = value == "virtual"
        case "anonymous":
            guard value == "true" || value == "false" else {
                throw Failure(message: "--store-option anonymous=\(value): it is true or false.")
            }
            isAnonymous = value == "true"
        case "timeout":
            guard let seconds = Double(value), (1...600).contains(seconds) else {
                throw Failure(message: "--store-option timeout=\(value): it is 1 to 600 seconds.")
            }
            timeoutSeconds = seconds
        case "create":
            guard let visibility = HubVisibility(rawValue: value) else {
                throw Failure(message: "--store-option create=\(value): it is private or public.")
            }
            creation = visibility
        case "commit-interval":
            guard let seconds = Double(value), (0...3600).contains(seconds) else {
                throw Failure(message: "--store-option commit-interval=\(value): it is 0 to 3600 seconds.")
            }
            commitIntervalSeconds = seconds
        // The value may be a secret: it is not repeated.
        default:
            let question = NearestName.question(for: key, among: Self.keys)
            throw Failure(message: "--store-option \(key): there is no such option.\(question) \(Self.known)")
        }
    }

    /// The endpoint that is typed for stores of a kind; nil: the environment's, else the vendor's.
    package func endpoint(of kind: StoreKind) -> String? { endpoints[kind] ?? endpoint }

    /// The scheme and the host of an endpoint; nil where it is none.
    static func parts(ofEndpoint text: String) -> (scheme: String, host: String)? {
        var (scheme, host) = ("https", text[...])
        for known in ["http", "https"] where text.lowercased().hasPrefix(known + "://") {
            (scheme, host) = (known, text.dropFirst(known.count + 3))
        }
        if host.hasSuffix("/") { host = host.dropLast() }
        guard !host.isEmpty, !host.contains(where: { "/@?# ".contains($0) }) else { return nil }
        return (scheme, String(host))
    }

    /// The endpoint as typed, or as the environment has it; nil for the vendor's.
    ///
    /// - Parameter environment: the value of a variable.
    package func endpointInUse(_ environment: (String) -> String?) -> String? {
        endpoint(of: .s3)
            ?? ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"].lazy.compactMap(environment).first { !$0.isEmpty }
    }

    /// For Arrow's client of S3.
    ///
    /// - Parameter environment: the value of a variable; Arrow does not look for an endpoint there.
    func s3(caFile: String?, environment: (String) -> String?) throws(TableError) -> ObjectStore.Options {
        var options = ObjectStore.Options()
        if let given = endpointInUse(environment) {
            guard let parts = Self.parts(ofEndpoint: given) else {
                throw TableError(
                    category: .misuse,
                    detail: "AWS_ENDPOINT_URL is not an endpoint: write it as http://HOST:PORT or https://HOST")
            }
            options.scheme = parts.scheme
            options.endpoint = parts.host
        }
        options.region =
            region ?? ["AWS_REGION", "AWS_DEFAULT_REGION"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
        // The variable of AWS' own tools, for stores of that family alone.
        options.caFile = environment("AWS_CA_BUNDLE").flatMap { $0.isEmpty ? nil : $0 } ?? caFile ?? ""
        options.usesVirtualAddressing = usesVirtualAddressing
        options.credential = isAnonymous ? .none : .usual
        options.timeoutSeconds = timeoutSeconds
        return options
    }
}
