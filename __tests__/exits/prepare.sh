#!/bin/sh
# Installs CDK Terrain and its provider bindings into .local/exits, in the versions of package.json beside this file.
# Does nothing when they are there.
set -eu

there=.local/exits
cmp -s __tests__/exits/package.json "$there/installed.json" && exit 0

rm -rf "$there"
mkdir -p "$there"
cp __tests__/exits/package.json "$there/package.json"
# Half a gigabyte, nearly all of it the AWS bindings.
(cd "$there" && npm install --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel=error \
    --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000) ||
    { echo "prepare: npm cannot install the packages of __tests__/exits/package.json" >&2; exit 1; }
cp __tests__/exits/package.json "$there/installed.json"
