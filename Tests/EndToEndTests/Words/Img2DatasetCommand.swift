// A command of img2dataset's own documentation, and the list it wants.

import Foundation
import SampleWeb
import Tables
import TestSupport

/// Words as they are published, and what the list they name looks like.
struct Img2DatasetCommand: CustomStringConvertible {
    enum List {
        /// A folder with two parquet files, or one file.
        case parquet(isFolder: Bool)
        /// With a header line.
        case tsv
        /// One object with a column for each member.
        case jsonColumns
        case lines
    }

    let name: String
    let list: List
    let path: String
    let urlColumn: String
    let captionColumn: String?
    /// Name and Arrow's type.
    let moreColumns: [(name: String, type: String)]
    /// Behind `img2dataset`, for a shell.
    let options: String
    let outputFolder: String
    /// The larger side of an image of 96x64 pixels.
    let width: String

    var description: String { name }

    /// Writes the list into a folder.
    func writeList(into folder: TemporaryFolder, urls: [String]) throws {
        let captions = urls.indices.map { "caption \($0)" }
        switch list {
        case .lines: try folder.write(path, urls.joined(separator: "\n"))
        case .tsv:
            let rows = zip(urls, captions).map { "\($0)\t\($1)\n" }
            try folder.write(path, "\(urlColumn)\t\(captionColumn ?? "")\n" + rows.joined())
        case .jsonColumns:
            func column(_ values: [String]) -> [String: String] {
                Dictionary(uniqueKeysWithValues: values.enumerated().map { ("\($0)", $1) })
            }
            let columns = [urlColumn: column(urls), captionColumn ?? "": column(captions)]
            try JSONSerialization.data(withJSONObject: columns).write(to: URL(filePath: folder.path(path)))
        case .parquet(let isFolder):
            guard isFolder else { return try writeParquet(folder.path(path), urls, captions) }
            try FileManager.default.createDirectory(atPath: folder.path(path), withIntermediateDirectories: true)
            let half = urls.count / 2
            try writeParquet(folder.path("\(path)/part-0.parquet"), Array(urls[..<half]), Array(captions[..<half]))
            try writeParquet(folder.path("\(path)/part-1.parquet"), Array(urls[half...]), Array(captions[half...]))
        }
    }

    private func writeParquet(_ path: String, _ urls: [String], _ captions: [String]) throws {
        var columns = [NewColumn(name: urlColumn, values: .text(urls))]
        if let captionColumn { columns.append(NewColumn(name: captionColumn, values: .text(captions))) }
        for column in moreColumns {
            let value =
                switch column.type {
                case "string": "\"words of \(column.name)\""
                case "list<string>": "[\"a\", \"b\"]"
                case "list<double>": "[0.5, 0.25]"
                default: "3"
                }
            let array = "[" + urls.map { _ in value }.joined(separator: ",") + "]"
            columns.append(NewColumn(name: column.name, values: .typed(column.type, jsonArray: array)))
        }
        let batch = try ColumnBatch(rowCount: urls.count, columns: columns)
        var writer = try ParquetWriter(path: path, schema: batch.schema, rowGroupRows: 100)
        try writer.write(batch)
        try writer.finish()
    }

    /// Those of its dataset_examples, and the first of its README.
    static let published: [Img2DatasetCommand] = [
        Img2DatasetCommand(
            name: "README", list: .lines, path: "myimglist.txt", urlColumn: "url", captionColumn: nil, moreColumns: [],
            options: "--url_list=myimglist.txt --output_folder=output_folder --thread_count=64 --image_size=256",
            outputFolder: "output_folder", width: "256"),
        Img2DatasetCommand(
            name: "mscoco", list: .parquet(isFolder: false), path: "mscoco.parquet", urlColumn: "URL",
            captionColumn: "TEXT", moreColumns: [],
            options: #"""
                --url_list mscoco.parquet --input_format "parquet"\
                         --url_col "URL" --caption_col "TEXT" --output_format webdataset\
                           --output_folder mscoco --processes_count 16 --thread_count 64 --image_size 256\
                             --enable_wandb True
                """#, outputFolder: "mscoco", width: "256"),
        Img2DatasetCommand(
            name: "SBU captions", list: .jsonColumns, path: "sbu-captions-all.json", urlColumn: "image_urls",
            captionColumn: "captions", moreColumns: [],
            options: #"""
                --url_list sbu-captions-all.json --input_format "json" --url_col "image_urls" --caption_col "captions" --output_format webdataset --output_folder sbucaptions --processes_count 16 --thread_count 64 --image_size 256
                """#, outputFolder: "sbucaptions", width: "256"),
        Img2DatasetCommand(
            name: "cc3m", list: .tsv, path: "cc3m.tsv", urlColumn: "url", captionColumn: "caption", moreColumns: [],
            options: #"""
                --url_list cc3m.tsv --input_format "tsv"\
                         --url_col "url" --caption_col "caption" --output_format webdataset\
                           --output_folder cc3m --processes_count 16 --thread_count 64 --image_size 256\
                             --enable_wandb True\
                              --user_agent_token img2dataset --disallowed_header_directives '["noai", "noindex"]'
                """#, outputFolder: "cc3m", width: "256"),
        Img2DatasetCommand(
            name: "cc12m", list: .tsv, path: "cc12m.tsv", urlColumn: "url", captionColumn: "caption", moreColumns: [],
            options: #"""
                --url_list cc12m.tsv --input_format "tsv"\
                         --url_col "url" --caption_col "caption" --output_format webdataset\
                           --output_folder cc12m --processes_count 16 --thread_count 64 --image_size 256\
                             --enable_wandb True\
                              --user_agent_token img2dataset --disallowed_header_directives '["noai", "noindex"]'
                """#, outputFolder: "cc12m", width: "256"),
        Img2DatasetCommand(
            name: "laion400m", list: .parquet(isFolder: true), path: "laion400m-meta", urlColumn: "URL",
            captionColumn: "TEXT", moreColumns: [("NSFW", "string"), ("similarity", "double"), ("LICENSE", "string")],
            options: #"""
                --url_list laion400m-meta --input_format "parquet"\
                         --url_col "URL" --caption_col "TEXT" --output_format webdataset\
                           --output_folder laion400m-data --processes_count 16 --thread_count 128 --image_size 256\
                             --save_additional_columns '["NSFW","similarity","LICENSE"]' --enable_wandb True
                """#, outputFolder: "laion400m-data", width: "256"),
        Img2DatasetCommand(
            name: "laion-high-resolution", list: .parquet(isFolder: true), path: "laion-high-resolution",
            urlColumn: "URL", captionColumn: "TEXT",
            moreColumns: [
                ("similarity", "double"), ("hash", "int64"), ("punsafe", "float"), ("pwatermark", "float"),
                ("LANGUAGE", "string"),
            ],
            options: #"""
                --url_list laion-high-resolution --input_format "parquet"\
                         --url_col "URL" --caption_col "TEXT" --output_format webdataset\
                           --output_folder laion-high-resolution-output --processes_count 16 --thread_count 64 --image_size 1024\
                            --resize_only_if_bigger=True --resize_mode="keep_ratio" --skip_reencode=True \
                             --save_additional_columns '["similarity","hash","punsafe","pwatermark","LANGUAGE"]' --enable_wandb True
                """#, outputFolder: "laion-high-resolution-output", width: "96"),
        Img2DatasetCommand(
            name: "laion-aesthetic", list: .parquet(isFolder: true), path: "laion2B-en-aesthetic", urlColumn: "URL",
            captionColumn: "TEXT",
            moreColumns: [
                ("similarity", "double"), ("hash", "int64"), ("punsafe", "float"), ("pwatermark", "float"),
                ("aesthetic", "float"),
            ],
            options: #"""
                --url_list laion2B-en-aesthetic --input_format "parquet"\
                         --url_col "URL" --caption_col "TEXT" --output_format webdataset\
                           --output_folder laion2B-en-aesthetic --processes_count 16 --thread_count 64 --image_size 384\
                            --resize_only_if_bigger=True --resize_mode="keep_ratio" --skip_reencode=True \
                             --save_additional_columns '["similarity","hash","punsafe","pwatermark","aesthetic"]' --enable_wandb True
                """#, outputFolder: "laion2B-en-aesthetic", width: "96"),
        Img2DatasetCommand(
            name: "laion-art", list: .parquet(isFolder: true), path: "laion-art", urlColumn: "URL",
            captionColumn: "TEXT", moreColumns: art,
            options: #"""
                --url_list laion-art --input_format "parquet"\
                         --url_col "URL" --caption_col "TEXT" --output_format webdataset\
                           --output_folder laion-high-resolution --processes_count 16 --thread_count 64 --image_size 384\
                            --resize_only_if_bigger=True --resize_mode="keep_ratio" --skip_reencode=True \
                             --save_additional_columns '["similarity","hash","punsafe","pwatermark","aesthetic","LANGUAGE"]' --enable_wandb True
                """#, outputFolder: "laion-high-resolution", width: "96"),
        Img2DatasetCommand(
            name: "laion-art, heeding noai and noindex", list: .parquet(isFolder: true), path: "laion-art",
            urlColumn: "URL", captionColumn: "TEXT", moreColumns: art,
            options: #"""
                --url_list laion-art --input_format "parquet"\
                         --url_col "URL" --caption_col "TEXT" --output_format webdataset\
                           --output_folder laion-high-resolution --processes_count 16 --thread_count 64 --image_size 384\
                            --resize_only_if_bigger=True --resize_mode="keep_ratio" --skip_reencode=True \
                             --save_additional_columns '["similarity","hash","punsafe","pwatermark","aesthetic","LANGUAGE"]' --enable_wandb True \
                              --user_agent_token img2dataset --disallowed_header_directives '["noai", "noindex"]'
                """#, outputFolder: "laion-high-resolution", width: "96"),
        Img2DatasetCommand(
            name: "laion-art, ignoring directives", list: .parquet(isFolder: true), path: "laion-art", urlColumn: "URL",
            captionColumn: "TEXT", moreColumns: art,
            options: #"""
                --url_list laion-art --input_format "parquet"\
                         --url_col "URL" --caption_col "TEXT" --output_format webdataset\
                           --output_folder laion-high-resolution --processes_count 16 --thread_count 64 --image_size 384\
                            --resize_only_if_bigger=True --resize_mode="keep_ratio" --skip_reencode=True \
                             --save_additional_columns '["similarity","hash","punsafe","pwatermark","aesthetic","LANGUAGE"]' --enable_wandb True \
                              --user_agent_token img2dataset --disallowed_header_directives '[]'
                """#, outputFolder: "laion-high-resolution", width: "96"),
        Img2DatasetCommand(
            name: "laion-coco", list: .parquet(isFolder: true), path: "laion-coco", urlColumn: "URL",
            captionColumn: "TEXT",
            moreColumns: [
                ("similarity", "double"), ("hash", "int64"), ("punsafe", "float"), ("pwatermark", "float"),
                ("top_caption", "string"), ("all_captions", "list<string>"), ("all_similarities", "list<double>"),
            ],
            options: #"""
                --url_list laion-coco --input_format "parquet"\
                         --url_col "URL" --caption_col "TEXT" --output_format webdataset\
                           --output_folder laion-coco-output --processes_count 16 --thread_count 64 --image_size 256\
                            --resize_only_if_bigger=True --resize_mode="keep_ratio" --skip_reencode=True \
                             --save_additional_columns '["similarity","hash","punsafe","pwatermark","top_caption","all_captions","all_similarities"]' --enable_wandb True
                """#, outputFolder: "laion-coco-output", width: "96"),
        Img2DatasetCommand(
            name: "coyo-700m", list: .parquet(isFolder: true), path: "coyo-700m", urlColumn: "url",
            captionColumn: "text",
            moreColumns: [
                ("clip_similarity_vitb32", "float"), ("clip_similarity_vitl14", "float"),
                ("nsfw_score_opennsfw2", "float"), ("nsfw_score_gantman", "float"), ("watermark_score", "float"),
                ("aesthetic_score_laion_v2", "float"),
            ],
            options: #"""
                --url_list coyo-700m --input_format "parquet"\
                         --url_col "url" --caption_col "text" --output_format webdataset\
                           --output_folder coyo-700m-webdataset --processes_count 16 --thread_count 64 --image_size 384\
                            --resize_only_if_bigger=True --resize_mode="keep_ratio" --skip_reencode=True \
                             --save_additional_columns '["clip_similarity_vitb32","clip_similarity_vitl14","nsfw_score_opennsfw2","nsfw_score_gantman","watermark_score","aesthetic_score_laion_v2"]' --enable_wandb False
                """#, outputFolder: "coyo-700m-webdataset", width: "96"),
    ]

    private static let art: [(name: String, type: String)] = [
        ("similarity", "double"), ("hash", "int64"), ("punsafe", "float"), ("pwatermark", "float"),
        ("aesthetic", "float"), ("LANGUAGE", "string"),
    ]
}
