#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# flatpak-runtime.sh SUITE BRANCH FOLDER: makes stand-ins for the GNOME runtime and its SDK, named
# BRANCH, out of the packages of a Debian SUITE, and installs them for FLATPAK_USER_DIR. With them a
# manifest can be built and run where the real runtime cannot be fetched. The versions are Debian's:
# this proves the manifest, the sandbox and what is installed, not the real runtime.
set -euo pipefail
. "$(dirname "$0")/packages.sh"
suite=${1:?suite} branch=${2:?branch} folder=${3:?folder}
: "${FLATPAK_USER_DIR:?}"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
trees=$folder/trees
repository=$folder/repository
architecture=$(flatpak --default-arch)

platform=libgtk-4-1,libadwaita-1-0,libgtksourceview-5-0,libsoup-3.0-0,libjson-glib-1.0-0
platform+=,libsecret-1-0,libsqlite3-0,glib-networking,ca-certificates,dconf-gsettings-backend
platform+=,adwaita-icon-theme,hicolor-icon-theme,librsvg2-common,at-spi2-core,desktop-file-utils
platform+=,fonts-cantarell,fonts-dejavu-core,fonts-noto-cjk,libegl1,libgl1-mesa-dri,libgtk-4-bin
platform+=,locales,xdg-user-dirs
sdk="gcc g++ libc6-dev make cmake meson ninja-build pkg-config gettext python3 libgtk-4-dev
 libadwaita-1-dev libgtksourceview-5-dev libsoup-3.0-dev libjson-glib-dev libsecret-1-dev
 libsqlite3-dev appstream appstream-util"
export sdk trees

rm -rf "$trees" "$repository"
mkdir -p "$trees"
debian_sources "$suite" |
  mmdebstrap --quiet --mode=root --variant=essential --format=directory \
    --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*/LC_MESSAGES/*' \
    --include="$platform" \
    --customize-hook='for l in en_US zh_CN; do chroot "$1" localedef -i $l -f UTF-8 $l.UTF-8; done' \
    --customize-hook='mkdir "$trees/Platform" && cp -a "$1/usr" "$1/etc" "$trees/Platform/"' \
    --customize-hook='APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get -y -q --no-install-recommends \
      -oDPkg::Chroot-Directory="$1" install $sdk >"$trees/sdk.log" 2>&1 ||
      { tail "$trees/sdk.log"; exit 1; }' \
    "$suite" "$trees/Sdk" -

# A bare-user-only repository without fsync takes seconds where an archive takes minutes.
ostree --repo="$repository" init --mode=bare-user-only
for part in Platform Sdk; do
  export_folder=$folder/export
  rm -rf "$export_folder"
  mkdir -p "$export_folder/files" "$export_folder/var"
  mv "$trees/$part/usr" "$export_folder/usr"
  rm -rf "$export_folder/usr/etc" "$export_folder/usr/share/applications" \
    "$export_folder/usr/share/metainfo"
  mv "$trees/$part/etc" "$export_folder/usr/etc"
  # Flatpak brings its own of these.
  rm -f "$export_folder"/usr/etc/{passwd,group,shadow,gshadow,machine-id,resolv.conf,host.conf}{,-}
  rm -f "$export_folder"/usr/etc/{hosts,localtime,timezone,ld.so.cache}
  cat >"$export_folder/metadata" <<METADATA
[Runtime]
name=org.gnome.$part
runtime=org.gnome.Platform/$architecture/$branch
sdk=org.gnome.Sdk/$architecture/$branch

[Environment]
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
METADATA
  flatpak build-export --disable-fsync --runtime --disable-sandbox --arch="$architecture" \
    "$repository" "$export_folder" "$branch" >/dev/null
  rm -rf "$export_folder"
done
flatpak build-update-repo "$repository" >/dev/null
rm -rf "$trees"

flatpak --user remote-add --if-not-exists --no-gpg-verify "standin-$suite" "file://$repository"
ostree --repo="$FLATPAK_USER_DIR/repo" config set core.fsync false
flatpak --user install -y --noninteractive --reinstall "standin-$suite" \
  "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" >/dev/null
