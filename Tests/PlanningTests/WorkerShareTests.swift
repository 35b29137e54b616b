// Which shards a worker makes, from options and environment.

import DatasetModel
import Testing

@testable import Planning

@Suite struct WorkerShareTests {
    private func share(
        part: String? = nil, rank: String? = nil, world: Int? = nil, shards: [String]? = nil, claims: Bool = false,
        _ environment: [String: String] = [:]
    ) throws -> WorkerShare? {
        var flags = WorkerFlags()
        flags.part = part
        flags.rank = rank
        flags.worldSize = world
        flags.shards = shards
        flags.claims = claims
        flags.environment = environment
        return try WorkerShare.resolve(flags)
    }

    private func message(
        part: String? = nil, rank: String? = nil, world: Int? = nil, shards: [String]? = nil, claims: Bool = false,
        _ environment: [String: String] = [:]
    ) -> String {
        do {
            _ = try share(part: part, rank: rank, world: world, shards: shards, claims: claims, environment)
            return ""
        } catch {
            let error = error as? DownloadError
            return error?.exitCode == 2 ? error?.message ?? "" : ""
        }
    }

    private func numbers(_ share: WorkerShare?, below end: Int) -> [Int] {
        (0..<end).filter { share?.contains(ShardID($0)) ?? true }
    }

    @Test("Without options and without a scheduler a run makes all, alone") func alone() throws {
        #expect(try share() == nil)
        #expect(try share(part: "1/1") == nil)
        #expect(try share(world: 1, ["RANK": "3", "WORLD_SIZE": "8"]) == nil)
        #expect(try share(["SLURM_PROCID": "0", "SLURM_NTASKS": "1"]) == nil)
        #expect(try share(["RANK": "3"]) == nil)
        #expect(try share(world: 1, ["JOB_COMPLETION_INDEX": "3"]) == nil)
    }

    @Test("Parts and ranks are the same shares, and together all shards once") func parts() throws {
        for (part, rank) in [("1/3", "0"), ("2/3", "1"), ("3/3", "2")] {
            let share = try share(part: part)
            #expect(share == (try self.share(rank: rank, world: 3)))
            #expect(share?.worldSize == 3)
        }
        let all = try (1...3).flatMap { numbers(try share(part: "\($0)/3"), below: 20) }
        #expect(all.sorted() == Array(0..<20))
        #expect(try share(part: "2/3")?.count(of: 20) == 7)
        #expect(try share(part: "3/3")?.count(of: 20) == 6)
        #expect(try share(part: "3/3")?.words == "worker 3 of 3, every 3rd shard")
    }

    @Test("Shards by number") func shards() throws {
        let share = try share(shards: ["100-149", "7", "140-160"])
        #expect(numbers(share, below: 200) == [7] + Array(100...160))
        #expect(share?.count(of: 110) == 11)
        #expect(share?.words == "shards 7,100-160")
        for words in [["a"], ["1-"], ["-1"], ["3-2"], [""], ["1--2"], [], ["1-2-3"], ["99999999999999999999"]] {
            #expect(message(shards: words).contains("is no list of shards"), "\(words)")
        }
    }

    @Test("Claims take any shard; the world only divides the limits") func claims() throws {
        let share = try share(world: 4, claims: true)
        #expect(numbers(share, below: 5) == [0, 1, 2, 3, 4])
        #expect(share?.worldSize == 4)
        #expect(try self.share(claims: true, ["RANK": "3", "WORLD_SIZE": "8"])?.worldSize == 8)
        #expect(try self.share(claims: true)?.worldSize == nil)
    }

    @Test(
        "A scheduler's variables",
        arguments: [
            (["SLURM_PROCID": "3", "SLURM_NTASKS": "8"], 3, 8, "SLURM_PROCID"),
            (
                [
                    "SLURM_ARRAY_TASK_ID": "14", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_STEP": "2",
                    "SLURM_ARRAY_TASK_COUNT": "5", "SLURM_PROCID": "0", "SLURM_NTASKS": "1",
                ], 2, 5, "SLURM_ARRAY_TASK_ID"
            ),
            (["AWS_BATCH_JOB_ARRAY_INDEX": "1", "AWS_BATCH_JOB_ARRAY_SIZE": "2"], 1, 2, "AWS_BATCH_JOB_ARRAY_INDEX"),
            (["AWS_BATCH_JOB_NODE_INDEX": "0", "AWS_BATCH_JOB_NUM_NODES": "2"], 0, 2, "AWS_BATCH_JOB_NODE_INDEX"),
            (["CLOUD_RUN_TASK_INDEX": "4", "CLOUD_RUN_TASK_COUNT": "9"], 4, 9, "CLOUD_RUN_TASK_INDEX"),
            (["BATCH_TASK_INDEX": "4", "BATCH_TASK_COUNT": "9"], 4, 9, "BATCH_TASK_INDEX"),
            (["RANK": "7", "WORLD_SIZE": "8"], 7, 8, "RANK"),
            (["OMPI_COMM_WORLD_RANK": "7", "OMPI_COMM_WORLD_SIZE": "8"], 7, 8, "OMPI_COMM_WORLD_RANK"),
        ])
    func scheduler(environment: [String: String], rank: Int, world: Int, variable: String) throws {
        let share = try #require(try share(environment))
        #expect(share.choice == .every(WorkerPlace(rank: rank, worldSize: world, variable: variable)))
        #expect(share.words.hasPrefix("worker \(rank + 1) of \(world) (rank \(rank) by \(variable)), every "))
        #expect(share.words.hasSuffix("; --world-size 1 downloads all"))
        // What is typed counts more.
        #expect(try self.share(part: "1/2", environment)?.words == "worker 1 of 2, every 2nd shard")
    }

    @Test("Kubernetes says the rank alone") func kubernetes() throws {
        let environment = ["JOB_COMPLETION_INDEX": "2"]
        let place = WorkerPlace(rank: 2, worldSize: 4, variable: "JOB_COMPLETION_INDEX")
        #expect(try share(world: 4, environment)?.choice == .every(place))
        #expect(try share(rank: "auto", world: 4, environment)?.choice == .every(place))
        #expect(message(world: 2, environment).contains("is no place among 2"))
        // Every pod would download all, into one folder.
        #expect(message(environment).contains("--world-size N, or --world-size 1"))
    }

    @Test("What cannot be is refused, and the message says what to type") func refused() {
        #expect(message(part: "0/3").contains("--part 1/8"))
        #expect(message(part: "4/3").contains("--part cannot be \"4/3\""))
        #expect(message(part: "1").contains("--part cannot be"))
        #expect(message(part: "1/2", world: 3).contains("contradict"))
        #expect(message(rank: "1").contains("--rank 1 --world-size N"))
        #expect(message(rank: "3", world: 3).contains("ranks are 0 to 2"))
        #expect(message(rank: "-1", world: 3).contains("a number from 0"))
        #expect(message(rank: "auto").contains("--world-size N"))
        #expect(message(world: 3).contains("--rank R"))
        #expect(message(world: 0).contains("--world-size cannot be 0"))
        #expect(message(part: "1/2", rank: "0").contains("exclude each other"))
        #expect(message(part: "1/2", claims: true).contains("exclude each other"))
        #expect(message(shards: ["1"], claims: true).contains("leave out one of them"))
        #expect(message(["RANK": "8", "WORLD_SIZE": "8"]).contains("--world-size 1 to download all"))
        #expect(message(["RANK": "x", "WORLD_SIZE": "8"]).contains("RANK is \"x\""))
        #expect(message(["WORLD_SIZE": "8"]).contains("RANK is not set"))
        let gaps = ["SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "3"]
        #expect(message(gaps).contains("numbers have gaps"))
    }
}
