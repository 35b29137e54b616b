"""The program's commands as functions.

Written by scripts/make-python-calls (`make docs`); do not edit it by hand.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Optional, Union

from img2shards import _runs
from img2shards._runs import OnEvent
from img2shards._words import default, path_words, words_of
from img2shards.results import CountResult, InspectResult, RunResult, VerifyResult

Path = Union[str, "os.PathLike[str]"]


def extract(
    inputs: Union[Path, Sequence[Path]],
    *,
    output_folder: Path,
    base_url: Optional[str] = None,
    max_files: Optional[int] = None,
    min_caption_length: Optional[int] = None,
    dedup: Optional[str] = None,
    dedup_fpr: Optional[float] = None,
    dedup_memory: Optional[Union[int, str]] = None,
    where: Optional[str] = None,
    exclude_list: Optional[Union[Path, Sequence[Path]]] = None,
    html: Optional[bool] = None,
    detect_language: Optional[bool] = None,
    threads: Optional[int] = None,
    connections: Optional[int] = None,
    allow_private_addresses: Optional[bool] = None,
    allow_stores: Optional[Union[str, Sequence[str]]] = None,
    store_option: Optional[Union[str, Sequence[str]]] = None,
    config: Optional[Union[Path, Sequence[Path]]] = None,
) -> dict[str, Any]:
    """Extracts image URLs and captions from a web crawl.

    Reads Common Crawl's WAT files and writes one parquet file for each, with the columns uid, url, alt,
    cc_filename, page_url (as cc2dataset) and opt_out (what the page asks: noai, noimageai, noindex, noimageindex,
    tdm-reservation). Only images with a caption and an http or https URL count. Damaged records are skipped and
    counted.

    Make the same call again to resume after a stop: files that are complete are kept.

    Args:
        inputs: Files (.wat.gz, .warc.gz), folders, patterns, also in stores (s3://…), http(s) URLs, or lists of
            paths (.paths, .paths.gz, .txt).
        output_folder: Where lists are written.
        base_url: Put before relative paths of lists. If it is not given: https://data.commoncrawl.org/ for
            crawl-data/….
        max_files: Read at most this many files.
        min_caption_length: Exclude captions with fewer characters. If it is not given: 5.
        dedup: Keep only the first pair of each: url+caption, url, or none to keep all. If it is not given:
            url+caption.
        dedup_fpr: False-positive rate of `dedup` when it needs a Bloom filter. If it is not given: 0.0001.
        dedup_memory: Memory for `dedup`: exact as long as that is enough. If it is not given: 1GiB.
        where: Keep only pairs that meet a condition, as in 'not (url ends with ".svg")'.
        exclude_list: Exclude what this file lists, one per line: URLs, domains, hashes of URLs. May be given
            several times.
        html: Read stored pages (.warc.gz) instead of WAT files.
        detect_language: Add the column lang: the caption's language.
        threads: Local files read at once. If it is not given: one per core.
        connections: Files fetched at once, at most 10. If it is not given: 4, or one per core.
        allow_private_addresses: Let lists and redirects lead to private, loopback and link-local addresses.
        allow_stores: Buckets, or folders in them, that lists of paths may name as s3://…: a,b,c. If it is not
            given: the list's own bucket.
        store_option: How stores are reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.
        config: Read options from a YAML file, or from a preset by its name (img2shards config list). The command
            line wins over it; of several, the later one wins.

    Returns:
        What the command prints with --json.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
    """
    words = words_of(
        "extract",
        locals(),
        left_out=(
            "inputs",
        ),
        repeated=(
            "exclude_list", "store_option", "config",
        ),
    )
    return _runs.merged(_runs.report(words, path_words(inputs)))


def download(
    url_list: Union[Path, Sequence[Path]],
    image_size: Union[int, str, Sequence[int]] = default(256),
    output_folder: Path = default("images"),
    processes_count: int = default(1),
    resize_mode: str = default("border"),
    resize_only_if_bigger: bool = default(False),
    upscale_interpolation: str = default("lanczos"),
    downscale_interpolation: str = default("area"),
    encode_quality: int = default(95),
    encode_format: str = default("jpg"),
    skip_reencode: bool = default(False),
    output_format: str = default("files"),
    input_format: str = default("txt"),
    url_col: str = default("url"),
    caption_col: Optional[str] = None,
    bbox_col: Optional[str] = None,
    thread_count: int = default(256),
    number_sample_per_shard: int = default(10000),
    extract_exif: bool = default(True),
    save_additional_columns: Optional[Union[str, Sequence[str]]] = None,
    timeout: float = default(10),
    enable_wandb: bool = default(False),
    wandb_project: str = default("img2dataset"),
    oom_shard_count: int = default(5),
    compute_hash: Optional[str] = default("sha256"),
    verify_hash: Optional[Union[str, Sequence[str]]] = None,
    distributor: str = default("multiprocessing"),
    subjob_size: int = default(1000),
    retries: int = default(0),
    disable_all_reencoding: bool = default(False),
    min_image_size: float = default(0),
    max_image_area: float = default(float("inf")),
    max_aspect_ratio: float = default(float("inf")),
    incremental_mode: str = default("incremental"),
    max_shard_retry: int = default(1),
    user_agent_token: Optional[str] = None,
    disallowed_header_directives: Optional[Union[str, Sequence[str]]] = None,
    ignore_ssl_certificate: bool = default(False),
    *,
    store_option: Optional[Union[str, Sequence[str]]] = None,
    column_names: Optional[Union[str, Sequence[str]]] = None,
    referer_col: Optional[str] = None,
    where: Optional[str] = None,
    top: Optional[Union[str, Sequence[str]]] = None,
    min_width: Optional[int] = None,
    min_height: Optional[int] = None,
    min_similarity: Optional[float] = None,
    nsfw: Optional[Union[str, Sequence[str]]] = None,
    exclude_list: Optional[Union[Path, Sequence[Path]]] = None,
    min_caption_length: Optional[int] = None,
    dedup: Optional[str] = None,
    dedup_fpr: Optional[float] = None,
    dedup_memory: Optional[Union[int, str]] = None,
    sample: Optional[float] = None,
    limit: Optional[int] = None,
    seed: Optional[int] = None,
    shuffle: Optional[bool] = None,
    shuffle_buffer: Optional[int] = None,
    extra_columns: Optional[bool] = None,
    sync: Optional[str] = None,
    order: Optional[str] = None,
    key_col: Optional[str] = None,
    key_style: Optional[str] = None,
    index: Optional[Union[str, Sequence[str]]] = None,
    hf_image: Optional[bool] = None,
    save_metadata_only: Optional[bool] = None,
    no_json: Optional[bool] = None,
    no_caption_file: Optional[bool] = None,
    shards_span_files: Optional[bool] = None,
    max_shard_size: Optional[Union[int, str]] = None,
    state_folder: Optional[Path] = None,
    staging: Optional[Path] = None,
    staging_size: Optional[Union[int, str]] = None,
    multiple_of: Optional[int] = None,
    buckets: Optional[str] = None,
    max_bucket_ratio: Optional[float] = None,
    bucket_folders: Optional[bool] = None,
    encode_speed: Optional[int] = None,
    background: Optional[str] = None,
    to_srgb: Optional[bool] = None,
    allow_svg: Optional[bool] = None,
    orient: Optional[bool] = None,
    max_image_size: Optional[float] = None,
    min_bytes: Optional[Union[int, str]] = None,
    keep_truncated: Optional[bool] = None,
    strict: Optional[bool] = None,
    max_pixels: Optional[int] = None,
    embed: Optional[bool] = None,
    image_model: Optional[Path] = None,
    text_model: Optional[Path] = None,
    vocabulary: Optional[Path] = None,
    preprocess: Optional[str] = None,
    precision: Optional[str] = None,
    openvino: Optional[Path] = None,
    nsfw_model: Optional[Path] = None,
    head: Optional[Union[str, Sequence[str]]] = None,
    deadline: Optional[float] = None,
    max_bytes: Optional[Union[int, str]] = None,
    max_in_flight: Optional[int] = None,
    max_bandwidth: Optional[Union[int, str]] = None,
    per_host_connections: Optional[int] = None,
    per_host_rate: Optional[float] = None,
    user_agent: Optional[str] = None,
    header: Optional[Union[str, Sequence[str]]] = None,
    proxy: Optional[str] = None,
    ca_file: Optional[Path] = None,
    robots_txt: Optional[str] = None,
    dns_servers: Optional[Union[str, Sequence[str]]] = None,
    hosts_file: Optional[Path] = None,
    allow_private_addresses: Optional[bool] = None,
    allow_stores: Optional[Union[str, Sequence[str]]] = None,
    image_workers: Optional[int] = None,
    memory_budget: Optional[Union[int, str]] = None,
    max_standstill: Optional[float] = None,
    timings: Optional[bool] = None,
    plan: Optional[Path] = None,
    part: Optional[str] = None,
    rank: Optional[str] = None,
    world_size: Optional[int] = None,
    shards: Optional[Union[str, Sequence[str]]] = None,
    claim: Optional[bool] = None,
    lease: Optional[float] = None,
    grace: Optional[float] = None,
    listen: Optional[str] = None,
    metrics_file: Optional[Path] = None,
    tensorboard: Optional[Path] = None,
    notify: Optional[bool] = None,
    config: Optional[Union[Path, Sequence[Path]]] = None,
    progress: Optional[bool] = None,
    on_event: Optional[OnEvent] = None,
) -> RunResult:
    """Fetches the images of a URL list, resizes them and writes shards.

    The parameters up to `ignore_ssl_certificate` are those of img2dataset 1.47.0 and its main branch, in their
    order and with their defaults. The others are given by name.

    Make the same call again to resume after Ctrl-C, a crash or power loss: nothing that was written is fetched
    again.

    Args:
        url_list: A file, a folder or a glob with one row per image, also in a store, or a URL; may be given several
            times.
        image_size: Target side in pixels; for fit, fill and max_area also a box, 512x384. Several, as in
            256,512,1024, write a dataset each, in OUT/256, OUT/512 and OUT/1024.
        output_folder: Where the dataset is written, also in s3://, gs://, az:// and hf://.
        processes_count: A hint: at most this many `image_workers`, and at most one per core. If it is not given,
            the program adapts to the machine.
        resize_mode: border (padding), keep_ratio (shorter side), keep_ratio_largest (longer side), center_crop, no,
            fit (inside a box), fill (covers a box, cropped) or max_area ('max_area 262144').
        resize_only_if_bigger: Do not resize images that are not larger than the target.
        upscale_interpolation: nearest, linear, cubic, area or lanczos.
        downscale_interpolation: nearest, linear, cubic, area or lanczos.
        encode_quality: jpg, webp, avif: 0 to 100, webp above 100 lossless; png: compression 0 to 9. If it is not
            given: 95, png 6, avif 80 (img2dataset: 95).
        encode_format: jpg, png, webp, avif, or original: the original file, unless it must be resized or converted.
        skip_reencode: Keep the original bytes of images that already have the encode format and whose pixels do not
            change.
        output_format: webdataset (tar shards), files (a folder per shard), parquet, tfrecord, or dummy (stats
            only).
        input_format: parquet, csv, tsv, json, jsonl or txt; all but parquet also .gz, .zst, .bz2. If it is not
            given: by the file's name (img2dataset: txt).
        url_col: The column with the URLs.
        caption_col: The column with the captions. If it is not given: no captions.
        bbox_col: The column with boxes [x_min, y_min, x_max, y_max], 0 to 1, to blur. If it is not given: nothing
            is blurred.
        thread_count: A hint: at most this many in flight for each of `processes_count`. If it is not given, the
            program adapts to the machine.
        number_sample_per_shard: Rows per shard. Without `shards_span_files` a shard has rows of one file of the
            list only.
        extract_exif: Write the EXIF tags to the metadata.
        save_additional_columns: Columns to keep in the metadata: a,b,c.
        timeout: Longest wait for a connection, for the first byte, and for any stall (under 1 KB/s).
        enable_wandb: In Python: logs to wandb or trackio where one is installed. On the command line it prints a
            note only.
        wandb_project: The project there; in Python only.
        oom_shard_count: Digits of shard names.
        compute_hash: Hash of the bytes as fetched: sha256, sha512, md5 or none.
        verify_hash: Reject bodies whose hash differs from the list's: column and kind of hash, as in md5,md5. If it
            is not given: no check.
        distributor: multiprocessing. pyspark, ray and dask work in Python: the message has the call.
        subjob_size: No effect: it belongs to Python's distributor.
        retries: Further attempts after temporary failures, each after a longer wait. If it is not given: 2
            (img2dataset: 0).
        disable_all_reencoding: Store all bytes unchanged and unchecked.
        min_image_size: Reject images with a side below this.
        max_image_area: Reject images with more pixels.
        max_aspect_ratio: Reject images whose longer side divided by the shorter is above this.
        incremental_mode: incremental: resume where an earlier run stopped. overwrite: start over. extend: add
            further shards.
        max_shard_retry: No effect: shards never fail; retry failed rows with img2shards retry.
        user_agent_token: A word that names you in the User-Agent and in X-Robots-Tag rules.
        disallowed_header_directives: X-Robots-Tag directives that exclude an image, a,b,c; '' for none. If it is
            not given: noai,noimageai,noindex,noimageindex.
        ignore_ssl_certificate: Accept any TLS certificate.
        store_option: How stores are reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.
        column_names: Names for the columns of csv or tsv files without a header: a,b,c.
        referer_col: The column with the page of each image, sent as Referer. If it is not given: none is sent.
        where: Keep only rows for which this is true: 'WIDTH >= 512 and similarity > 0.3 and NSFW == "UNLIKELY"'.
            Also or, not, in (…), is null, contains, starts with, ends with, + - * /, length(…), lower(…), upper(…),
            number(…), aspect, and `odd names` in backticks.
        top: Keep only the rows with the highest numbers in a column: similarity:30% (also similarity:0.3) of the
            rows that have a number, or similarity:10000 rows. Rows equal to the last one are kept, too. Counted
            over all rows, before other conditions; may be repeated, and a row must be in all.
        min_width: Keep only rows whose listed width is at least this.
        min_height: Keep only rows whose listed height is at least this.
        min_similarity: Keep only rows whose listed similarity of image and caption is at least this.
        nsfw: Keep only rows with one of these NSFW tags, as in: unlikely.
        exclude_list: Exclude what this file lists, one per line: URLs, domains with their subdomains, hashes (md5,
            sha256, sha512) of URLs or images. Also .gz; may be given several times.
        min_caption_length: Exclude rows whose caption has fewer characters. If it is not given: 0.
        dedup: Keep only the first row of each: url, caption or url+caption. If it is not given: keep all.
        dedup_fpr: False-positive rate of `dedup` when it needs a Bloom filter. If it is not given: 0.0001.
        dedup_memory: Memory for `dedup`: exact if the list's rows fit (21 bytes each), otherwise a Bloom filter. If
            it is not given: 1GiB.
        sample: Keep a random share of the rows, as in 0.01.
        limit: Keep at most this many rows.
        seed: Random seed of `sample` and `shuffle`. If it is not given: 0.
        shuffle: Shuffle the rows: files and row groups in random order, and rows within a buffer. Shards then span
            files.
        shuffle_buffer: Rows in the buffer of `shuffle`. If it is not given: 100000.
        extra_columns: Write fetch details to the metadata: error_class, http_status, final_url and more.
        sync: When data is synced to disk, to protect against power cuts. shard: when a shard is finished.
            seconds=10: open shards too, at this interval. never: no sync. If it is not given: shard.
        order: Order of samples in a shard: completion, or input (list order; two runs over the same bytes are
            identical, and fetch_ms is null). If it is not given: completion.
        key_col: The column with the samples' keys. If it is not given: numbered keys, as in img2dataset.
        key_style: Keys by place: numbered (img2dataset's, unique), or row (the row in the shard's parquet, as in
            LAION-400M's own tars, which TensorFlow Datasets reads). If it is not given: numbered; in a reshape the
            dataset's keys.
        index: Indices to write for each tar, separated by commas: dali, wids, webshart. If it is not given: none.
        hf_image: parquet: write images as struct<bytes, path>, which Hugging Face datasets shows as images.
        save_metadata_only: Write only the metadata, no images.
        no_json: Write no JSON file for each image.
        no_caption_file: Write no caption file for each image; the caption stays in the metadata.
        shards_span_files: Fill shards with rows of several list files, so that only the last shard may be short.
        max_shard_size: Largest size of a shard, as in 1GB: the rest goes to further parts, 00012_001.tar. A shard
            still has at most `number_sample_per_shard` rows: raise that if they are smaller. If it is not given:
            any size.
        state_folder: For a dataset in a store: the local folder with the run's state, and with shards until they
            are sent. If it is not given: ~/.local/state/img2shards/NAME.
        staging: For a dataset in a store: a local folder for shards until they are sent, on another disk than the
            state. If it is not given: the state folder.
        staging_size: For a dataset in a store: most bytes of shards on this machine; then the run waits for the
            store. If it is not given: 10GB.
        multiple_of: Make both sides multiples of this: rounded down and center-cropped. If it is not given: any
            size.
        buckets: Resize each image to the bucket of the nearest ratio: 1024 for multiples of 64 with about that
            area, or a list 512x512,576x448. If it is not given: none.
        max_bucket_ratio: Largest ratio of the longer to the shorter side, for buckets computed from one number. If
            it is not given: 4.0.
        bucket_folders: Write the samples of each bucket to a separate folder, OUT/512x384.
        encode_speed: For avif: 0 (slow, small files) to 9. If it is not given: 6.
        background: Colour under transparent pixels: a name or #rrggbb. If it is not given: white.
        to_srgb: Convert images with a colour profile to sRGB.
        allow_svg: Render SVG images, which are refused otherwise.
        orient: Turn images upright as their EXIF orientation says.
        max_image_size: Reject images with a side above this. If it is not given: inf.
        min_bytes: Reject bodies smaller than this: 5000, 20KB. If it is not given: 0.
        keep_truncated: Keep the readable part of truncated or damaged JPEGs.
        strict: Read all scans of progressive JPEGs, also those that small results do not need: damage in them fails
            the image.
        max_pixels: Fail images with more pixels before they are decoded; at most 1073741824. Decoding may need up
            to four bytes of memory per pixel. If it is not given: 134217728.
        embed: Run models on each image before it is written: embeddings in img_emb, text_emb and metadata of the
            output folder, computed columns in the dataset; as embed gives them, without reading and decoding the
            images again. Needs OpenVINO (make setup-models).
        image_model: Model of images in ONNX.
        text_model: Model of captions in ONNX, of the same CLIP.
        vocabulary: CLIP's list of merges, for `text_model`: bpe_simple_vocab_16e6.txt.gz.
        preprocess: How `image_model` sees images: clip, siglip, or a preprocessor_config.json or
            open_clip_config.json. If it is not given: clip.
        precision: fp32 or bf16. Models in int8 stay so. If it is not given: fp32.
        openvino: OpenVINO's libopenvino_c.so, or its folder.
        nsfw_model: Yahoo's NSFW classifier in ONNX, for nsfw_score and NSFW.
        head: A model in ONNX that takes the image's embedding; its result becomes the column. May be repeated.
        deadline: Longest time for one attempt, DNS look-ups and redirects included. If it is not given: 60.0.
        max_bytes: Largest image body, after content decoding. If it is not given: 64MiB.
        max_in_flight: Most transfers in flight; the number adapts to the network and the machine. If it is not
            given: what open files and memory allow, at most 4096.
        max_bandwidth: Most bytes read per second, as in 100MB, or bits, as in 800Mbit. If it is not given: no
            limit.
        per_host_connections: Most transfers in flight to one host; fewer while it refuses many requests. If it is
            not given: 32.
        per_host_rate: Most requests per second to one host, evenly spread; 0.5 is one every two seconds. If it is
            not given: no limit.
        user_agent: The whole User-Agent header.
        header: A further request header, 'Name: value'; may be given several times.
        proxy: Proxy for all fetches. If it is not given: http_proxy, https_proxy, no_proxy.
        ca_file: Certificate authorities to trust, PEM. If it is not given: the system's.
        robots_txt: respect: request each server's robots.txt first and obey it; or ignore. If it is not given:
            ignore.
        dns_servers: DNS servers, a,b,c, each with :port if not 53, IPv6 as [a]:port. If it is not given: those of
            /etc/resolv.conf.
        hosts_file: A file of host names and addresses, in the format of /etc/hosts. If it is not given: /etc/hosts.
        allow_private_addresses: Fetch from private, loopback and link-local addresses too.
        allow_stores: Buckets, or folders in them, that rows may name as s3://, gs://, az://…: a,b,c. If it is not
            given: none: such rows fail.
        image_workers: Threads that decode and encode. If it is not given: one per core.
        memory_budget: Memory for bodies and encoded images. If it is not given: 256MiB.
        max_standstill: End the run if a stage makes no progress for this long (disk and decoders: twice as long).
            If it is not given: 150.0.
        timings: Report at the end what each stage cost, in CPU milliseconds per image.
        plan: What img2shards plan wrote: the list and which rows are selected.
        part: Make only every N-th shard, as worker K of N: 1/8 to 8/8. All workers write to one `output_folder`. If
            it is not given: all shards.
        rank: The same, counted from 0, with `world_size`. auto: as the scheduler says it. If it is not given: as
            Slurm, Kubernetes, torchrun and others say it, if they do.
        world_size: How many workers there are; limits for a host are divided among them. 1: this one is alone.
        shards: Make only these shards, as in 100-149,7.
        claim: Take shards that no other worker makes, one after the other, until all are done.
        lease: How long a worker keeps its shards without renewing them, as when it was killed or paused. If it is
            not given: 60.
        grace: How long a stop by a signal may take; with more than 5, transfers under way are finished. If it is
            not given: 5.
        listen: Serve metrics here while it runs (/metrics for Prometheus, /healthz): 127.0.0.1:9090, or a port.
            Other addresses than this machine's own need a token. If it is not given: nowhere.
        metrics_file: Write metrics to this file every 5 s, for node_exporter (NAME.prom). If it is not given: none.
        tensorboard: Write figures for TensorBoard into this folder every 10 s. If it is not given: none.
        notify: Ring the terminal's bell at the end, with a notification where the terminal has them.
        config: Read options from a YAML file, or from a preset by its name (img2shards config list). The command
            line wins over it; of several, the later one wins.
        progress: True: a bar. False: nothing but warnings, through `logging`. None: a bar in a terminal or a
            notebook, otherwise a line every ten seconds.
        on_event: Called with everything that the program reports, as dicts (docs/logs.md).

    Returns:
        Counts, failures by class, folder, and how the run ended.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
        DownloadInterrupted: Ctrl-C; the same call resumes.
    """
    words = words_of(
        "download",
        locals(),
        left_out=(
            "progress", "on_event",
        ),
        repeated=(
            "url_list", "store_option", "top", "exclude_list", "head", "header", "config",
        ),
        quoted=(
            "url_list", "output_folder", "resize_mode", "upscale_interpolation", "downscale_interpolation",
            "encode_format", "output_format", "input_format", "url_col", "caption_col", "bbox_col",
            "wandb_project", "compute_hash", "distributor", "incremental_mode", "user_agent_token",
        ),
        mark="_",
    )
    return _runs.download(words, progress=progress, on_event=on_event)


def count(
    url_list: Union[Path, Sequence[Path]],
    *,
    input_format: Optional[str] = None,
    store_option: Optional[Union[str, Sequence[str]]] = None,
    url_col: Optional[str] = None,
    caption_col: Optional[str] = None,
    column_names: Optional[Union[str, Sequence[str]]] = None,
    save_additional_columns: Optional[Union[str, Sequence[str]]] = None,
    referer_col: Optional[str] = None,
    where: Optional[str] = None,
    top: Optional[Union[str, Sequence[str]]] = None,
    min_width: Optional[int] = None,
    min_height: Optional[int] = None,
    min_similarity: Optional[float] = None,
    nsfw: Optional[Union[str, Sequence[str]]] = None,
    exclude_list: Optional[Union[Path, Sequence[Path]]] = None,
    min_caption_length: Optional[int] = None,
    dedup: Optional[str] = None,
    dedup_fpr: Optional[float] = None,
    dedup_memory: Optional[Union[int, str]] = None,
    sample: Optional[float] = None,
    limit: Optional[int] = None,
    seed: Optional[int] = None,
    config: Optional[Union[Path, Sequence[Path]]] = None,
) -> CountResult:
    """Counts the rows of a URL list that the options select, without fetching.

    Accepts the options of download that select rows, and prints how many are left; with a table of resolutions if
    the list has widths and heights. Nothing is fetched or written.

    Args:
        url_list: A file, a folder or a glob with one row per image, also in a store, or a URL; may be given several
            times.
        input_format: parquet, csv, tsv, json, jsonl or txt; all but parquet also .gz, .zst, .bz2. If it is not
            given: by the file's name.
        store_option: How stores are reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.
        url_col: The column with the URLs. If it is not given: url.
        caption_col: The column with the captions. If it is not given: no captions.
        column_names: Names for the columns of csv or tsv files without a header: a,b,c.
        save_additional_columns: Columns to keep in the metadata: a,b,c.
        referer_col: The column with the page of each image, sent as Referer. If it is not given: none is sent.
        where: Keep only rows for which this is true: 'WIDTH >= 512 and similarity > 0.3 and NSFW == "UNLIKELY"'.
            Also or, not, in (…), is null, contains, starts with, ends with, + - * /, length(…), lower(…), upper(…),
            number(…), aspect, and `odd names` in backticks.
        top: Keep only the rows with the highest numbers in a column: similarity:30% (also similarity:0.3) of the
            rows that have a number, or similarity:10000 rows. Rows equal to the last one are kept, too. Counted
            over all rows, before other conditions; may be repeated, and a row must be in all.
        min_width: Keep only rows whose listed width is at least this.
        min_height: Keep only rows whose listed height is at least this.
        min_similarity: Keep only rows whose listed similarity of image and caption is at least this.
        nsfw: Keep only rows with one of these NSFW tags, as in: unlikely.
        exclude_list: Exclude what this file lists, one per line: URLs, domains with their subdomains, hashes (md5,
            sha256, sha512) of URLs or images. Also .gz; may be given several times.
        min_caption_length: Exclude rows whose caption has fewer characters. If it is not given: 0.
        dedup: Keep only the first row of each: url, caption or url+caption. If it is not given: keep all.
        dedup_fpr: False-positive rate of `dedup` when it needs a Bloom filter. If it is not given: 0.0001.
        dedup_memory: Memory for `dedup`: exact if the list's rows fit (21 bytes each), otherwise a Bloom filter. If
            it is not given: 1GiB.
        sample: Keep a random share of the rows, as in 0.01.
        limit: Keep at most this many rows.
        seed: Random seed of `sample` and `shuffle`. If it is not given: 0.
        config: Read options from a YAML file, or from a preset by its name (img2shards config list). The command
            line wins over it; of several, the later one wins.

    Returns:
        Rows of the list, and those that are selected.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
    """
    words = words_of(
        "count",
        locals(),
        repeated=(
            "url_list", "store_option", "top", "exclude_list", "config",
        ),
    )
    return _runs.count(words)


def retry(
    dataset: Path,
    *,
    classes: Optional[Union[str, Sequence[str]]] = None,
    referer_col: Optional[str] = None,
    timeout: Optional[float] = None,
    deadline: Optional[float] = None,
    max_bytes: Optional[Union[int, str]] = None,
    retries: Optional[int] = None,
    max_in_flight: Optional[int] = None,
    max_bandwidth: Optional[Union[int, str]] = None,
    per_host_connections: Optional[int] = None,
    per_host_rate: Optional[float] = None,
    user_agent: Optional[str] = None,
    user_agent_token: Optional[str] = None,
    header: Optional[Union[str, Sequence[str]]] = None,
    proxy: Optional[str] = None,
    ca_file: Optional[Path] = None,
    ignore_ssl_certificate: Optional[bool] = None,
    disallowed_header_directives: Optional[Union[str, Sequence[str]]] = None,
    robots_txt: Optional[str] = None,
    dns_servers: Optional[Union[str, Sequence[str]]] = None,
    hosts_file: Optional[Path] = None,
    allow_private_addresses: Optional[bool] = None,
    allow_stores: Optional[Union[str, Sequence[str]]] = None,
    image_workers: Optional[int] = None,
    memory_budget: Optional[Union[int, str]] = None,
    max_standstill: Optional[float] = None,
    timings: Optional[bool] = None,
    listen: Optional[str] = None,
    metrics_file: Optional[Path] = None,
    tensorboard: Optional[Path] = None,
    notify: Optional[bool] = None,
    store_option: Optional[Union[str, Sequence[str]]] = None,
    state_folder: Optional[Path] = None,
    staging: Optional[Path] = None,
    staging_size: Optional[Union[int, str]] = None,
    config: Optional[Union[Path, Sequence[Path]]] = None,
    progress: Optional[bool] = None,
    on_event: Optional[OnEvent] = None,
) -> RunResult:
    """Fetches rows of a dataset again that failed temporarily.

    Temporary failures are timeouts, lost connections, DNS servers without an answer and busy servers. Images that
    are fetched now are written to further shards of the dataset, under the keys of their rows. Rows that an earlier
    retry fetched are not fetched again. The list is not needed; the options that shape the output are read from the
    dataset. Network options are not recorded: give those of the download again (`robots_txt`, `user_agent`…), or
    its `config`; the download prints the command with all it needs.

    Start the same call again to resume after a stop. Exit codes are those of download: 4 when no row could be
    fetched this time either; 0 when there is nothing to retry.

    Args:
        dataset: A dataset's folder: the `output_folder` of a complete download; also in a store (s3://bucket/out).
        classes: Failures to retry instead of the temporary ones, a,b,c: words of error_class (timeout, dns,
            http_403), http_5xx for all of these. If it is not given: temporary failures.
        referer_col: The column of the dataset with the page of each image, sent as Referer. If it is not given:
            none is sent.
        timeout: Longest wait for a connection, for the first byte, and for any stall (under 1 KB/s). If it is not
            given: 10.0.
        deadline: Longest time for one attempt, DNS look-ups and redirects included. If it is not given: 60.0.
        max_bytes: Largest image body, after content decoding. If it is not given: 64MiB.
        retries: Further attempts after temporary failures, each after a longer wait. If it is not given: 2.
        max_in_flight: Most transfers in flight; the number adapts to the network and the machine. If it is not
            given: what open files and memory allow, at most 4096.
        max_bandwidth: Most bytes read per second, as in 100MB, or bits, as in 800Mbit. If it is not given: no
            limit.
        per_host_connections: Most transfers in flight to one host; fewer while it refuses many requests. If it is
            not given: 32.
        per_host_rate: Most requests per second to one host, evenly spread; 0.5 is one every two seconds. If it is
            not given: no limit.
        user_agent: The whole User-Agent header.
        user_agent_token: A word that names you in the User-Agent and in X-Robots-Tag rules.
        header: A further request header, 'Name: value'; may be given several times.
        proxy: Proxy for all fetches. If it is not given: http_proxy, https_proxy, no_proxy.
        ca_file: Certificate authorities to trust, PEM. If it is not given: the system's.
        ignore_ssl_certificate: Accept any TLS certificate.
        disallowed_header_directives: X-Robots-Tag directives that exclude an image, a,b,c; '' for none. If it is
            not given: noai,noimageai,noindex,noimageindex.
        robots_txt: respect: request each server's robots.txt first and obey it; or ignore. If it is not given:
            ignore.
        dns_servers: DNS servers, a,b,c, each with :port if not 53, IPv6 as [a]:port. If it is not given: those of
            /etc/resolv.conf.
        hosts_file: A file of host names and addresses, in the format of /etc/hosts. If it is not given: /etc/hosts.
        allow_private_addresses: Fetch from private, loopback and link-local addresses too.
        allow_stores: Buckets, or folders in them, that rows may name as s3://, gs://, az://…: a,b,c. If it is not
            given: none: such rows fail.
        image_workers: Threads that decode and encode. If it is not given: one per core.
        memory_budget: Memory for bodies and encoded images. If it is not given: 256MiB.
        max_standstill: End the run if a stage makes no progress for this long (disk and decoders: twice as long).
            If it is not given: 150.0.
        timings: Report at the end what each stage cost, in CPU milliseconds per image.
        listen: Serve metrics here while it runs (/metrics for Prometheus, /healthz): 127.0.0.1:9090, or a port.
            Other addresses than this machine's own need a token. If it is not given: nowhere.
        metrics_file: Write metrics to this file every 5 s, for node_exporter (NAME.prom). If it is not given: none.
        tensorboard: Write figures for TensorBoard into this folder every 10 s. If it is not given: none.
        notify: Ring the terminal's bell at the end, with a notification where the terminal has them.
        store_option: How a dataset in a store is reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.
        state_folder: For a dataset in a store: the local folder with the run's state, and with shards until they
            are sent. If it is not given: ~/.local/state/img2shards/NAME.
        staging: For a dataset in a store: a local folder for shards until they are sent, on another disk than the
            state. If it is not given: the state folder.
        staging_size: For a dataset in a store: most bytes of shards on this machine; then the run waits for the
            store. If it is not given: 10GB.
        config: Read options from a YAML file, or from a preset by its name (img2shards config list). The command
            line wins over it; of several, the later one wins.
        progress: True: a bar. False: nothing but warnings, through `logging`. None: a bar in a terminal or a
            notebook, otherwise a line every ten seconds.
        on_event: Called with everything that the program reports, as dicts (docs/logs.md).

    Returns:
        Counts, failures by class, folder, and how the run ended.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
        DownloadInterrupted: Ctrl-C; the same call resumes.
    """
    words = words_of(
        "retry",
        locals(),
        left_out=(
            "dataset", "progress", "on_event",
        ),
        repeated=(
            "header", "store_option", "config",
        ),
    )
    return _runs.run(words, path_words(dataset), progress=progress, on_event=on_event)


def reshape(
    dataset: Path,
    *,
    output_folder: Path,
    scores: Optional[Path] = None,
    where: Optional[str] = None,
    top: Optional[Union[str, Sequence[str]]] = None,
    min_width: Optional[int] = None,
    min_height: Optional[int] = None,
    min_similarity: Optional[float] = None,
    nsfw: Optional[Union[str, Sequence[str]]] = None,
    output_format: Optional[str] = None,
    number_sample_per_shard: Optional[int] = None,
    oom_shard_count: Optional[int] = None,
    incremental_mode: Optional[str] = None,
    sync: Optional[str] = None,
    order: Optional[str] = None,
    key_col: Optional[str] = None,
    key_style: Optional[str] = None,
    index: Optional[Union[str, Sequence[str]]] = None,
    hf_image: Optional[bool] = None,
    save_metadata_only: Optional[bool] = None,
    no_json: Optional[bool] = None,
    no_caption_file: Optional[bool] = None,
    shards_span_files: Optional[bool] = None,
    max_shard_size: Optional[Union[int, str]] = None,
    image_size: Optional[Union[int, str, Sequence[int]]] = None,
    resize_mode: Optional[str] = None,
    multiple_of: Optional[int] = None,
    buckets: Optional[str] = None,
    max_bucket_ratio: Optional[float] = None,
    bucket_folders: Optional[bool] = None,
    resize_only_if_bigger: Optional[bool] = None,
    upscale_interpolation: Optional[str] = None,
    downscale_interpolation: Optional[str] = None,
    encode_format: Optional[str] = None,
    encode_quality: Optional[int] = None,
    encode_speed: Optional[int] = None,
    background: Optional[str] = None,
    to_srgb: Optional[bool] = None,
    allow_svg: Optional[bool] = None,
    orient: Optional[bool] = None,
    skip_reencode: Optional[bool] = None,
    disable_all_reencoding: Optional[bool] = None,
    min_image_size: Optional[float] = None,
    max_image_size: Optional[float] = None,
    max_image_area: Optional[float] = None,
    max_aspect_ratio: Optional[float] = None,
    min_bytes: Optional[Union[int, str]] = None,
    bbox_col: Optional[str] = None,
    keep_truncated: Optional[bool] = None,
    strict: Optional[bool] = None,
    max_pixels: Optional[int] = None,
    image_workers: Optional[int] = None,
    memory_budget: Optional[Union[int, str]] = None,
    max_standstill: Optional[float] = None,
    timings: Optional[bool] = None,
    listen: Optional[str] = None,
    metrics_file: Optional[Path] = None,
    tensorboard: Optional[Path] = None,
    notify: Optional[bool] = None,
    store_option: Optional[Union[str, Sequence[str]]] = None,
    config: Optional[Union[Path, Sequence[Path]]] = None,
    progress: Optional[bool] = None,
    on_event: Optional[OnEvent] = None,
) -> RunResult:
    """Converts an existing dataset: resized, re-encoded, in another format; without the network.

    Every row that has an image is used, with its key and all columns of its list. width and height are those of the
    new image; original_width, original_height, EXIF, hash and the fetch details stay unchanged: they describe the
    image as it was fetched. Rows without an image are left out. The dataset may be from img2dataset. It is not
    changed.

    Make the same call again to resume after a stop. Exit codes are those of download.

    Args:
        dataset: A dataset's folder: the `output_folder` of a download.
        output_folder: Where the new dataset is written.
        scores: An `output_folder` of embed for this dataset: its computed columns can be used in conditions, and
            are written to the new dataset.
        where: Keep only rows for which this is true: 'WIDTH >= 512 and similarity > 0.3 and NSFW == "UNLIKELY"'.
            Also or, not, in (…), is null, contains, starts with, ends with, + - * /, length(…), lower(…), upper(…),
            number(…), aspect, and `odd names` in backticks.
        top: Keep only the rows with the highest numbers in a column: similarity:30% (also similarity:0.3) of the
            rows that have a number, or similarity:10000 rows. Rows equal to the last one are kept, too. Counted
            over all rows, before other conditions; may be repeated, and a row must be in all.
        min_width: Keep only rows whose listed width is at least this.
        min_height: Keep only rows whose listed height is at least this.
        min_similarity: Keep only rows whose listed similarity of image and caption is at least this.
        nsfw: Keep only rows with one of these NSFW tags, as in: unlikely.
        output_format: webdataset (tar shards), files (a folder per shard), parquet, tfrecord, or dummy (stats
            only). If it is not given: webdataset.
        number_sample_per_shard: Rows per shard. Without `shards_span_files` a shard has rows of one file of the
            list only. If it is not given: 10000.
        oom_shard_count: Digits of shard names. If it is not given: 5.
        incremental_mode: incremental: resume where an earlier run stopped. overwrite: start over. extend: add
            further shards. If it is not given: incremental.
        sync: When data is synced to disk, to protect against power cuts. shard: when a shard is finished.
            seconds=10: open shards too, at this interval. never: no sync. If it is not given: shard.
        order: Order of samples in a shard: completion, or input (list order; two runs over the same bytes are
            identical, and fetch_ms is null). If it is not given: completion.
        key_col: The column with the samples' keys. If it is not given: numbered keys, as in img2dataset.
        key_style: Keys by place: numbered (img2dataset's, unique), or row (the row in the shard's parquet, as in
            LAION-400M's own tars, which TensorFlow Datasets reads). If it is not given: numbered; in a reshape the
            dataset's keys.
        index: Indices to write for each tar, separated by commas: dali, wids, webshart. If it is not given: none.
        hf_image: parquet: write images as struct<bytes, path>, which Hugging Face datasets shows as images.
        save_metadata_only: Write only the metadata, no images.
        no_json: Write no JSON file for each image.
        no_caption_file: Write no caption file for each image; the caption stays in the metadata.
        shards_span_files: Fill shards with rows of several list files, so that only the last shard may be short.
        max_shard_size: Largest size of a shard, as in 1GB: the rest goes to further parts, 00012_001.tar. A shard
            still has at most `number_sample_per_shard` rows: raise that if they are smaller. If it is not given:
            any size.
        image_size: Target side in pixels; for fit, fill and max_area also a box, 512x384. Several, as in
            256,512,1024, write a dataset each, in OUT/256, OUT/512 and OUT/1024. If it is not given: 256.
        resize_mode: border (padding), keep_ratio (shorter side), keep_ratio_largest (longer side), center_crop, no,
            fit (inside a box), fill (covers a box, cropped) or max_area ('max_area 262144'). If it is not given:
            border.
        multiple_of: Make both sides multiples of this: rounded down and center-cropped. If it is not given: any
            size.
        buckets: Resize each image to the bucket of the nearest ratio: 1024 for multiples of 64 with about that
            area, or a list 512x512,576x448. If it is not given: none.
        max_bucket_ratio: Largest ratio of the longer to the shorter side, for buckets computed from one number. If
            it is not given: 4.0.
        bucket_folders: Write the samples of each bucket to a separate folder, OUT/512x384.
        resize_only_if_bigger: Do not resize images that are not larger than the target.
        upscale_interpolation: nearest, linear, cubic, area or lanczos. If it is not given: lanczos.
        downscale_interpolation: nearest, linear, cubic, area or lanczos. If it is not given: area.
        encode_format: jpg, png, webp, avif, or original: the original file, unless it must be resized or converted.
            If it is not given: jpg.
        encode_quality: jpg, webp, avif: 0 to 100, webp above 100 lossless; png: compression 0 to 9. If it is not
            given: 95, png 6, avif 80.
        encode_speed: For avif: 0 (slow, small files) to 9. If it is not given: 6.
        background: Colour under transparent pixels: a name or #rrggbb. If it is not given: white.
        to_srgb: Convert images with a colour profile to sRGB.
        allow_svg: Render SVG images, which are refused otherwise.
        orient: Turn images upright as their EXIF orientation says.
        skip_reencode: Keep the original bytes of images that already have the encode format and whose pixels do not
            change.
        disable_all_reencoding: Store all bytes unchanged and unchecked.
        min_image_size: Reject images with a side below this. If it is not given: 0.0.
        max_image_size: Reject images with a side above this. If it is not given: inf.
        max_image_area: Reject images with more pixels. If it is not given: inf.
        max_aspect_ratio: Reject images whose longer side divided by the shorter is above this. If it is not given:
            inf.
        min_bytes: Reject bodies smaller than this: 5000, 20KB. If it is not given: 0.
        bbox_col: The column with boxes [x_min, y_min, x_max, y_max], 0 to 1, to blur. If it is not given: nothing
            is blurred.
        keep_truncated: Keep the readable part of truncated or damaged JPEGs.
        strict: Read all scans of progressive JPEGs, also those that small results do not need: damage in them fails
            the image.
        max_pixels: Fail images with more pixels before they are decoded; at most 1073741824. Decoding may need up
            to four bytes of memory per pixel. If it is not given: 134217728.
        image_workers: Threads that decode and encode. If it is not given: one per core.
        memory_budget: Memory for bodies and encoded images. If it is not given: 256MiB.
        max_standstill: End the run if a stage makes no progress for this long (disk and decoders: twice as long).
            If it is not given: 150.0.
        timings: Report at the end what each stage cost, in CPU milliseconds per image.
        listen: Serve metrics here while it runs (/metrics for Prometheus, /healthz): 127.0.0.1:9090, or a port.
            Other addresses than this machine's own need a token. If it is not given: nowhere.
        metrics_file: Write metrics to this file every 5 s, for node_exporter (NAME.prom). If it is not given: none.
        tensorboard: Write figures for TensorBoard into this folder every 10 s. If it is not given: none.
        notify: Ring the terminal's bell at the end, with a notification where the terminal has them.
        store_option: How a dataset in a store is reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.
        config: Read options from a YAML file, or from a preset by its name (img2shards config list). The command
            line wins over it; of several, the later one wins.
        progress: True: a bar. False: nothing but warnings, through `logging`. None: a bar in a terminal or a
            notebook, otherwise a line every ten seconds.
        on_event: Called with everything that the program reports, as dicts (docs/logs.md).

    Returns:
        Counts, failures by class, folder, and how the run ended.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
        DownloadInterrupted: Ctrl-C; the same call resumes.
    """
    words = words_of(
        "reshape",
        locals(),
        left_out=(
            "dataset", "progress", "on_event",
        ),
        repeated=(
            "top", "store_option", "config",
        ),
    )
    return _runs.run(words, path_words(dataset), progress=progress, on_event=on_event)


def embed(
    dataset: Path,
    *,
    output_folder: Path,
    embeddings: Optional[Path] = None,
    image_model: Optional[Path] = None,
    text_model: Optional[Path] = None,
    vocabulary: Optional[Path] = None,
    preprocess: Optional[str] = None,
    precision: Optional[str] = None,
    openvino: Optional[Path] = None,
    nsfw_model: Optional[Path] = None,
    head: Optional[Union[str, Sequence[str]]] = None,
    batch_size: Optional[int] = None,
    threads: Optional[int] = None,
    workers: Optional[int] = None,
    rows_per_file: Optional[int] = None,
    store_option: Optional[Union[str, Sequence[str]]] = None,
    config: Optional[Union[Path, Sequence[Path]]] = None,
) -> dict[str, Any]:
    """Writes embeddings, similarities and scores of a dataset's images and captions.

    Reads finished shards of any format and runs models in ONNX on the CPU, by OpenVINO (make setup-models brings
    it). The output has clip-retrieval's layout: img_emb/img_emb_N.npy and text_emb/text_emb_N.npy (float16, of unit
    length), and metadata/metadata_N.parquet with the same rows. Computed columns: similarity (with both models),
    nsfw_score and NSFW (UNLIKELY below 0.2, NSFW above 0.8, else UNSURE), and one for each head. Images that cannot
    be decoded are skipped and counted. The dataset is not changed.

    Make the same call again to resume after a stop: files that are complete are kept.

    Args:
        dataset: A dataset's folder: the `output_folder` of a download.
        output_folder: Where embeddings and metadata are written.
        embeddings: Embeddings of the same images, as embed or download `embed` wrote them: taken by key, URL and
            caption, without models. For a dataset that reshape has made.
        image_model: Model of images in ONNX.
        text_model: Model of captions in ONNX, of the same CLIP.
        vocabulary: CLIP's list of merges, for `text_model`: bpe_simple_vocab_16e6.txt.gz.
        preprocess: How `image_model` sees images: clip, siglip, or a preprocessor_config.json or
            open_clip_config.json. If it is not given: clip.
        precision: fp32 or bf16. Models in int8 stay so. If it is not given: fp32.
        openvino: OpenVINO's libopenvino_c.so, or its folder.
        nsfw_model: Yahoo's NSFW classifier in ONNX, for nsfw_score and NSFW.
        head: A model in ONNX that takes the image's embedding; its result becomes the column. May be repeated.
        batch_size: Images that a model sees at once. If it is not given: 16.
        threads: Threads that run models. If it is not given: one per core.
        workers: Threads that decode. If it is not given: one per core.
        rows_per_file: Most rows of one output file; shards are never divided. If it is not given: 1000000.
        store_option: How a dataset in a store is reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.
        config: Read options from a YAML file, or from a preset by its name (img2shards config list). The command
            line wins over it; of several, the later one wins.

    Returns:
        What the command prints with --json.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
    """
    words = words_of(
        "embed",
        locals(),
        left_out=(
            "dataset",
        ),
        repeated=(
            "head", "store_option", "config",
        ),
    )
    return _runs.merged(_runs.report(words, path_words(dataset)))


def index(
    folder: Union[Path, Sequence[Path]],
    *,
    output_folder: Path,
    type: Optional[str] = None,
    lists: Optional[int] = None,
    recall: Optional[float] = None,
    queries: Optional[int] = None,
    threads: Optional[int] = None,
    memory: Optional[Union[int, str]] = None,
) -> list[dict[str, Any]]:
    """Builds indices over embeddings, to find near images and captions.

    Reads folders in clip-retrieval's layout, as embed writes them and LAION published them: img_emb/*.npy and
    text_emb/*.npy of float16 or float32. Files are read in numeric order, so that img_emb_2.npy comes before
    img_emb_10.npy; autofaiss sorts them as words. The embeddings are not changed, and must stay where they are: a
    search reads its best vectors from them.

    Writes image.index and text.index, which Python's faiss reads as well (faiss.read_index), and info.json with
    what a search finds of the nearest rows, measured against exact search. Type flat compares all vectors in 8
    bits. Type ivf divides them into lists, and compares the lists nearest to a query: as many as `recall` needs.

    A stopped build leaves an earlier index as it was; run the same call again. An index that is complete and of the
    same embeddings is kept.

    Args:
        folder: Folders of embeddings, in the order of their rows.
        output_folder: Where the index is written.
        type: flat or ivf. If it is not given: ivf above 1,500,000 vectors.
        lists: Lists of type ivf. If it is not given: 4 times the square root of the vectors.
        recall: Share of the 10 nearest rows that a search of type ivf shall find. If it is not given: 0.95.
        queries: Vectors of the embeddings that measure it as queries. If it is not given: 200.
        threads: Threads that compute. If it is not given: one per core.
        memory: Memory to use beside the files' own, such as 8GB. If it is not given: 2GB.

    Returns:
        What the command prints with --json: one value for each query, index or run.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
    """
    words = words_of(
        "index",
        locals(),
        left_out=(
            "folder",
        ),
    )
    return _runs.listed(_runs.report(words, path_words(folder)))


def search(
    folder: Path,
    *,
    row: Optional[Union[int, Sequence[int]]] = None,
    queries: Optional[Path] = None,
    modality: Optional[str] = None,
    count: Optional[int] = None,
    probes: Optional[int] = None,
    embeddings: Optional[Union[Path, Sequence[Path]]] = None,
) -> list[dict[str, Any]]:
    """Finds the rows of an index that are nearest to vectors.

    Takes a folder that index wrote, or a folder of embeddings without an index, whose vectors are all compared.
    Prints for each query the nearest rows, the best first: the query's number, the row and the cosine. Rows count
    from 0 over all files, in the metadata as well.

    Args:
        folder: An index or embeddings.
        row: A row whose vector is searched for. May be repeated.
        queries: Vectors to search for: a .npy file.
        modality: Which embeddings: image or text. If it is not given: image.
        count: Rows to find for each query. If it is not given: 10.
        probes: Lists to look at in an index of type ivf. If it is not given: as measured by index.
        embeddings: Where an index's embeddings are now. May be repeated.

    Returns:
        What the command prints with --json: one value for each query, index or run.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
    """
    words = words_of(
        "search",
        locals(),
        left_out=(
            "folder",
        ),
        repeated=(
            "row", "embeddings",
        ),
    )
    return _runs.listed(_runs.report(words, path_words(folder)))


def status(
    folder: Path,
    *,
    store_option: Optional[Union[str, Sequence[str]]] = None,
    state_folder: Optional[Path] = None,
) -> list[dict[str, Any]]:
    """Shows the progress of the run that writes a dataset, from any terminal.

    Runs of download, retry and reshape record their figures in the dataset's folder every few seconds. The last
    record stays when a run has ended; if a run has reported nothing for half a minute, that is said. Nothing is
    changed, and the folder may be read-only.

    Args:
        folder: A dataset's folder: the `output_folder` of a run; also in a store (s3://bucket/out), for runs of
            this machine.
        store_option: How a dataset in a store is reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.
        state_folder: For a dataset in a store: the `state_folder` of its run. If it is not given:
            ~/.local/state/img2shards/NAME.

    Returns:
        What the command prints with --json: one value for each query, index or run.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
    """
    words = words_of(
        "status",
        locals(),
        left_out=(
            "folder",
        ),
        repeated=(
            "store_option",
        ),
    )
    return _runs.listed(_runs.report(words, path_words(folder)))


def report(
    datasets: Union[Path, Sequence[Path]],
    *,
    output: Optional[Path] = None,
    samples: Optional[int] = None,
    seed: Optional[int] = None,
    threads: Optional[int] = None,
    store_option: Optional[Union[str, Sequence[str]]] = None,
) -> dict[str, Any]:
    """Makes a page of a dataset: figures, plots, pictures.

    The page is one HTML file that loads nothing, below 10 MB for any dataset: how many rows became images and why
    the others did not, hosts, sizes and shapes, bytes, speed over time, captions, cameras, exact repeats, opt-outs,
    and a gallery: a random sample, the largest, the smallest, the widest and the tallest images, and those that
    come most often. Two datasets are compared on one page. The same dataset and seed give the same page.

    Reads the stats and the metadata of all shards, and the images that are shown. Nothing is changed; a download
    may run at the same time. A file at `output` is replaced.

    Args:
        datasets: A dataset's folder, or one of its shards; also in a store (s3://bucket/out). A second one is
            compared.
        output: The page's file. If it is not given: report.html.
        samples: Pictures of the random sample, at most 500; 0 for a page without pictures. If it is not given: 60.
        seed: Random seed of the sample and of the examples. If it is not given: 0.
        threads: Threads that read. If it is not given: one per core.
        store_option: How a dataset in a store is reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.

    Returns:
        What the command prints with --json.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
    """
    words = words_of(
        "report",
        locals(),
        left_out=(
            "datasets",
        ),
        repeated=(
            "store_option",
        ),
    )
    return _runs.merged(_runs.report(words, path_words(datasets)))


def inspect(
    path: Path,
    *,
    store_option: Optional[Union[str, Sequence[str]]] = None,
) -> InspectResult:
    """Reports what is in a dataset: counts, failures, sizes, captions.

    Reads the stats and the metadata of all shards, and opens a few of them to see the images' formats. Nothing is
    changed; a download may run at the same time.

    Args:
        path: A dataset's folder, or one of its shards (folder/00012.tar); also in a store (s3://bucket/out).
        store_option: How a dataset in a store is reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.

    Returns:
        Counts, failures, formats.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
    """
    words = words_of(
        "inspect",
        locals(),
        left_out=(
            "path",
        ),
        repeated=(
            "store_option",
        ),
    )
    return _runs.inspect(words, path_words(path))


def verify(
    path: Path,
    *,
    deep: Optional[bool] = None,
    repair: Optional[bool] = None,
    workers: Optional[int] = None,
    store_option: Optional[Union[str, Sequence[str]]] = None,
) -> VerifyResult:
    """Checks every shard of a dataset, to the last sample.

    Opens all shards of any format and compares data, metadata, stats, indices, and each sample's bytes with the
    checksums stored when they were written. After `repair`, start the same download command again: it downloads
    what was removed.

    Args:
        path: A dataset's folder, or one of its shards (folder/00012.tar); also in a store (s3://bucket/out).
        deep: Decode every image, too.
        repair: Remove damaged shards, so that the same download command fetches them again.
        workers: Shards checked at once. If it is not given: one per core.
        store_option: How a dataset in a store is reached: endpoint=URL, region=NAME, addressing=path, account=NAME,
            anonymous=true, timeout=SECONDS.

    Returns:
        Whether the dataset is sound, and what is damaged.

    Raises:
        Img2ShardsError: with the program's own message; its kinds are in img2shards.errors.
    """
    words = words_of(
        "verify",
        locals(),
        left_out=(
            "path",
        ),
        repeated=(
            "store_option",
        ),
    )
    return _runs.verify(words, path_words(path))
