// What a failed attempt says about its host.

extension HostOutcome {
    /// - Parameter redirects: how many the attempt had followed.
    init(_ error: FetchError, of end: AttemptEnd, redirects: Int) {
        switch end.status {
        case 0: self = Self.withoutAnswer(error, usesProxy: end.usesProxy, redirects: redirects)
        case 429: self = .busy(wish: end.wish, reason: error)
        case 503: self = end.wish == nil ? .strained : .busy(wish: end.wish, reason: error)
        default: self = error.category == .timeout || error.kind == .reset ? .strained : .answered
        }
    }

    private static func withoutAnswer(_ error: FetchError, usesProxy: Bool, redirects: Int) -> HostOutcome {
        // What a proxy cannot reach, or a proxy that cannot be reached, says nothing certain about the host.
        guard !usesProxy else { return .nothing }
        switch error.category {
        case .connect: return [.local, .noNetwork].contains(error.kind) ? .nothing : .silent(reason: error)
        case .timeout:
            // The deadline may have passed at another host, before a redirect.
            if error.kind == .expired(.deadline), redirects > 0 { return .nothing }
            return error.kind == .expired(.firstByte) ? .mute(reason: error) : .silent(reason: error)
        case .dns: return error.isRetriable ? .silent(reason: error) : .nothing
        // A certificate that is not believed, or a version that is not spoken, is an answer.
        case .tls: return error.isRetriable ? .silent(reason: error) : .answered
        case .connectionLost: return .mute(reason: error)
        case .protocolError, .tooLarge: return .answered
        default: return .nothing
        }
    }
}
