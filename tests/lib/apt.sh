# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2016
#
# Debian packages of any suite and architecture, without installing them: an apt state of its own for each,
# from the mirror this machine's apt uses, signatures checked.
#
#	cache_dir			where fetched things are kept between runs: $RAWBPF_CACHE, or
#					rawbpf in the user's cache folder
#	apt_own_suite			the name of this machine's suite
#	apt_update SUITE ARCH		fetch the list of packages, once a day
#	apt_private SUITE ARCH COMMAND	apt-get or apt-cache there
#	apt_download SUITE ARCH PACKAGE FOLDER
#					fetch the package and unpack it into the folder
#
# ARCH "source" has the list of source packages, for apt-get source and apt-cache showsrc.

cache_dir() {
	echo "${RAWBPF_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rawbpf}"
}

apt_state() { # SUITE ARCH
	echo "$(cache_dir)/apt/$1-$2"
}

apt_own_suite() {
	sed -n 's/^VERSION_CODENAME=//p' /etc/os-release
}

# The archive of this machine's own release; on another Debian, whatever archive it uses.
apt_mirror() {
	local own
	own=$(apt_own_suite)
	apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		awk -v own="$own" '$2 == "main" && $3 ~ /\/debian(\/|$)/ {
			if ($1 == own) { print $3; found = 1; exit }
			other = $3
		} END { if (!found) print other }'
}

apt_private() { # SUITE ARCH COMMAND...
	local state arch=$2 command=$3
	state=$(apt_state "$1" "$2")
	[ "$arch" != source ] || arch=$(dpkg --print-architecture)
	shift 3
	"$command" -qq -o Dir::State="$state" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" \
		-o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferencesparts=/dev/null -o Dir::Etc::preferences=/dev/null \
		-o APT::Architecture="$arch" -o APT::Architectures="$arch" \
		-o APT::Sandbox::User= -o Acquire::Languages=none -o Acquire::Retries=2 \
		-o Acquire::http::Timeout=20 -o APT::Update::Error-Mode=any "$@"
}

apt_update() { # SUITE ARCH
	mkdir -p "$(apt_state "$1" "$2")"
	(flock 8 && apt_update_locked "$1" "$2") 8>"$(apt_state "$1" "$2")/lock"
}

apt_update_locked() {
	local state uri kind=deb keys=/usr/share/keyrings/debian-archive-keyring.gpg
	[ "$2" != source ] || kind=deb-src
	state=$(apt_state "$1" "$2")
	[ -n "${REFRESH:-}" ] || [ -z "$(find "$state/updated" -mtime -1 2>/dev/null)" ] || return 0
	if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
		echo "$0: only Debian has these packages: no apt-get or dpkg-deb here" >&2
		return 1
	fi
	uri=$(apt_mirror)
	# apt does not speak of sources whose lists it has never fetched
	[ -n "$uri" ] || { apt-get -qq update && uri=$(apt_mirror); } || true
	if [ -z "$uri" ]; then
		echo "$0: apt's sources name no Debian archive" >&2
		return 1
	fi
	mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
	: >"$state/status"
	echo "$kind [signed-by=$keys] $uri $1 main" >"$state/sources.list"
	apt_private "$1" "$2" apt-get update || return 1
	: >"$state/updated"
}

# A list of yesterday may name what has been superseded since: then it is fetched again, once.
apt_download() { # SUITE ARCH PACKAGE FOLDER
	local tmp=$4.download status=0
	mkdir -p "$4" "$tmp"
	(cd "$tmp" && apt_private "$1" "$2" apt-get download "$3") ||
		{ REFRESH=1 apt_update "$1" "$2" && (cd "$tmp" && apt_private "$1" "$2" apt-get download "$3"); } &&
		dpkg-deb -x "$tmp"/*.deb "$4" || status=1
	rm -rf "$tmp"
	return $status
}
