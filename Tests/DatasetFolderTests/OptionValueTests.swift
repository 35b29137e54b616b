// Values of options as they are recorded and compared.

import FoundationEssentials
import Testing

@testable import DatasetFolder

@Suite("Values of options")
struct OptionValueTests {
    private func option(_ value: OptionValue) -> RunIdentity.Option { RunIdentity.Option(name: "a", value: value) }

    @Test(
        "A value is a text on disk, a flag an empty one, and what is not set is not there",
        arguments: [
            (OptionValue.absent, #"{"name":"a"}"#), (.flag, #"{"name":"a","value":""}"#),
            (.integer(7), #"{"name":"a","value":"7"}"#), (.number(30), #"{"name":"a","value":"30.0"}"#),
            (.text("x y"), #"{"name":"a","value":"x y"}"#), (.words(["x", "y"]), #"{"name":"a","value":"x,y"}"#),
            (.list([]), #"{"name":"a","value":""}"#), (.list([""]), #"{"name":"a","value":""}"#),
            (
                .files([RecordedFile(path: "a (1).txt", sizeBytes: 12), RecordedFile(path: "b", sizeBytes: 0)]),
                #"{"name":"a","value":"a (1).txt (12 bytes) --exclude-list b (0 bytes)"}"#
            ),
        ])
    func onDisk(value: OptionValue, json: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = try encoder.encode(option(value))
        #expect(String(decoding: bytes, as: UTF8.self) == json)
        let read = try JSONDecoder().decode(RunIdentity.Option.self, from: bytes)
        #expect(read.value.isSame(as: value) && value.isSame(as: read.value))
        #expect(read.value.read(like: value) == value)
    }

    @Test("A recorded text is compared as the value it is of")
    func kinds() {
        #expect(OptionValue.text("0.50").isSame(as: .number(0.5)) && OptionValue.number(1000).isSame(as: .text("1e3")))
        #expect(OptionValue.text("007").isSame(as: .integer(7)))
        #expect(!OptionValue.text("0.5").isSame(as: .text("0.50")) && !OptionValue.text("8").isSame(as: .integer(7)))
        #expect(!OptionValue.absent.isSame(as: .flag) && !OptionValue.text("x").isSame(as: .integer(7)))
        // A word with a comma in it is two when it is read.
        #expect(
            OptionValue.text("a,b").isSame(as: .words(["a,b"]))
                && OptionValue.text("a,b").isSame(as: .words(["a", "b"])))
    }

    @Test("Files are the same with their sizes, or where sizes do not count")
    func files() {
        let begun = OptionValue.text("a b.txt (12 bytes) --exclude-list c.gz (3 bytes)")
        let now = OptionValue.files([
            RecordedFile(path: "a b.txt", sizeBytes: 12), RecordedFile(path: "c.gz", sizeBytes: 4),
        ])
        #expect(!begun.isSame(as: now))
        #expect(begun.read(like: now).withoutSizes.isSame(as: now.withoutSizes))
        #expect(RecordedFile.files(of: "odd (name)") == [RecordedFile(path: "odd (name)", sizeBytes: nil)])
    }
}
