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
# Root needs no users of its own for it, which a tree in a tree does not get.
users=--map-root-user
[ "$(id -u)" -ne 0 ] || users=
# shellcheck disable=SC2086
unshare $users --mount true 2>/dev/null || skip "no namespaces here"

# shellcheck disable=SC2016,SC2086
exec unshare $users --mount sh -c '
  mount --bind "$1" "$2" || exit 99
  shift 2
  exec "$@"' trusting "$authority" "$bundle" "$@"
