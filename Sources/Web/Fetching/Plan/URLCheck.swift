// Whether a URL may be requested at all.

internal import URLs

/// Refuses URLs that must not be requested, and reads those that servers name. Touched by one thread.
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

    /// The URL of a request, if it may be requested.
    ///
    /// - Throws: `invalidURL` or `excluded`.
    func target(of request: FetchRequest) throws(FetchError) -> TargetURL { try allowed(request.target) }

    /// Where a redirect leads.
    ///
    /// - Throws: `invalidURL`, `excluded` or `addressRefused`.
    func target(of location: [UInt8], from base: TargetURL) throws(FetchError) -> TargetURL {
        let target = try allowed(
            Result { () throws(URLError) in try parser.parse(location: location, from: base) })
        if let address = target.address, !policy.allows(address) { throw .refused(address) }
        return target
    }

    private func allowed(_ read: Result<TargetURL, URLError>) throws(FetchError) -> TargetURL {
        let target = try read.mapError { FetchError($0) }.get()
        if let exclusion, exclusion.refuses(name: target.name) { throw .excluded }
        return target
    }
}
