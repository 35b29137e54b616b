// The webs that the simulation plays.

import Ground

@testable import Fetching

extension WebSimulation {
    /// How bad URLs stand in a list.
    enum Order: String, CaseIterable, Sendable { case mixed, badFirst, goodFirst, outside }

    static func oneHost(
        bad: Int, good: Int, _ own: SimulatedHost.Answer, _ order: Order, times: Int? = nil,
        host: SimulatedHost = SimulatedHost(), seed: UInt64 = 21
    ) -> WebSimulation {
        let count = bad + good
        var chance = SeededBits(seed: seed)
        let places = (0..<count).shuffled(using: &chance)
        let rows = (0..<count).map { index in
            let isBad =
                switch order {
                case .mixed: places[index] < bad
                case .badFirst: index < bad
                case .goodFirst: index >= good
                case .outside: index < bad / 2 || index >= bad / 2 + good
                }
            return Row(host: 0, own: isBad ? own : nil, times: isBad ? times : nil)
        }
        return WebSimulation(hosts: [host], rows: rows)
    }

    /// The web whose tail was long: many hosts, some of them dead, a large one, and URLs with troubles of their own.
    static func tail(rows count: Int = 10_000, hosts hostCount: Int = 3000) -> WebSimulation {
        var chance = SeededBits(seed: 77)
        var hosts = (0..<hostCount).map { _ in
            var host = SimulatedHost()
            host.spread = 1
            return host
        }
        for host in hostCount - hostCount / 50..<hostCount { hosts[host].always = .noConnection }
        let largest = count * 460 / 10_000
        let rows = (0..<count).map { index -> Row in
            var row = Row(host: index % (count / largest) == 0 ? 0 : Int.random(in: 0..<hostCount, using: &chance))
            switch Int.random(in: 0..<100, using: &chance) {
            case 0: row = Row(host: row.host, own: .refusal(status: 503, wish: .seconds(1)), times: 2)
            case 1: row = Row(host: row.host, own: .hang, times: nil)
            default: break
            }
            return row
        }
        return WebSimulation(hosts: hosts, rows: rows)
    }
}
