// img2dataset's users' commands, with our name in front.

import CommandWords
import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("A command of img2dataset")
struct Img2DatasetCommandTests {
    private static let rows = 6

    /// Runs what a shell makes of `img2dataset …`, in a folder.
    private func run(_ options: String, in folder: TemporaryFolder) throws -> ToolRun {
        // The one thing that is added: the made list's web is on this machine.
        let script = "img2dataset() { exec \"$TOOL\" \"$@\" --allow_private_addresses; }\nimg2dataset \(options)\n"
        return try RunningTool(
            ["-c", script], environment: ["TOOL": ToolRun.executable.path], program: URL(filePath: "/bin/bash"),
            directory: folder.url
        ).wait()
    }

    private func urls(_ server: SampleWebServer, count: Int = rows) -> [String] {
        (0..<count).map { server.url("/image/96x64/photo/\($0 % 4).jpg?_=\($0)") }
    }

    @Test("of its documentation, word for word", arguments: Img2DatasetCommand.published)
    func published(command: Img2DatasetCommand) throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        try command.writeList(into: folder, urls: urls(server))
        let run = try run(command.options, in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
        let out = folder.path(command.outputFolder)
        let isTar = command.options.contains("webdataset")
        let dataset = try WrittenDataset(out, hasTars: isTar)
        #expect(dataset.rows.count == Self.rows)
        #expect(dataset.rows.allSatisfy { $0.status == "success" && $0.width == command.width }, "\(dataset.rows)")
        let expected = (0..<Self.rows).map { command.captionColumn == nil ? nil : "caption \($0)" }
        #expect(Set(dataset.rows.map(\.caption)) == Set(expected))
        if isTar {
            #expect(dataset.members.keys.filter { $0.hasSuffix(".jpg") }.count == Self.rows)
        } else {
            // img2dataset's default.
            #expect(FileManager.default.fileExists(atPath: out + "/00000/000000000.jpg"))
        }
        for column in command.moreColumns {
            #expect(try TextTable(out + "/00000.parquet").rows.allSatisfy { $0[column.name] != nil }, "\(column.name)")
        }
        let asksForWandb = command.options.contains("--enable_wandb True")
        #expect(run.errors.contains("--enable-wandb: nothing is sent") == asksForWandb)
        let token = server.lastRequest(for: "/image/96x64/photo/0.jpg?_=0")?.header("user-agent") ?? ""
        #expect(token.contains("img2dataset") == command.options.contains("--user_agent_token"), "\(token)")
        guard command.outputFolder == command.path else { return }
        // Again: the tables written into the list's folder are no lists.
        let again = try self.run(command.options, in: folder)
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(server.requests == Self.rows)
    }

    @Test("with a text list and a caption column: the URLs are taken, and that is said")
    func captionsOfText() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        try folder.write("list.txt", urls(server).joined(separator: "\n") + "\n")
        let run = try run(
            "--url_list list.txt --input_format txt --caption_col caption --output_folder out", in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains("--caption_col caption has no effect"), "\(run.errors)")
        let table = try TextTable(folder.path("out/00000.parquet"))
        #expect(table.rows.count == Self.rows && !table.names.contains("caption"))
        // In our own spelling a column that is not there is a mistake.
        let own = try ToolRun(["download", "--url-list", folder.path("list.txt"), "--caption-col", "caption"])
        #expect(own.exitCode == 2, "\(own.errors)")
    }

    @Test("with other spellings, without the word download, and without a name for its list")
    func spellings() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        // A file's name need not tell its format when its lines do.
        try folder.write("myimglist", urls(server).joined(separator: "\n") + "\n")
        let run = try run(
            """
            myimglist 32 out --resize-mode=no --noextract_exif --compute_hash None --retries=1 --thread_count 3 \
            --disallowed_header_directives=[] --caption_col None --oom_shard_count 6 -n 4 --save_additional_columns=[] \
            --max_image_area=1e6 --min_image_size 1 --max_aspect_ratio inf --timeout 20 --encode_quality=90 \
            --output_format webdataset --incremental_mode 'incremental' --distributor=multiprocessing \
            --subjob_size 100 --max_shard_retry 3 --wandb_project x --number_sample_per_shard 3
            """, in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
        let dataset = try WrittenDataset(folder.path("out"))
        #expect(dataset.shards.map(\.name) == ["000000", "000001"])
        #expect(dataset.rows.allSatisfy { $0.status == "success" && $0.width == "96" })
        let names = try TextTable(folder.path("out/000000.parquet")).names
        #expect(!names.contains("exif") && !names.contains("sha256"))
        #expect(run.errors.contains("--subjob-size has no effect") && run.errors.contains("--max-shard-retry"))
    }

    @Test(
        "that says what cannot be had here is told so, kindly",
        arguments: [
            ("--distributor pyspark --proxy http://u:secret@h", "distributor=\"pyspark\", proxy=\"…\""),
            ("--distributor=ray", "leave it out to run here"),
            ("--distributor=multprocessing", "Did you mean \"multiprocessing\"?"),
            ("--thread_count 0", "--thread-count cannot be 0"), ("--skip_reencode=maybe", "True or False"),
            ("--incremental", "Did you mean \"--incremental-mode\"?"),
            ("--imagesize=3", "Did you mean \"--image-size\"?"),
            ("--verify_hash '[\"md5\",\"md5\"]'", "--compute-hash md5"), ("--verify_hash=md5", "a column and the kind"),
            ("--verify_hash=caption,crc", "md5, sha256, sha512"), ("more words", "one word too many"),
            ("--save_additional_columns a b c", "several: --save-additional-columns a,b,c"),
        ])
    func told(options: String, words: String) throws {
        let list = try SampleList(rows: 3)
        let run = try run("--url_list \(list.path) --caption_col caption " + options, in: list.folder)
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("error: ") && run.errors.contains(words), "\(run.errors)")
        #expect(list.server.requests == 0)
    }

    @Test("A word that is no command: the nearest one, and all")
    func unknownCommand() throws {
        let run = try ToolRun(["downlaod", "--url-list", "x"])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("Did you mean \"download\"?") && run.errors.contains("inspect"), "\(run.errors)")
    }

    @Test("verify_hash leaves out what has other bytes than the list says, in either case of the digits")
    func verifyHash() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        try folder.write("list.csv", "url\n" + urls(server).joined(separator: "\n") + "\n")
        #expect(
            try run("list.csv --output_folder first --compute_hash md5 --input_format csv", in: folder).exitCode == 0)
        var hashes: [String: String] = [:]
        for row in try TextTable(folder.path("first/00000.parquet")).rows { hashes[row["url"] ?? ""] = row["md5"] }
        // The last URL twice: its rows' hashes are each row's own.
        let last = urls(server)[5]
        let lines = urls(server).enumerated().map { index, url in
            let hash = hashes[url] ?? "no hash"
            let written =
                switch index {
                case 1: ""
                case 2: String(repeating: "0", count: 32)
                case 3: hash.uppercased()
                default: hash
                }
            return "\(url),\(written)\n"
        }
        try folder.write("md5.csv", "url,md5\n" + lines.joined() + "\(last),00\n")
        server.forgetRequests()
        let run = try run(
            "md5.csv --compute_hash md5 --verify_hash '[\"md5\",\"md5\"]' --input_format csv --output_folder out "
                + "--output_format webdataset --retries 0", in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
        let rows = try TextTable(folder.path("out/00000.parquet")).rows.sorted { $0["key"] ?? "" < $1["key"] ?? "" }
        #expect(rows.map { $0["status"] == "success" } == [true, false, false, true, true, true, false])
        for row in rows where row["status"] != "success" {
            #expect(row["error_message"] == "hash mismatch" && row["status"] == "failed_to_download")
            #expect(row["md5"] == nil && row["error_class"] == "hash_mismatch")
        }
        #expect(rows[3]["md5"] == hashes[urls(server)[3]])
        #expect(server.requests == Self.rows)
        let retry = try ToolRun(["retry", folder.path("out")])
        #expect(retry.exitCode == 2 && retry.errors.contains("--verify-hash"), "\(retry.errors)")
    }

    @Test("A half-finished folder of img2dataset is gone on with: whole shards stay, others are made")
    func halfFinished() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        try folder.write("list.txt", urls(server, count: 9).joined(separator: "\n") + "\n")
        let options = "--url_list list.txt --output_folder out --output_format webdataset --number_sample_per_shard 3"
        #expect(try run(options, in: folder).exitCode == 0)
        // img2dataset has no record of ours, tables without our columns, and leaves cut tars and no stats behind.
        let out = folder.url.appending(path: "out")
        try FileManager.default.removeItem(at: out.appending(path: ".img2shards"))
        try FileManager.default.removeItem(at: out.appending(path: "00001_stats.json"))
        try Data().write(to: out.appending(path: "00001.tar"))
        try Data().write(to: out.appending(path: "00001.parquet"))
        try FileManager.default.createDirectory(at: out.appending(path: "_tmp"), withIntermediateDirectories: true)
        let kept = try Data(contentsOf: out.appending(path: "00002.tar"))
        server.forgetRequests()
        let again = try run(options, in: folder)
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(server.requests == 3)
        #expect(try Data(contentsOf: out.appending(path: "00002.tar")) == kept)
        #expect(try WrittenDataset(folder.path("out")).rows.allSatisfy { $0.status == "success" })
    }

    @Test("Every option of it is one of ours, with its default, or with one that docs/from-img2dataset.md tells")
    func defaults() throws {
        let dump = try ToolRun(["--experimental-dump-help"])
        let root = try CommandDescription(dump: dump.output)
        let download = try #require(root.subcommands.first { $0.name == "download" })
        var different: [String: String] = [:]
        for option in PeerOption.all {
            let ours = try #require(
                download.options.first { $0.longNames.contains(option.spelledHere) }, "\(option.name)")
            let theirs = option.defaultValue
            let same: Bool =
                switch option.kind {
                case .flag:
                    // A flag that has a negation shows its default; others are off.
                    ours.negation == nil ? theirs == "False" : ours.defaultValue == "--" + option.spelledHere
                case .number: ours.defaultValue.flatMap(Double.init) == theirs.flatMap(Double.init)
                case .text, .integer, .list: ours.defaultValue ?? "None" == theirs ?? "None"
                }
            if !same { different[option.name] = ours.defaultValue ?? "None" }
        }
        #expect(
            different == [
                // As there for jpg and webp; 95 is an error there for png.
                "encode_quality": "95, png 6, avif 80",
                // txt for a list whose name tells nothing.
                "input_format": "by the file's name",
                "retries": "2",
                // None, in words.
                "caption_col": "no captions", "verify_hash": "no check", "bbox_col": "nothing is blurred",
                "disallowed_header_directives": "noai,noimageai,noindex,noimageindex",
                // Hints, and what has no effect.
                "processes_count": "None", "thread_count": "1", "subjob_size": "None", "max_shard_retry": "None",
                "wandb_project": "None",
            ])
        let page = try String(
            contentsOf: Repository.root.appending(path: "docs/from-img2dataset.md"), encoding: .utf8)
        for option in PeerOption.all { #expect(page.contains("`\(option.name)`"), "\(option.name)") }
    }
}
