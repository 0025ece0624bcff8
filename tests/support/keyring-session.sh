#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# keyring-session.sh MODE COMMAND…: runs COMMAND where the person's secrets are of this kind:
#
#   daemon   gnome-keyring with an unlocked collection "login" (password "test"); nothing on the bus
#            can show a prompt, so each one counts as dismissed
#   none     no Secret Service, and none that the bus could start
#   file     libsecret's own file, as inside a sandbox; no service
#
# Inside ui-session.sh it uses that session's bus, else it makes one of its own. Ends with COMMAND's
# exit status, or 97 when something is missing.
set -eu

mode=$1
shift

if [ -z "${UI_SERVICES:-}" ]; then
  if ! command -v dbus-run-session >/dev/null; then
    echo "keyring-session: dbus-run-session is not installed" >&2
    exit 97
  fi
  session=$(mktemp -d "${TMPDIR:-/tmp}/keyring-session.XXXXXX")
  trap 'rm -rf "$session"' EXIT
  install -d -m 700 "$session/run" "$session/home/.local/share" "$session/services"
  export HOME="$session/home"
  export XDG_RUNTIME_DIR="$session/run"
  export XDG_DATA_HOME="$HOME/.local/share"
  export UI_SERVICES="$session/services"
  unset DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL DISPLAY WAYLAND_DISPLAY

  # The machine's own bus would start whatever keyring or portal is installed on it.
  cat >"$session/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=$session/run</listen>
  <servicedir>$UI_SERVICES</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF
  status=0
  dbus-run-session --config-file="$session/bus.conf" -- "$0" "$mode" "$@" || status=$?
  exit "$status"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/keyring-session.XXXXXX")
daemon=
cleanup () {
  if [ -n "$daemon" ]; then
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap cleanup EXIT

service () { # service METHOD ARGUMENT…
  gdbus call --session --dest org.freedesktop.secrets \
    --object-path /org/freedesktop/secrets --method "$@"
}

case $mode in
  daemon)
    for program in gnome-keyring-daemon gdbus; do
      if ! command -v "$program" >/dev/null; then
        echo "keyring-session: $program is not installed" >&2
        exit 97
      fi
    done

    # With --unlock it reads the password from its input and makes the collection.
    printf test | gnome-keyring-daemon --unlock --components=secrets --foreground \
      >/dev/null 2>"$work/log" &
    daemon=$!

    ready=
    for _ in $(seq 200); do
      if service org.freedesktop.DBus.Properties.Get org.freedesktop.Secret.Service Collections \
           2>/dev/null | grep -q /collection/login; then
        ready=yes
        break
      fi
      sleep 0.05
    done
    if [ -z "$ready" ]; then
      echo "keyring-session: gnome-keyring-daemon did not start" >&2
      cat "$work/log" >&2
      exit 97
    fi

    # Only a desktop's log-in makes it the default one by itself.
    service org.freedesktop.Secret.Service.SetAlias default \
      /org/freedesktop/secrets/collection/login >/dev/null ;;

  none) ;;

  file)
    export SECRET_BACKEND=file
    export SECRET_FILE_TEST_PATH="$work/test.keyring"
    export SECRET_FILE_TEST_PASSWORD=test ;;

  *)
    echo "keyring-session: unknown mode $mode" >&2
    exit 64 ;;
esac

status=0
"$@" || status=$?
exit "$status"
