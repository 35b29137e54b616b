// Open files: shared out beforehand, so that no run meets its limit on the way.

import Testing

@testable import Planning

@Suite("Shares of open files")
struct DescriptorBudgetTests {
    @Test("Whatever the limit and the sizes, all shares together fit below it")
    func fits() throws {
        for sizes in [1, 2, 7, 16] {
            let least = DescriptorBudget.least(sizes: sizes)
            #expect(DescriptorBudget(limit: least - 1, sizes: sizes) == nil)
            for limit in [least, least + 1, least + 17, 256, 1000, 1024, 4096, 65_536, Int.max] where limit >= least {
                let budget = try #require(DescriptorBudget(limit: limit, sizes: sizes))
                let shards = budget.openShards * DescriptorBudget.perShardAndSize * sizes
                let (sum, isHuge) = budget.transfers.addingReportingOverflow(
                    budget.idleConnections + shards + DescriptorBudget.others)
                #expect(!isHuge && sum <= limit, "\(limit) \(sizes)")
                #expect(budget.openShards >= 2 && budget.transfers >= 8 && budget.idleConnections >= 0)
                #expect(budget.openShards <= 128 && budget.idleConnections <= 512)
            }
            for transfers in [1, 100, 4096, 1_000_000] {
                let limit = DescriptorBudget.limit(forTransfers: transfers, sizes: sizes)
                #expect(try #require(DescriptorBudget(limit: limit, sizes: sizes)).transfers >= transfers)
            }
        }
    }
}
