// What to say when look-ups fail.

extension RunWarnings {
    /// Fewer look-ups say nothing about the name servers.
    private static let leastLookUps = 100

    /// The warning from the resolver's own counts; nil when they say too little.
    ///
    /// Rows of one host that cannot be looked up are many rows and one look-up, so the counts are trusted only where
    /// they see the failure, too.
    func dnsText(_ names: NameLookUps) -> String? {
        let failed = Share(names.failed, of: names.lookUps)
        guard names.lookUps >= RunWarnings.leastLookUps, failed.fraction ?? 0 >= 0.05 else { return nil }
        let percent = failed.wholePercentText
        let doctor = "or run: img2shards doctor"
        let advice =
            setUp.choseResolvers
            ? "Try other --dns-servers, fewer in flight (--max-in-flight \(max(1, setUp.maximumInFlight / 2))), \(doctor)"
            : "Try --dns-servers 1.1.1.1,8.8.8.8, \(doctor)"
        // Nobody answers anything: that is no question of one server's.
        let isOffline = names.unanswered * 100 >= names.lookUps * 95
        if names.unknown * 2 >= names.failed {
            return
                "\(percent) of DNS look-ups fail, most of them because the name does not exist: the list is old, or its URLs are "
                + "truncated. No option helps"
        }
        if names.unanswered * 2 >= names.failed - names.unknown {
            let who = names.servers.filter(\.drops)
            if who.isEmpty { return nil }
            if isOffline {
                return "almost no name can be looked up: is this machine online? It asks \(named(who)). \(advice)"
            }
            return "\(percent) of look-ups fail: \(named(who)) \(who.count > 1 ? "drop" : "drops") queries. \(advice)"
        }
        let who = names.servers.filter(\.fails)
        if who.isEmpty { return nil }
        return "\(percent) of look-ups fail: \(named(who)) \(who.count > 1 ? "answer" : "answers") with failures "
            + "(SERVFAIL, REFUSED). \(advice)"
    }

    private func named(_ servers: [NameLookUps.Server]) -> String {
        let names = servers.prefix(3).map { PlainText.safe($0.name, maximumCharacters: 60) }.joined(separator: ", ")
        return (servers.count > 1 ? "the resolvers " : "the resolver ") + names
    }
}
