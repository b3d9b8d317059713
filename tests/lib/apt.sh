# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2016,SC2154
#
# Debian packages that are to be looked into, not installed: fetched with an apt state of its own, in
# the folder $apt_state, from the mirror this machine's apt uses, for any suite and architecture of its.
# A suite is named SUITE, for this machine's architecture, or SUITE:ARCH. The signature of each suite's list is
# checked with Debian's keys, and each package with the list.

codename() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; }

mirror() { # SUITE
	apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' \
		2>/dev/null | awk -v release="$1" '$1 == release && $2 == "main" && /\/debian(\/|$)/ { print $3; exit }'
}

suite_arch() { # SUITE[:ARCH]
	case $1 in
	*:*) echo "${1#*:}" ;;
	*) dpkg --print-architecture ;;
	esac
}

apt_private() { # SUITE COMMAND...
	local state=$apt_state/$1 command=$2 arch
	arch=$(suite_arch "$1")
	shift 2
	"$command" -qq -o Dir::State="$state" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" \
		-o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferencesparts=/dev/null -o Dir::Etc::preferences=/dev/null \
		-o APT::Architecture="$arch" -o APT::Architectures="$arch" \
		-o APT::Sandbox::User= -o Acquire::Languages=none -o Acquire::Retries=1 \
		-o Acquire::http::Timeout=20 -o APT::Update::Error-Mode=any "$@"
}

suite_update() { # SUITE MIRROR
	local state=$apt_state/$1 keys=/usr/share/keyrings/debian-archive-keyring.gpg
	mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
	: >"$state/status"
	echo "deb [signed-by=$keys] $2 ${1%:*} main" >"$state/sources.list"
	apt_private "$1" apt-get update
}

# Prints a package's newest version in a suite, nothing if it is not there.
suite_version() { # SUITE PACKAGE
	apt_private "$1" apt-cache show --no-all-versions "$2" 2>/dev/null | sed -n 's/^Version: //p'
}

# Unpacks packages into a folder as if it were the root.
suite_unpack() { # SUITE ROOT PACKAGE...
	local suite=$1 root=$2 tmp deb
	shift 2
	tmp=$(mktemp -d "$apt_state/unpack.XXXXXX")
	(cd "$tmp" && apt_private "$suite" apt-get download "$@") || return 1
	for deb in "$tmp"/*.deb; do
		dpkg -x "$deb" "$root" || return 1
	done
	rm -rf "$tmp"
}
