#!/bin/sh
# Installs the browser that the page tests look with, on Debian as root; does nothing when it is there.
set -eu

command -v chromium >/dev/null && exit 0

[ "$(id -u)" = 0 ] || { echo "prepare: chromium is missing, and only root can install it" >&2; exit 1; }
command -v apt-get >/dev/null || { echo "prepare: chromium is missing, and this is not Debian" >&2; exit 1; }

apt-get update
DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends \
    chromium fonts-dejavu-core
