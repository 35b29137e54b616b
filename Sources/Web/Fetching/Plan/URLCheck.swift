// Whether a URL may be requested at all.

internal import URLs

/// Reads URLs and refuses those that must not be requested. Touched by one thread.
struct URLCheck {
    let parser: URLParser
    let policy: AddressPolicy
    let exclusion: (any URLPolicy)?

    init(_ options: FetchOptions) throws(FetchError) {
        do {
            parser = try URLParser()
        } catch {
            throw FetchError(error)
        }
        policy = AddressPolicy(
            allowsPrivateAddresses: options.allowsPrivateAddresses, takenForPublic: options.addressesTakenForPublic)
        exclusion = options.makeURLPolicy?()
    }

    /// The URL as it is requested.
    ///
    /// - Throws: `invalidURL` or `excluded`.
    func target(of url: String) throws(FetchError) -> TargetURL {
        try allowed { () throws(URLError) in try parser.parse(url) }
    }

    /// Where a redirect leads.
    ///
    /// - Throws: `invalidURL`, `excluded` or `addressRefused`.
    func target(of location: [UInt8], from base: TargetURL) throws(FetchError) -> TargetURL {
        let target = try allowed { () throws(URLError) in try parser.parse(location: location, from: base) }
        if let address = target.address, !policy.allows(address) { throw .refused(address) }
        return target
    }

    private func allowed(_ read: () throws(URLError) -> TargetURL) throws(FetchError) -> TargetURL {
        let target: TargetURL
        do {
            target = try read()
        } catch {
            throw FetchError(error)
        }
        if let exclusion, exclusion.refuses(name: target.name) { throw .excluded }
        return target
    }
}
