#!/bin/sh
# Installs this bundle of img2shards; nothing else is needed on the machine.
#
#   ./install.sh [PREFIX]       PREFIX: /usr/local for root, else ~/.local
#
# PREFIX/lib/img2shards/ is the bundle, PREFIX/bin/img2shards a link into it. Remove both to uninstall.
set -eu
unset CDPATH
umask 022
# The folder itself, where a link leads to it.
here=$(cd "$(dirname "$0")" && pwd -P)
if [ "$(id -u)" -eq 0 ]; then usual=/usr/local; else usual=${HOME:-}/.local; fi
prefix=${1:-$usual}
root=${DESTDIR:-}
case $prefix in
    /*) ;;
    *) echo "install: PREFIX has to be absolute: $prefix" >&2; exit 2 ;;
esac
home=$root$prefix/lib/img2shards
share=$root$prefix/share
mkdir -p "$root$prefix/bin" "$root$prefix/lib"
# The new one is complete before the old one goes; a program that is running keeps its files.
rm -rf "$home.new"
if ! said=$(cp -R "$here" "$home.new" 2>&1); then
    rm -rf "$home.new"
    echo "install: cannot copy the bundle to $home: $(echo "$said" | head -n 1)" >&2
    exit 1
fi
rm -rf "$home"
mv "$home.new" "$home"
ln -sfn ../lib/img2shards/bin/img2shards "$root$prefix/bin/img2shards"
for file in man/man1/img2shards.1 bash-completion/completions/img2shards zsh/site-functions/_img2shards \
    fish/vendor_completions.d/img2shards.fish; do
    mkdir -p "$share/$(dirname "$file")"
    cp "$home/share/$file" "$share/$file"
done
if [ -z "$root" ]; then "$prefix/bin/img2shards" --version >/dev/null; fi
echo "installed $root$prefix/bin/img2shards, its man page, and completions for bash, zsh and fish"
case :$PATH: in
    *":$prefix/bin:"*) ;;
    *) echo "add $prefix/bin to your PATH: export PATH=\"$prefix/bin:\$PATH\"" ;;
esac
