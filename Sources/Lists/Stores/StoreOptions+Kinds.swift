// Which options belong to which stores, and what each store's client is given.

internal import Tables

extension StoreOptions {
    /// The stores that an option is for.
    private static func kinds(of key: String) -> Set<StoreKind> {
        if let kind = kind(before: key) { return [kind] }
        return switch key {
        case "region", "addressing": [.s3]
        case "timeout": [.s3, .hub]
        case "account": [.azure]
        case "create", "commit-interval": [.hub]
        default: [.s3, .google, .azure, .hub]
        }
    }

    /// The kind that `s3.endpoint` and the like are for; nil for others.
    static func kind(before key: String) -> StoreKind? {
        guard let dot = key.firstIndex(of: ".") else { return nil }
        return StorePath.Scheme(rawValue: String(key[..<dot]))?.kind
    }

    /// Refuses an option that no store of the command has, and one endpoint for stores of several kinds: each would get
    /// requests with the credentials of the others.
    ///
    /// - Parameter places: those of the command that lie in stores.
    package func check(for places: [StorePath]) throws(Failure) {
        guard let first = places.first else { return }
        let used = Set(places.map(\.scheme.kind))
        for key in given where Self.kinds(of: key).isDisjoint(with: used) {
            throw Failure(message: "--store-option \(key): \(first.scheme.rawValue):// has no such option.")
        }
        let shared = used.subtracting(endpoints.keys).subtracting([.hadoop])
        guard endpoint != nil, shared.count > 1 else { return }
        let schemes = Set(places.map(\.scheme)).filter { shared.contains($0.kind) }.map {
            $0.kind == .azure ? "az" : $0.rawValue
        }
        let names = Set(schemes).sorted()
        throw Failure(
            message: """
                --store-option endpoint: the command has stores of several kinds (\(names.joined(separator: "://, "))://).
                  say which it is for: \(names.map { "--store-option \($0).endpoint=…" }.joined(separator: " or "))
                """)
    }

    /// Whether an option, as typed, is one of a place's store.
    package static func isOption(_ word: String, of place: StorePath) -> Bool {
        kinds(of: String(word.prefix { $0 != "=" })).contains(place.scheme.kind)
    }

    /// For the client of a place's store.
    ///
    /// - Parameter environment: the value of a variable.
    /// - Throws: `misuse` for a variable that is not what it should be, and where a place does not say enough.
    func options(
        for path: StorePath, caFile: String?, environment: (String) -> String?
    ) throws(TableError) -> ObjectStore.Options {
        switch path.scheme.kind {
        case .s3: try s3(caFile: caFile, environment: environment)
        case .google: try google(caFile: caFile, environment: environment)
        case .azure: try azure(path, environment: environment)
        case .hadoop: Self.hadoop(path)
        case .hub: throw TableError(category: .misuse, detail: "\(path.text) is not in an object store")
        }
    }

    /// `STORAGE_EMULATOR_HOST` is the variable of Google's own clients.
    private func google(caFile: String?, environment: (String) -> String?) throws(TableError) -> ObjectStore.Options {
        var options = ObjectStore.Options()
        options.kind = .google
        options.caFile = caFile ?? ""
        options.credential = isAnonymous ? .none : .usual
        let emulator = environment("STORAGE_EMULATOR_HOST").flatMap { $0.isEmpty ? nil : $0 }
        let endpoint = endpoint(of: .google)
        guard let place = endpoint ?? emulator else { return options }
        // An emulator without a scheme is not one on the web.
        guard let parts = Self.parts(ofEndpoint: endpoint == nil && !place.contains("://") ? "http://" + place : place)
        else {
            throw TableError(
                category: .misuse, detail: "STORAGE_EMULATOR_HOST is not an endpoint: write it as HOST:PORT")
        }
        (options.scheme, options.endpoint) = parts
        if endpoint == nil { options.credential = .none }
        return options
    }

    private func azure(_ path: StorePath, environment: (String) -> String?) throws(TableError) -> ObjectStore.Options {
        let account = try AzureAccount(path, self, environment: environment)
        var options = ObjectStore.Options()
        options.kind = .azure
        options.account = account.name
        options.scheme = account.scheme
        options.endpoint = account.authority
        options.credential = account.credential
        return options
    }

    /// The NameNode, with the user before it: `user@host:8020`.
    private static func hadoop(_ path: StorePath) -> ObjectStore.Options {
        var options = ObjectStore.Options()
        options.kind = .hadoop
        let host = path.bucket.split(separator: "@").last.map(String.init) ?? ""
        options.account = path.bucket.contains("@") ? String(path.bucket.prefix { $0 != "@" }) : ""
        options.endpoint = path.scheme == .viewfs ? "viewfs://" + host : host.isEmpty ? "default" : host
        return options
    }
}
