#!/bin/sh
# Installs the requirements of the image tests on Debian, as root.
set -eu
exec sh "$(dirname "$0")/../../local/containers/prepare.sh" curl docker-registry iptables shellcheck wrk
