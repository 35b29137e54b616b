// The examples that a command's help begins with.

/// Commands to paste, each with what it is for. Lines stay within 80 columns.
enum Examples {
    /// A command and what it does.
    typealias Example = (what: String, command: String)

    static let root = [download[0], download[1], download[2]]

    static let download: [Example] = [
        (
            "the images of a parquet list as tar shards of 256 px",
            """
            img2shards download --url-list laion.parquet --url-col URL \\
                --caption-col TEXT --output-format webdataset --output-folder laion-256
            """
        ),
        (
            "large images only, at 512 px, with a preset's columns and options",
            """
            img2shards download --config laion400m --url-list laion400m/ \\
                --min-width 512 --min-height 512 --image-size 512 \\
                --output-folder laion-512
            """
        ),
        ("resume after a stop: the same command again", "img2shards download --url-list laion.parquet …"),
    ]

    static let fetch: [Example] = [
        (
            "rows of an Arrow stream with their images, as another stream",
            "img2shards fetch --arrow --url-col URL --image-size 256 < in.arrows > out.arrows"
        )
    ]

    static let extract: [Example] = [
        (
            "image URLs and captions out of two files of Common Crawl",
            """
            img2shards extract CC-MAIN-00000.warc.wat.gz CC-MAIN-00001.warc.wat.gz \\
                --output-folder pairs
            """
        ),
        (
            "from Common Crawl's server, the first 10 files of a list",
            "img2shards extract wat.paths.gz --max-files 10 --output-folder pairs"
        ),
        (
            "then the images",
            """
            img2shards download --config cc2dataset --url-list pairs \\
                --output-folder images
            """
        ),
    ]

    static let count: [Example] = [
        (
            "how many rows a condition keeps, and their sizes",
            """
            img2shards count --url-list laion.parquet \\
                --where 'WIDTH >= 512 and NSFW == "UNLIKELY"'
            """
        )
    ]

    static let plan: [Example] = [
        (
            "select rows once, then download them on eight machines",
            """
            img2shards plan --url-list laion.parquet --url-col URL --caption-col TEXT \\
                --dedup url --output laion.plan
            img2shards download --plan laion.plan --part 1/8 --output-folder /shared/laion
            """
        )
    ]

    static let finish: [Example] = [
        ("complete what several machines have made", "img2shards finish /shared/laion")
    ]

    static let retry: [Example] = [
        ("temporary failures once more", "img2shards retry laion-256"),
        ("also rows that were forbidden (403)", "img2shards retry laion-256 --classes timeout,dns,http_403"),
    ]

    static let reshape: [Example] = [
        (
            "a dataset of 1024 px at 256 px, without the network",
            "img2shards reshape laion-1024 --image-size 256 --output-folder laion-256"
        ),
        (
            "a parquet dataset as tar shards, images as they are",
            """
            img2shards reshape laion-parquet --disable-all-reencoding \\
                --output-format webdataset --output-folder laion-tars
            """
        ),
        (
            "the images that fit their captions best, by the scores of embed",
            """
            img2shards reshape laion-256 --scores laion-emb --top similarity:30% \\
                --where 'NSFW == "UNLIKELY"' --disable-all-reencoding --output-folder laion-best
            """
        ),
    ]

    static let embed: [Example] = [
        (
            "embeddings of images and captions, and how well they fit",
            """
            img2shards embed laion-256 --output-folder laion-emb \\
                --image-model vision.onnx --text-model text.onnx \\
                --vocabulary .deps/models/bpe_simple_vocab_16e6.txt.gz
            """
        ),
        (
            "how likely it is that an image is not safe for work",
            """
            img2shards embed laion-256 --output-folder laion-nsfw \\
                --nsfw-model .deps/models/open-nsfw.onnx
            """
        ),
        (
            "those of a filtered dataset, without running the models again",
            "img2shards embed laion-best --embeddings laion-emb --output-folder laion-best-emb"
        ),
    ]

    static let status: [Example] = [
        ("the progress of a run, or how it ended", "img2shards status laion-256"),
        ("the same for a program", "img2shards status laion-256 --json"),
    ]

    static let browse: [Example] = [
        ("a dataset as a page on this machine, http://127.0.0.1:1234/", "img2shards browse laion-256"),
        (
            "with similar images, by embeddings of img2shards embed",
            "img2shards browse laion-256 --embeddings laion-emb"
        ),
        (
            "several datasets, for the other machines of a network, with a token",
            "img2shards browse laion-256 cc12m --listen 0.0.0.0:8080"
        ),
        ("only what embed wrote, or published tables: captions and URLs", "img2shards browse laion-emb"),
    ]

    static let report: [Example] = [
        ("a page of a dataset: figures, plots, pictures", "img2shards report laion-256 --output laion.html"),
        ("two datasets, compared", "img2shards report laion-256 laion-512"),
    ]

    static let index: [Example] = [
        ("an index over embeddings", "img2shards index laion-emb --output-folder laion-index"),
        (
            "lists on disk that find 99 of 100 nearest images",
            """
            img2shards index laion-emb --output-folder laion-index \\
                --type ivf --recall 0.99
            """
        ),
    ]

    static let search: [Example] = [
        ("images like one of the dataset", "img2shards search laion-index --row 4711"),
        (
            "captions near to vectors of a file",
            "img2shards search laion-index --modality text --queries vectors.npy --json"
        ),
    ]

    static let inspect: [Example] = [
        ("what is in a dataset", "img2shards inspect laion-256"),
        ("one shard of it, for a program", "img2shards inspect laion-256/00012.tar --json"),
        ("the rows that failed, as a table", "img2shards inspect laion-256 --failed > failed.csv"),
        (
            "those that a retry may fetch, for pandas",
            """
            img2shards inspect laion-256 --failed --classes timeout,dns,http_5xx --output failed.parquet
            """
        ),
    ]

    static let verify: [Example] = [
        ("check that every file is unchanged", "img2shards verify laion-256"),
        ("decode every image, too, and remove damaged shards", "img2shards verify laion-256 --deep --repair"),
    ]

    /// The examples as a help shows them, and an empty line.
    static func text(_ examples: [Example]) -> String {
        let lines = examples.flatMap { example in
            ["  # " + example.what] + example.command.split(separator: "\n").map { "  " + $0 }
        }
        return (["Examples:", ""] + lines + ["", ""]).joined(separator: "\n")
    }
}
