// img2dataset's words in, ours out.

import CommandWords
import Testing

@Suite("img2dataset's spelling")
struct FireSpellingTests {
    /// A small command: some of img2dataset's options, and some of ours.
    private static let download = CommandForm(
        name: "download",
        options: [
            OptionForm(name: "url-list", kind: .value), OptionForm(name: "image-size", kind: .value),
            OptionForm(name: "output-folder", kind: .value),
            OptionForm(name: "resize-only-if-bigger", kind: .flag(negation: nil)),
            OptionForm(name: "number-sample-per-shard", kind: .value), OptionForm(name: "caption-col", kind: .value),
            OptionForm(name: "skip-reencode", kind: .flag(negation: nil)), OptionForm(name: "retries", kind: .value),
            OptionForm(name: "extract-exif", kind: .flag(negation: "no-extract-exif")),
            OptionForm(name: "save-additional-columns", kind: .value), OptionForm(name: "compute-hash", kind: .value),
            OptionForm(name: "disallowed-header-directives", kind: .value),
            OptionForm(name: "header", kind: .value), OptionForm(name: "to-srgb", kind: .flag(negation: nil)),
            OptionForm(name: "help", kind: .flag(negation: nil)),
        ])

    private func spelled(_ words: String...) throws -> [String] {
        try FireSpelling(Self.download).spelled(words)
    }

    @Test(
        "One option, however it is written",
        arguments: [
            ["--url_list=x"], ["--url_list", "x"], ["--url-list", "x"], ["--url-list=x"], ["-url_list", "x"],
            ["-url_list=x"], ["--url_list", "'x'"], ["--url_list=\"x\""], ["x"],
        ])
    func oneOption(words: [String]) throws {
        #expect(try FireSpelling(Self.download).spelled(words) == ["--url-list=x"])
    }

    @Test(
        "A flag, set and taken back",
        arguments: [
            (["--skip_reencode"], ["--skip-reencode"]), (["--skip_reencode=True"], ["--skip-reencode"]),
            (["--skip_reencode", "True"], ["--skip-reencode"]), (["--skip-reencode", "true"], ["--skip-reencode"]),
            (["--skip_reencode=1"], ["--skip-reencode"]), (["--skip_reencode=False"], []),
            (["--skip_reencode", "False"], []), (["--noskip_reencode"], []), (["--no-skip-reencode"], []),
            (["--skip_reencode", "--noskip_reencode"], []),
            (["--noskip_reencode", "--skip_reencode"], ["--skip-reencode"]),
            (["--extract_exif"], ["--extract-exif"]), (["--noextract_exif"], ["--no-extract-exif"]),
            (["--extract_exif=False"], ["--no-extract-exif"]), (["--extract_exif", "false"], ["--no-extract-exif"]),
            (["--no-extract-exif"], ["--no-extract-exif"]), (["--no-extract-exif=False"], ["--extract-exif"]),
            (["--extract_exif=None"], ["--no-extract-exif"]), (["--to_srgb=True"], ["--to-srgb"]),
        ])
    func flags(words: [String], expected: [String]) throws {
        #expect(try FireSpelling(Self.download).spelled(words) == expected)
    }

    @Test("A flag's value that is neither yes nor no is reported")
    func notABoolean() {
        #expect {
            try spelled("--skip_reencode=maybe")
        } throws: { error in
            (error as? SpellingError)?.category == .notABoolean
        }
    }

    @Test("Values are taken as Python reads them")
    func values() throws {
        #expect(try spelled("--number_sample_per_shard", "10_000") == ["--number-sample-per-shard=10000"])
        #expect(try spelled("--retries", "-1") == ["--retries=-1"])
        #expect(try spelled("--compute_hash", "None") == ["--compute-hash=none"])
        #expect(try spelled("--caption_col=TEXT", "--caption_col=None") == [])
        #expect(try spelled("--caption_col=\"TEXT\"") == ["--caption-col=TEXT"])
        #expect(try spelled("--header", "a_b: 'c=d'") == ["--header=a_b: 'c=d'"])
        #expect(try spelled("--output_folder=a_b=c") == ["--output-folder=a_b=c"])
        #expect(
            try spelled("--disallowed_header_directives", "[]") == ["--disallowed-header-directives=[]"])
    }

    @Test("Words without a name go to the options that are not named, in img2dataset's order")
    func bareWords() throws {
        #expect(
            try spelled("list.txt", "512", "out") == ["--url-list=list.txt", "--image-size=512", "--output-folder=out"])
        #expect(
            try spelled("--image_size=512", "list.txt", "out", "--skip_reencode")
                == ["--image-size=512", "--skip-reencode", "--url-list=list.txt", "--output-folder=out"])
    }

    @Test("A pattern that the shell has spread is reported, not taken for a size")
    func spreadPattern() {
        #expect {
            try spelled("--url-list", "a.parquet", "b.parquet")
        } throws: { error in
            let error = error as? SpellingError
            return error?.category == .wordTooMany && error?.word == "b.parquet"
        }
    }

    @Test(
        "An option that does not exist is reported, in our spelling",
        arguments: [
            (["--imagesize", "256", "--url_list=x"], "--imagesize"), (["--url_lst=x"], "--url-lst"),
            (["-i", "500"], "-i"), (["-url_lst"], "--url-lst"),
        ])
    func unknown(words: [String], name: String) {
        #expect {
            try FireSpelling(Self.download).spelled(words)
        } throws: { error in
            let error = error as? SpellingError
            return error?.category == .unknownOption && error?.word == name
        }
    }

    @Test("A value that is missing is left to the parser, which tells it")
    func missingValue() throws {
        #expect(try spelled("--url_list") == ["--url-list"])
        #expect(try spelled("--url_list", "--skip_reencode") == ["--url-list", "--skip-reencode"])
    }

    @Test("A command without a list keeps its words where they are")
    func otherCommand() throws {
        let inspect = CommandForm(
            name: "inspect",
            options: [
                OptionForm(name: "json", kind: .flag(negation: nil)), OptionForm(name: "image-workers", kind: .value),
            ])
        #expect(
            try FireSpelling(inspect).spelled(["out", "--json", "--image_workers", "3", "more", "--", "--x_y"])
                == ["out", "--json", "--image-workers=3", "more", "--", "--x_y"])
        let reshape = CommandForm(name: "reshape", options: [OptionForm(name: "compute-hash", kind: .value)])
        #expect(
            try FireSpelling(reshape).spelled(["out", "--compute_hash", "None"]) == ["out", "--compute-hash=none"])
    }

    @Test("A single letter is the only option that begins with it")
    func letters() throws {
        #expect(try spelled("-n", "500") == ["--number-sample-per-shard=500"])
    }
}
