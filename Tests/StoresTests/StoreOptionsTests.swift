// Options of stores.

import Tables
import Testing

@testable import Stores

@Suite("Options of stores")
struct StoreOptionsTests {
    @Test(
        "A wrong option is refused, with what there is; its value is not repeated",
        arguments: [
            ["endpoint"], ["endpoint="], ["endpoint=http://user:secret@host"], ["endpoint=http://host/path"],
            ["secret_key=secret"], ["anonymous=yes"], ["addressing=host"], ["timeout=0"], ["timeout=soon"],
        ])
    func refused(words: [String]) {
        #expect {
            try StoreOptions(words)
        } throws: { error in
            guard let failure = error as? StoreOptions.Failure else { return false }
            return failure.message.contains("--store-option") && !failure.message.contains("secret@")
                && !failure.message.contains("=secret")
        }
    }

    @Test("The endpoint is the option's, else that of S3, else that of all of AWS")
    func endpoint() throws {
        let both = ["AWS_ENDPOINT_URL": "http://all:1/", "AWS_ENDPOINT_URL_S3": "https://s3.example"]
        let given = try StoreOptions(["endpoint=http://own:2"]).s3(caFile: nil) { both[$0] }
        #expect(given.scheme == "http" && given.endpoint == "own:2")
        let own = try StoreOptions([]).s3(caFile: "/ca.pem") { both[$0] }
        #expect(own.scheme == "https" && own.endpoint == "s3.example" && own.caFile == "/ca.pem")
        let all = try StoreOptions([]).s3(caFile: nil) { $0 == "AWS_ENDPOINT_URL" ? both[$0] : nil }
        #expect(all.scheme == "http" && all.endpoint == "all:1")
        let none = try StoreOptions([]).s3(caFile: nil) { _ in nil }
        #expect(none.endpoint.isEmpty && none.scheme == "https" && none.region.isEmpty && none.caFile.isEmpty)
    }

    @Test("The region is the option's, else the environment's")
    func region() throws {
        let environment = ["AWS_DEFAULT_REGION": "eu-west-1"]
        #expect(try StoreOptions(["region=auto"]).s3(caFile: nil) { environment[$0] }.region == "auto")
        #expect(try StoreOptions([]).s3(caFile: nil) { environment[$0] }.region == "eu-west-1")
    }

    @Test("An endpoint of the environment that is none is an error")
    func badEndpoint() throws {
        let options = try StoreOptions([])
        #expect(throws: TableError.self) {
            try options.s3(caFile: nil) { _ in "http://user:secret@host" }
        }
    }

    @Test("One endpoint is for stores of one kind; of several each has its own")
    func endpoints() throws {
        let places = ["s3://a/b", "gs://a/b", "az://a/b"].compactMap { StorePath($0) }
        let one = try StoreOptions(["endpoint=http://h:1"])
        try one.check(for: [places[0], places[0]])
        #expect {
            try one.check(for: places)
        } throws: { error in
            let message = (error as? StoreOptions.Failure)?.message ?? ""
            return message.contains("s3.endpoint=") && message.contains("az.endpoint=")
        }
        let own = try StoreOptions(["s3.endpoint=http://h:1", "gs.endpoint=http://h:2", "endpoint=http://h:3"])
        try own.check(for: places)
        #expect(own.endpoint(of: .s3) == "http://h:1" && own.endpoint(of: .google) == "http://h:2")
        #expect(own.endpoint(of: .azure) == "http://h:3")
        #expect(throws: StoreOptions.Failure.self) { try StoreOptions(["hf.endpoint=http://h:1"]).check(for: places) }
        #expect(throws: StoreOptions.Failure.self) { try StoreOptions(["hdfs.endpoint=http://h:1"]) }
    }

    @Test("A mistyped option is asked about with the one that was probably meant, and without its value")
    func mistyped() {
        for (word, option) in [
            ("endpont=http://h:1", "endpoint"), ("s3.endpiont=x", "s3.endpoint"), ("regoin=a", "region"),
        ] {
            let failure = #expect(throws: StoreOptions.Failure.self) { try StoreOptions([word]) }
            #expect(failure?.message.contains("Did you mean \"\(option)\"?") == true)
        }
        let other = #expect(throws: StoreOptions.Failure.self) { try StoreOptions(["password=a-secret"]) }
        #expect(other?.message.contains("Did you mean") == false && other?.message.contains("a-secret") == false)
    }

    @Test("AWS_CA_BUNDLE is for the S3 family alone")
    func authorities() throws {
        func file(_ place: String) throws -> String {
            try StoreOptions(["anonymous=true"]).options(for: #require(StorePath(place)), caFile: "/system.pem") {
                $0 == "AWS_CA_BUNDLE" ? "/own.pem" : nil
            }.caFile
        }
        #expect(try file("s3://a/b") == "/own.pem")
        #expect(try file("gs://a/b") == "/system.pem")
    }
}
