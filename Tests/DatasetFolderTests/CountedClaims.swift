// A folder of leases that counts what it is asked for.

import Synchronization

@testable import DatasetFolder

final class CountedClaims: ClaimPlace {
    let reads = Atomic(0)
    private let place: FolderClaims

    init(_ place: FolderClaims) { self.place = place }

    var name: String { place.name }
    var now: Double { place.now }
    var lookInterval: Duration { place.lookInterval }

    func prepare() throws(ShardError) { try place.prepare() }

    func read(_ file: String) throws(ShardError) -> Claim? {
        reads.add(1, ordering: .relaxed)
        return try place.read(file)
    }

    func create(_ file: String, _ bytes: [UInt8]) throws(ShardError) -> Bool { try place.create(file, bytes) }
    func rewrite(_ file: String, _ bytes: [UInt8]) throws(ShardError) -> Bool { try place.rewrite(file, bytes) }
    func isMissing(_ file: String) -> Bool { place.isMissing(file) }
    func tryToRemove(_ file: String) { place.tryToRemove(file) }
    func names() throws(ShardError) -> [String] { try place.names() }
    func removeAll() throws(ShardError) { try place.removeAll() }
}
