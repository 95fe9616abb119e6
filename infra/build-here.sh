#!/usr/bin/env bash
# Builds the image from its recipe where no registry of images can be reached, and tries it. As root, on Debian, after
# `npm ci`; needs the package buildah. The base is a stand-in, put together of this machine's shell, its few tools, and the
# Node of the tests with this machine's npm. What this shows: every step of infra/Dockerfile runs, and the result works as
# infra/try-image.sh says. What it does not show: that the official image of Node is as good a base.
set -euo pipefail
cd "$(dirname "$0")/.."
npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
export PATH="$PWD/node_modules/.bin:$PATH"
command -v buildah >/dev/null || { echo 'buildah is missing: apt-get install buildah' >&2; exit 2; }

work=$(mktemp -d)
export STORAGE_DRIVER=vfs
storage=(--root "$work/storage" --runroot "$work/run")
trap 'buildah "${storage[@]}" umount --all >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

echo "== the base: a stand-in with Node $(node --version)"
base=$work/base
mkdir -p "$base"/{etc/ssl/certs,tmp,proc,usr/bin,usr/lib,usr/lib64,usr/local/bin,usr/local/lib/node_modules}
ln -s usr/bin usr/lib usr/lib64 "$base"
chmod 1777 "$base/tmp"
echo 'node:x:1000:1000::/home/node:/bin/sh' >"$base/etc/passwd"
# This machine may reach the registry by way of a certificate of its own.
cp -L /etc/ssl/certs/ca-certificates.crt "$base/etc/ssl/certs/ca-certificates.crt"
# Not npm's wrapper of it in .bin: the program itself.
install -m 755 "$(node -p process.execPath)" "$base/usr/local/bin/node"
cp -r "$npm" "$base/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$base/usr/local/bin/npm"
for tool in sh env find mkdir setpriv touch; do
  install -m 755 "$(readlink -f "$(command -v "$tool")")" "$base/usr/bin/$tool"
done
ldd "$base"/usr/bin/* "$base/usr/local/bin/node" | grep -o '/lib[^ ]*' | sort -u | while read -r library; do
  install -D -m 755 "$(readlink -f "$library")" "$base/usr$library"
done
made=$(buildah "${storage[@]}" from scratch)
buildah "${storage[@]}" copy --quiet "$made" "$base" / >/dev/null
buildah "${storage[@]}" config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "$made"
buildah "${storage[@]}" commit --quiet --rm "$made" jit-access-base >/dev/null

echo '== the image, by its recipe'
# docker's own format: the other one has no HEALTHCHECK.
buildah "${storage[@]}" build --format docker --isolation chroot --file infra/Dockerfile \
  --build-arg NODE_IMAGE=localhost/jit-access-base --tag jit-access .
image=$(buildah "${storage[@]}" from localhost/jit-access)
buildah "${storage[@]}" inspect --type image localhost/jit-access >"$work/image.json"
root=$(buildah "${storage[@]}" mount "$image")
echo "== $(du -sm "$root/app" | cut -f1) MB in /app, $(du -sm "$root/app/node_modules" | cut -f1) of them packages"

infra/try-image.sh "$root" "$work/image.json"
