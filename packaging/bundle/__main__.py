"""Makes the bundle: a folder with the program and everything that it needs, for any Linux.

    python3 packaging/bundle PROGRAM FOLDER PACKAGES

PACKAGES: the sources of the Swift packages that PROGRAM is built with, for their licences.

FOLDER/bin/img2shards starts it (launcher.c says how), FOLDER/lib/ has the libraries and the C library with its loader,
FOLDER/share/ man page, completions and certificate authorities, FOLDER/licences/ the licences, listed in FOLDER/NOTICE.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from elf import dynamic_names, forget_run_path, interpreter_of, libraries_of
from licences import write_notice
from rules import Rule, read_rules
from stand_ins import write_stand_in

SOURCE = Path(__file__).resolve().parent
MODULES = ("heif", "jxl")
"""The modules of libvips that are wanted; those for PDF, slides and ImageMagick are not."""
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


class Bundle:
    """A folder that is filled step by step."""

    def __init__(self, program: Path, folder: Path, packages: Path) -> None:
        self.program, self.folder, self.packages = program, folder, packages
        self.rules: dict[str, Rule] = read_rules(SOURCE / "libraries.tsv")
        self.loader = interpreter_of(program)
        self.paths = libraries_of(program)
        self.origins: dict[Path, Path] = {}
        """Each file of the bundle that comes from elsewhere, and from where."""

    def make(self) -> None:
        """Fills the folder, which must not exist."""
        self.modules = self.vips_modules()
        self.opened = self.opened_libraries()
        for part in [*self.modules, *self.opened]:
            self.paths.update(libraries_of(part))
        kept, left_out = self.divide([self.program, *self.modules, *self.opened])
        kept += [library.name for library in self.opened]
        for name in ("bin", "lib", "libexec"):
            (self.folder / name).mkdir(parents=True)
        self.put_program()
        users = [self.put(self.program, "libexec/img2shards"), *self.put_modules()]
        users += [self.put(self.paths[name], f"lib/{name}") for name in kept]
        for name in left_out:
            rule = self.rules[name]
            write_stand_in(name, self.paths[name], users, rule.failure, self.folder / "lib")
        self.put_encodings()
        self.put_texts()
        write_notice(self.folder, self.origins, self.rules, left_out, self.packages)

    def divide(self, parts: list[Path]) -> tuple[list[str], list[str]]:
        """The libraries that go into the bundle, and those that stand-ins are made for."""
        kept, left_out, waiting, unknown = set(), set(), list(parts), set()
        while waiting:
            for name in dynamic_names(waiting.pop(), "NEEDED"):
                if name == self.loader.name or name in kept:
                    continue
                rule = self.rules.get(name)
                if rule is None:
                    unknown.add(name)
                elif rule.is_kept:
                    kept.add(name)
                    waiting.append(self.paths[name])
                else:
                    left_out.add(name)
        if unknown:
            raise SystemExit(
                f"bundle: {', '.join(sorted(unknown))}: not in packaging/bundle/libraries.tsv\n"
                "  read the licence of each, then add a line: kept, or left out"
            )
        return sorted(kept), sorted(left_out)

    def vips_modules(self) -> list[Path]:
        """The files of MODULES that this system has."""
        library = self.paths["libvips.so.42"]
        folders = sorted(library.parent.glob("vips-modules-*"))
        if not folders:
            return []  # a libvips with its formats inside
        return [folders[-1] / f"vips-{name}.so" for name in MODULES]

    def opened_libraries(self) -> list[Path]:
        """Libraries that the program opens at run time: Arrow's for S3, which lies beside Arrow."""
        library = next(path for name, path in self.paths.items() if name.startswith("libarrow.so"))
        found = library.with_name(library.name.replace("libarrow.so", "libarrow_s3.so"))
        if not found.exists():
            return []
        self.paths[found.name] = found
        if found.name not in self.rules:
            raise SystemExit(f"bundle: {found.name}: not in packaging/bundle/libraries.tsv")
        return [found]

    def put(self, source: Path, name: str) -> Path:
        """Copies a program or library, without its debug information and without folders of this machine."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["strip", "--strip-unneeded", "-o", str(target), str(source)], check=True)
        forget_run_path(target)
        target.chmod(0o755)
        self.origins[target] = source
        return target

    def put_program(self) -> None:
        """The launcher and the loader."""
        launcher = self.folder / "bin/img2shards"
        words = ["gcc", "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-Os", "-static", "-s"]
        subprocess.run([*words, "-o", str(launcher), str(SOURCE / "launcher.c")], check=True)
        loader = self.folder / "lib/loader"
        shutil.copyfile(self.loader, loader)
        loader.chmod(0o755)
        self.origins[loader] = self.loader

    def put_modules(self) -> list[Path]:
        """libvips looks for modules below VIPSHOME as Debian's folders lie below /usr/lib."""
        return [
            self.put(module, str(Path("lib", *module.parts[module.parts.index("lib") + 1 :])))
            for module in self.modules
        ]

    def put_encodings(self) -> None:
        """The C library's text encodings, for HTML that is not in UTF-8."""
        source = self.paths["libc.so.6"].parent / "gconv"
        if not source.is_dir():
            source = Path("/usr/lib", *self.paths["libc.so.6"].parent.parts[-1:], "gconv")
        target = self.folder / "lib/gconv"
        target.mkdir()
        for file in sorted(source.rglob("*")):
            if file.suffix == ".so" or (file.name.startswith("gconv-modules") and file.suffix != ".cache"):
                copy = target / file.relative_to(source)
                if file.is_file():
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, copy)
                    self.origins[copy] = file

    def put_texts(self) -> None:
        """Man page, completions, certificate authorities, and the script that installs the bundle."""
        share = self.folder / "share"
        texts = {
            "man/man1/img2shards.1": ("manual", "man"),
            "bash-completion/completions/img2shards": ("completions", "bash"),
            "zsh/site-functions/_img2shards": ("completions", "zsh"),
            "fish/vendor_completions.d/img2shards.fish": ("completions", "fish"),
        }
        for name, words in texts.items():
            (share / name).parent.mkdir(parents=True)
            said = subprocess.run([str(self.folder / "bin/img2shards"), *words], check=True, stdout=subprocess.PIPE)
            (share / name).write_bytes(said.stdout)
        if AUTHORITIES.exists():
            shutil.copyfile(AUTHORITIES, share / "ca-certificates.crt")
            self.origins[share / "ca-certificates.crt"] = AUTHORITIES
        shutil.copy(SOURCE / "install.sh", self.folder / "install.sh")


if __name__ == "__main__":
    Bundle(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).absolute(), Path(sys.argv[3])).make()
