"""`python -m img2shards …` is the command `img2shards …`."""

from img2shards._command import main

main()
