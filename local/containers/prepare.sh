#!/bin/sh
# Installs what `make up` needs to build images and to run containers on Debian, as root, and further packages that are given.
# Does nothing if they are installed.
set -eu

PACKAGES="buildah debootstrap iproute2 openssl tini $*"

[ "$(id -u)" = 0 ] || { echo "prepare: run me as root" >&2; exit 1; }
command -v apt-get >/dev/null || { echo "prepare: this is not Debian" >&2; exit 1; }

# shellcheck disable=SC2086
if ! dpkg --status $PACKAGES >/dev/null 2>&1; then
    apt-get update
    # docker-registry would start itself; the tests start their own.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends $PACKAGES
fi
