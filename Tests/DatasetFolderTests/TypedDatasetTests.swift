import DatasetFolder
import Testing

@Suite("Commands that are printed for a dataset")
struct TypedDatasetTests {
    @Test(
        "Its name is quoted as a shell needs it",
        arguments: [("laion-256", "laion-256"), ("/a b/c", "'/a b/c'"), ("it's", "'it'\\''s'"), ("-x", "./-x")])
    func quoting(name: String, quoted: String) {
        #expect(TypedDataset(path: name).command("verify", ["--deep"]) == "img2shards verify \(quoted) --deep")
    }

    @Test("One in a store is named by its place and has the store's options; so have what is in it and what it is in")
    func stored() {
        let dataset = TypedDataset(
            path: "/tmp/mirror-1", name: "s3://out/a b", options: ["--store-option", "region=x"])
        #expect(dataset.command("verify") == "img2shards verify 's3://out/a b' --store-option region=x")
        let size = dataset.inside("256")
        #expect(size.path == "/tmp/mirror-1/256")
        #expect(size.command("embed") == "img2shards embed 's3://out/a b/256' --store-option region=x")
        #expect(size.above == dataset)
        #expect(TypedDataset(path: "out/").inside("256").path == "out/256")
    }
}
