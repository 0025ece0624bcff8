# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Sourced by build-aux/run and build-aux/test: what Confab needs from the system, and
#   install_packages GROUP…
# which installs what is missing with the system's package manager, as root or with sudo. When
# nothing is missing it asks neither the package manager nor the network.
#
#   build     to compile and to run
#   display   a desktop without a screen: what build-aux/run uses where there is no display
#   test      what the tests need besides both
#   flatpak   what build-aux/flatpak-check needs
#   tree      what build-aux/debian-tree needs
#   bench     the browser and what builds its page, for the benchmark `peer`

# A row: group | how to see that it is there | apt | dnf | pacman | zypper. Of names with a slash
# between them, of several versions of Debian, the first is taken that apt knows. The ways to see:
#   command NAME…    one of these programs is in PATH
#   library MODULE   pkg-config knows the module
#   file PATTERN…    one of these patterns names a file
#   python MODULE    the system's Python can import it
package_table () {
  cat <<'TABLE'
build   | command cc                  | gcc libc6-dev             | gcc                       | gcc                | gcc
build   | command meson               | meson                     | meson                     | meson              | meson
build   | command ninja ninja-build   | ninja-build               | ninja-build               | ninja              | ninja
build   | command pkg-config          | pkg-config                | pkgconf-pkg-config        | pkgconf            | pkgconf-pkg-config
build   | command msgfmt              | gettext                   | gettext                   | gettext            | gettext-tools
build   | command glib-compile-resources | libglib2.0-dev-bin     | glib2-devel               | glib2-devel        | glib2-devel
build   | command update-desktop-database | desktop-file-utils   | desktop-file-utils        | desktop-file-utils | desktop-file-utils
build   | library glib-2.0            | libglib2.0-dev            | glib2-devel               | glib2              | glib2-devel
build   | library gtk4                | libgtk-4-dev              | gtk4-devel                | gtk4               | gtk4-devel
build   | library libadwaita-1        | libadwaita-1-dev          | libadwaita-devel          | libadwaita         | libadwaita-devel
build   | library gtksourceview-5     | libgtksourceview-5-dev    | gtksourceview5-devel      | gtksourceview5     | gtksourceview5-devel
build   | library libsoup-3.0         | libsoup-3.0-dev           | libsoup3-devel            | libsoup3           | libsoup-devel
build   | library json-glib-1.0       | libjson-glib-dev          | json-glib-devel           | json-glib          | json-glib-devel
build   | library libsecret-1         | libsecret-1-dev           | libsecret-devel           | libsecret          | libsecret-devel
build   | library md4c                | libmd4c-dev               | md4c-devel                | md4c               | md4c-devel
build   | library md4c-html           | libmd4c-html0-dev         | md4c-devel                | md4c               | md4c-devel
build   | library sqlite3             | libsqlite3-dev            | sqlite-devel              | sqlite             | sqlite3-devel
build   | file /usr/lib*/gio/modules/libgio*tls.so /usr/lib/*/gio/modules/libgio*tls.so /usr/lib*/gio/modules/libgioopenssl.so | glib-networking | glib-networking | glib-networking | glib-networking
build   | file /usr/share/icons/Adwaita/index.theme | adwaita-icon-theme | adwaita-icon-theme | adwaita-icon-theme | adwaita-icon-theme
build   | file /usr/lib*/gdk-pixbuf-2.0/*/loaders/*svg*.so /usr/lib/*/gdk-pixbuf-2.0/*/loaders/*svg*.so | librsvg2-common | librsvg2 | librsvg | gdk-pixbuf-loader-rsvg
build   | file /usr/lib*/gio/modules/libdconf*.so /usr/lib/*/gio/modules/libdconf*.so | dconf-gsettings-backend | dconf | dconf | dconf
build   | file /usr/share/fonts/*/*/*.?tf /usr/share/fonts/*/*.?tf | fonts-cantarell fonts-dejavu-core | abattis-cantarell-fonts dejavu-sans-fonts | cantarell-fonts ttf-dejavu | cantarell-fonts dejavu-fonts
display | command Xvfb                | xvfb                      | xorg-x11-server-Xvfb      | xorg-server-xvfb   | xorg-x11-server-Xvfb
display | command dbus-run-session    | dbus                      | dbus-daemon               | dbus               | dbus-1
display | file /usr/share/dbus-1/services/org.a11y.Bus.service | at-spi2-core | at-spi2-core   | at-spi2-core       | at-spi2-core
display | command xdotool             | xdotool                   | xdotool                   | xdotool            | xdotool
display | command import              | imagemagick               | ImageMagick               | imagemagick        | ImageMagick
display | python gi                   | python3-gi                | python3-gobject           | python-gobject     | python3-gobject
display | file /usr/share/fonts/*/cantarell/* /usr/share/fonts/*cantarell*/* /usr/share/fonts/truetype/Cantarell* | fonts-cantarell | abattis-cantarell-fonts | cantarell-fonts | cantarell-fonts
display | file /usr/share/fonts/*/*/DejaVuSansMono.ttf /usr/share/fonts/*/DejaVuSansMono.ttf | fonts-dejavu-core | dejavu-sans-mono-fonts | ttf-dejavu | dejavu-fonts
test    | file /usr/lib/gcc/*/*/libasan.so /usr/lib*/libasan.so* /usr/lib64/gcc/*/*/libasan.so | libgcc-12-dev/gcc | libasan libubsan | gcc-libs | libasan8 libubsan1
test    | command clang               | clang                     | clang                     | clang              | clang
test    | file /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a /usr/lib*/clang/*/lib/*/libclang_rt.fuzzer*.a | libclang-rt-14-dev/libclang-rt-dev | compiler-rt | compiler-rt | clang
test    | command openbox             | openbox                   | openbox                   | openbox            | openbox
test    | command xclip               | xclip                     | xclip                     | xclip              | xclip
test    | command xprop               | x11-utils                 | xprop                     | xorg-xprop         | xprop
test    | command gnome-keyring-daemon | gnome-keyring            | gnome-keyring             | gnome-keyring      | gnome-keyring
test    | command secret-tool         | libsecret-tools           | libsecret                 | libsecret          | secret-tool
test    | command mount               | mount                     | util-linux                | util-linux         | util-linux
test    | command readelf             | binutils                  | binutils                  | binutils           | binutils
test    | command strace              | strace                    | strace                    | strace             | strace
test    | command cmark               | cmark                     | cmark                     | cmark              | cmark
test    | command npm                 | npm                       | nodejs-npm                | npm                | npm-default
test    | command curl                | curl                      | curl                      | curl               | curl
test    | command javac               | default-jdk-headless      | java-devel                | jdk-openjdk        | java-devel
test    | file /usr/share/fonts/*/*/NotoSansCJK-Regular.ttc /usr/share/fonts/*/NotoSansCJK-Regular.ttc | fonts-noto-cjk | google-noto-sans-cjk-fonts | noto-fonts-cjk | google-noto-sans-cjk-fonts
test    | command appstreamcli        | appstream                 | appstream                 | appstream          | AppStream
test    | command man                 | man-db groff-base         | man-db groff-base         | man-db groff       | man groff
test    | python dbusmock             | python3-dbusmock          | python3-dbusmock          | python-dbusmock    | python3-python-dbusmock
flatpak | command flatpak             | flatpak                   | flatpak                   | flatpak            | flatpak
flatpak | command flatpak-builder     | flatpak-builder           | flatpak-builder           | flatpak-builder    | flatpak-builder
flatpak | command bwrap               | bubblewrap                | bubblewrap                | bubblewrap         | bubblewrap
flatpak | command ostree              | ostree                    | ostree                    | ostree             | ostree
flatpak | command mmdebstrap          | mmdebstrap                | mmdebstrap                | mmdebstrap         | mmdebstrap
flatpak | command eu-strip            | elfutils                  | elfutils                  | elfutils           | elfutils
tree    | command mmdebstrap          | mmdebstrap                | mmdebstrap                | mmdebstrap         | mmdebstrap
tree    | command git                 | git                       | git                       | git                | git
bench   | command chromium chromium-browser | chromium            | chromium                  | chromium           | chromium
bench   | command node                | nodejs                    | nodejs                    | nodejs             | nodejs-default
TABLE
}

# package_present WAY ARGUMENT…
package_present () {
  local way=$1 name
  shift
  case $way in
    command)
      for name in "$@"; do
        command -v "$name" >/dev/null && return 0
      done
      return 1 ;;
    library)
      command -v pkg-config >/dev/null && pkg-config --exists "$1" ;;
    file)
      # Each argument was a pattern; the shell has expanded those that name something.
      for name in "$@"; do
        [ -e "$name" ] && return 0
      done
      return 1 ;;
    python)
      /usr/bin/python3 -c "import $1" 2>/dev/null ;;
    *)
      echo "packages.sh: unknown way '$way'" >&2
      return 2 ;;
  esac
}

# missing_packages MANAGER GROUP…: the names of what is missing, one a line.
missing_packages () {
  local manager=$1 group way apt dnf pacman zypper
  shift
  while IFS='|' read -r group way apt dnf pacman zypper; do
    [[ " $* " == *" ${group// /} "* ]] || continue
    # shellcheck disable=SC2086  # patterns and lists are meant to split
    package_present $way && continue
    # shellcheck disable=SC2086
    case $manager in
      apt) printf '%s\n' $apt ;;
      dnf) printf '%s\n' $dnf ;;
      pacman) printf '%s\n' $pacman ;;
      zypper) printf '%s\n' $zypper ;;
    esac
  done < <(package_table) | sort -u
}

package_manager () {
  local name
  for name in apt-get dnf pacman zypper; do
    if command -v "$name" >/dev/null; then
      echo "${name%-get}"
      return
    fi
  done
}

# Shows a command and runs it as root.
as_root () {
  if [ "$(id -u)" -eq 0 ]; then
    echo "+ $*"
    "$@"
  elif command -v sudo >/dev/null; then
    echo "+ sudo $*"
    sudo "$@"
  else
    echo "This needs root, and there is no sudo here: $*" >&2
    return 1
  fi
}

# known_packages NAME…: each name, or of a/b the first that apt knows.
known_packages () {
  local each name
  for each in "$@"; do
    name=$each
    [[ $each == */* ]] && for name in ${each//\// }; do
      apt-cache show --no-all-versions "$name" >/dev/null 2>&1 && break
    done
    echo "$name"
  done
}

# debian_sources SUITE: this machine's own package sources, with the name of SUITE in them.
debian_sources () {
  local here
  here=$(. /etc/os-release; echo "${VERSION_CODENAME:-sid}")
  apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' | sort -u |
    if [ "$1" = "$here" ]; then
      cat
    else
      awk -v here="$here" -v suite="$1" '$3 == here {
        print "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]", $2, suite, $4 }'
    fi
}

install_packages () {
  local manager missing
  manager=$(package_manager)
  mapfile -t missing < <(missing_packages "${manager:-apt}" "$@")
  if [ ${#missing[@]} -eq 0 ]; then
    echo "Packages ($*): nothing is missing."
    return
  fi
  echo "Packages ($*), missing: ${missing[*]}"
  case $manager in
    apt)
      as_root apt-get update -q
      mapfile -t missing < <(known_packages "${missing[@]}")
      as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "${missing[@]}" ;;
    dnf)
      as_root dnf install -y --setopt=install_weak_deps=False "${missing[@]}" ;;
    pacman)
      as_root pacman -Sy --needed --noconfirm "${missing[@]}" ;;
    zypper)
      as_root zypper --non-interactive install --no-recommends "${missing[@]}" ;;
    *)
      echo "There is no apt, dnf, pacman or zypper here: install these (named as in Debian) yourself." >&2
      return 1 ;;
  esac
  mapfile -t missing < <(missing_packages "$manager" "$@")
  if [ ${#missing[@]} -ne 0 ]; then
    # Not fatal: another version of a system may carry a thing in another place.
    echo "Packages ($*), still not seen after installing: ${missing[*]}"
  fi
}
