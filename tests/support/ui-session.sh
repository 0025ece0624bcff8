#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# ui-session.sh COMMAND…: runs COMMAND in a desktop of its own that is thrown away afterwards: an X
# display, a session bus, a home folder and a runtime folder. Ends with COMMAND's exit status, or
# 97 when there is no Xvfb or it did not start.
#
#   UI_SCREEN=1280x900x24    size of the screen
#   UI_WM=openbox            a window manager: placing, dialogs, resizing
#   UI_COMPOSITOR=xcompmgr   a compositor: without one popovers stand on black
#   UI_SCHEME=dark           what the desktop prefers (libadwaita's debug variable)
#   UI_ASAN_OPTIONS=…        more for ASAN_OPTIONS, where that is set
#
# It sets UI_SERVICES: D-Bus service files put there can be started on the session's bus.
set -eu

if ! command -v Xvfb >/dev/null; then
  echo "ui-session: Xvfb is not installed" >&2
  exit 97
fi

session=$(mktemp -d "${TMPDIR:-/tmp}/ui-session.XXXXXX")
xvfb=
bus=
cleanup () {
  [ -z "$bus" ] || kill "$bus" 2>/dev/null || true
  [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || true
  [ -z "$xvfb" ] || wait "$xvfb" 2>/dev/null || true
  rm -rf "$session"
}
trap cleanup EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

install -d -m 700 "$session/run" "$session/home" "$session/services"
export HOME="$session/home"
export XDG_RUNTIME_DIR="$session/run"
export XDG_CONFIG_HOME="$HOME/.config"
export XDG_DATA_HOME="$HOME/.local/share"
export XDG_STATE_HOME="$HOME/.local/state"
export XDG_CACHE_HOME="$HOME/.cache"
export UI_SERVICES="$session/services"
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0" "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_CACHE_HOME"

# X11 has no settings daemon here. Nothing moves by itself: pictures of one state are identical.
cat >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini" <<'INI'
[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=false
gtk-cursor-blink=false
INI

export GDK_BACKEND=x11
export GSETTINGS_BACKEND="${GSETTINGS_BACKEND:-memory}"
export GSK_RENDERER="${GSK_RENDERER:-cairo}"
export GDK_DEBUG="${GDK_DEBUG:-gl-disable}"
export LANG="${LANG:-C.UTF-8}"
if [ -n "${ASAN_OPTIONS:-}" ] && [ -n "${UI_ASAN_OPTIONS:-}" ]; then
  export ASAN_OPTIONS="$ASAN_OPTIONS:$UI_ASAN_OPTIONS"
fi
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS NO_AT_BRIDGE XAUTHORITY
unset XDG_CURRENT_DESKTOP DESKTOP_SESSION GNOME_KEYRING_CONTROL
if [ -n "${UI_SCHEME:-}" ]; then
  export ADW_DEBUG_COLOR_SCHEME="prefer-$UI_SCHEME"
fi

# Xvfb picks a free display itself and writes its number when it is ready: no race for a number.
mkfifo "$session/display"
Xvfb -displayfd 3 -screen 0 "${UI_SCREEN:-1280x900x24}" -nolisten tcp -noreset \
  3<>"$session/display" >"$session/xvfb.log" 2>&1 &
xvfb=$!
if ! read -r -t 30 number <"$session/display"; then
  echo "ui-session: Xvfb did not start" >&2
  cat "$session/xvfb.log" >&2
  exit 97
fi
export DISPLAY=":$number"

# This bus can start the accessibility bus and nothing else. On the machine's own bus an installed
# portal or keyring would come up by itself, and the result would depend on the machine.
if [ -r /usr/share/dbus-1/services/org.a11y.Bus.service ]; then
  cp /usr/share/dbus-1/services/org.a11y.Bus.service "$UI_SERVICES/"
fi
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

# What the bus and the services it starts have to say goes nowhere; COMMAND writes to 8 and 9, which
# are this script's own output and errors.
# shellcheck disable=SC2016  # expanded by the inner shell
dbus-run-session --config-file="$session/bus.conf" -- bash -c '
  helpers=()
  if [ -n "${UI_WM:-}" ]; then
    $UI_WM >/dev/null 2>&1 &
    helpers+=($!)
    for _ in {1..100}; do
      xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q "window id" && break
      sleep 0.1
    done
  fi
  if [ -n "${UI_COMPOSITOR:-}" ]; then
    $UI_COMPOSITOR >/dev/null 2>&1 &
    helpers+=($!)
  fi
  status=0
  "$@" >&8 2>&9 8>&- 9>&- || status=$?
  [ ${#helpers[@]} -eq 0 ] || kill "${helpers[@]}" 2>/dev/null || true
  exit $status' ui-session "$@" <&0 8>&1 9>&2 >/dev/null 2>&1 &
bus=$!
status=0
wait "$bus" || status=$?
bus=
exit "$status"
