#!/bin/sh
# Made by ./raya: Debian's package, unpacked beside the libraries this system lacks.
home=$(dirname "$(dirname "$(readlink -f "$0")")")
export LD_LIBRARY_PATH="@libraries@${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export QT_PLUGIN_PATH="@plugins@" FONTCONFIG_FILE="$home/fonts.conf"
exec "$home/root/usr/bin/wkhtmltopdf" "$@"
