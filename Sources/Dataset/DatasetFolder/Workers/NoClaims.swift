// A place that cannot say which of two processes was faster.

internal import Ground

/// Grants everything: workers with fixed shares need no leases, as a shard that is made twice is the same shard.
struct NoClaims: ClaimPlace {
    let name: String
    var grantsAll: Bool { true }
    var lookInterval: Duration { .seconds(3600) }

    var now: Double { WallClock.secondsSince1970 }

    func prepare() {}
    func read(_ file: String) -> Claim? { nil }
    func create(_ file: String, _ bytes: [UInt8]) -> Bool { true }
    func rewrite(_ file: String, _ bytes: [UInt8]) -> Bool { true }
    func isMissing(_ file: String) -> Bool { true }
    func tryToRemove(_ file: String) {}
    func names() -> [String] { [] }
    func removeAll() {}
}
