#!/bin/sh
# Looks for Terraform, without which no end-to-end test runs. Installs what one of them needs besides, on Debian as root.
set -eu

"${TERRAFORM_BINARY_NAME:-terraform}" version >/dev/null

command -v aws >/dev/null && command -v jq >/dev/null && exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0

apt-get update
DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends awscli jq
