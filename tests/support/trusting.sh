#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# trusting.sh AUTHORITY COMMAND…: runs COMMAND where the system trusts the authority in the PEM file
# AUTHORITY and nobody else, in a mount namespace of its own. Ends with COMMAND's exit status, or
# reports a skipped test (TAP) where that cannot be done.
set -eu

authority=$1
shift
bundle=/etc/ssl/certs/ca-certificates.crt

skip () {
  echo "1..0 # SKIP $1"
  exit 0
}

[ -f "$bundle" ] || skip "the system keeps its certificates elsewhere"
unshare --map-root-user --mount true 2>/dev/null || skip "no namespaces here"

# shellcheck disable=SC2016
exec unshare --map-root-user --mount sh -c '
  mount --bind "$1" "$2" || exit 99
  shift 2
  exec "$@"' trusting "$authority" "$bundle" "$@"
