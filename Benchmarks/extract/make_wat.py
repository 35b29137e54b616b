"""Makes WAT files like Common Crawl's: gzip members of one record each, from a seed.

    python3 make_wat.py FOLDER [--files N] [--pages N] [--seed N]

A page has about 120 links, of which 17 are images and 9 have an alternative text; a third of the image addresses is
relative. One page in ten has none. The words are made, with the lengths of real ones.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path

WORDS = (
    "the of and to in for with on photo image blue red house old new summer winter table chair wood metal kitchen "
    "garden best price free shipping women men shoes dress black white large small set vintage handmade gift city "
    "mountain lake river portrait family wedding travel hotel beach sunset forest bird cat dog horse car engine "
    "wheel light lamp glass window door wall paint colour art print poster book cover music guitar piano stage"
).split()
UNUSUAL = ["Größe", "façade", "東京の写真", "фото дома", "صورة", "🌅 sunrise", "l'été", "naïve", "Łódź", "ürün"]
HOSTS = ["shop", "blog", "news", "img", "static", "cdn", "media", "www", "photos", "m"]
ENDINGS = ["com", "org", "net", "de", "co.uk", "fr", "ru", "jp", "io", "info"]


def words(chance: random.Random, count: int) -> str:
    chosen = [chance.choice(WORDS) for _ in range(count)]
    if chance.random() < 0.15:
        chosen[chance.randrange(len(chosen))] = chance.choice(UNUSUAL)
    return " ".join(chosen)


def site(chance: random.Random) -> str:
    return f"{chance.choice(HOSTS)}.{chance.choice(WORDS)}{chance.randrange(2000)}.{chance.choice(ENDINGS)}"


def image_address(chance: random.Random, host: str) -> str:
    name = "-".join(chance.choice(WORDS) for _ in range(3)) + f"-{chance.randrange(10**6)}.jpg"
    kind = chance.random()
    if kind < 0.12:
        return f"//{site(chance)}/thumbs/{name}"
    if kind < 0.25:
        return f"/wp-content/uploads/20{chance.randrange(10, 25)}/{chance.randrange(1, 13):02}/{name}"
    if kind < 0.33:
        return chance.choice(["", "../", "./", "../../"]) + f"images/{name}"
    other = host if chance.random() < 0.6 else site(chance)
    query = f"?w={chance.choice([150, 300, 640, 1024])}&q={chance.randrange(100)}" if chance.random() < 0.3 else ""
    return f"https://{other}/media/{chance.randrange(10**8):x}/{name}{query}"


def links(chance: random.Random, host: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for _ in range(chance.randrange(40, 160)):
        found.append(
            {
                "path": "A@/href",
                "url": f"https://{host}/{chance.choice(WORDS)}/{'-'.join(chance.choice(WORDS) for _ in range(4))}/",
                "text": words(chance, chance.randrange(1, 7)),
            }
        )
    if chance.random() < 0.9:
        for _ in range(chance.randrange(1, 36)):
            link = {"path": "IMG@/src", "url": image_address(chance, host)}
            if chance.random() < 0.55:
                link["alt"] = "logo" if chance.random() < 0.1 else words(chance, chance.randrange(1, 14))
            found.append(link)
    found.append({"path": "FORM@/action", "url": "/search", "method": "get"})
    chance.shuffle(found)
    return found


def metas(chance: random.Random) -> list[dict[str, str]]:
    found = [
        {"name": "viewport", "content": "width=device-width, initial-scale=1"},
        {"property": "og:title", "content": words(chance, 6)},
        {"name": "description", "content": words(chance, 20)},
    ]
    if chance.random() < 0.02:
        found.append({"name": "robots", "content": "noai, noimageai"})
    if chance.random() < 0.01:
        found.append({"name": "tdm-reservation", "content": "1"})
    return found


def record(chance: random.Random, warc: str) -> bytes:
    host = site(chance)
    page = f"https://{host}/{chance.choice(WORDS)}/{chance.choice(WORDS)}-{chance.randrange(10**5)}.html"
    head: dict[str, object] = {"Title": words(chance, 7), "Metas": metas(chance)}
    if chance.random() < 0.03:
        head["Base"] = f"https://{host}/base/"
    body = json.dumps(
        {
            "Container": {"Filename": warc, "Compressed": True, "Offset": str(chance.randrange(10**9))},
            "Envelope": {
                "Format": "WARC",
                "WARC-Header-Length": "600",
                "Actual-Content-Length": str(chance.randrange(10**5)),
                "WARC-Header-Metadata": {
                    "WARC-Type": "response",
                    "WARC-Date": "2026-10-01T00:00:00Z",
                    "WARC-Target-URI": page,
                },
                "Payload-Metadata": {
                    "Actual-Content-Type": "application/http; msgtype=response",
                    "HTTP-Response-Metadata": {
                        "Headers": {"Content-Type": "text/html; charset=UTF-8", "Server": "nginx"},
                        "HTML-Metadata": {"Head": head, "Links": links(chance, host)},
                    },
                },
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return (
        b"WARC/1.0\r\nWARC-Type: metadata\r\nWARC-Target-URI: "
        + page.encode()
        + b"\r\nWARC-Date: 2026-10-01T00:00:00Z\r\nContent-Type: application/json\r\nContent-Length: "
        + str(len(body)).encode()
        + b"\r\n\r\n"
        + body
        + b"\r\n\r\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=1)
    parser.add_argument("--pages", type=int, default=11_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for number in range(options.files):
        chance = random.Random(f"{options.seed} {number}")
        name = f"CC-MAIN-20261001000000-20261001030000-{number:05}"
        with (options.folder / f"{name}.warc.wat.gz").open("wb") as file:
            for _ in range(options.pages):
                file.write(gzip.compress(record(chance, f"{name}.warc.gz"), 6, mtime=0))


if __name__ == "__main__":
    main()
