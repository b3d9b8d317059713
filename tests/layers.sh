#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/layers.sh [DIR]: a file may include what stands below it, never what stands above or beside it.
#
#	uapi < base < asm, hook < kernel | format < link < gen | object < attach < read | show < cli
#
# format, link and gen are pure: they know no kernel/ and none of the headers that lead to system calls, so that
# they can be tested and fuzzed without privileges. src/rawbpf.h holds the public types and may be included
# everywhere in src. Prints file:line for each violation and exits 1. In a script rather than in
# the compiler's search path, since a layer is what a reader sees: the first word of an include.
set -eu
cd "${1:-$(dirname "$0")/..}"

# What the files of a folder may include, besides their own folder.
allowed() {
	case $1 in
	uapi | base) echo "uapi" ;;
	asm) echo "uapi base" ;;
	hook) echo "uapi asm base" ;;
	kernel) echo "uapi asm base hook" ;;
	format) echo "uapi asm base hook" ;;
	link) echo "uapi asm base hook format" ;;
	gen) echo "uapi asm base hook format link" ;;
	object) echo "uapi asm base hook kernel format link" ;;
	attach) echo "uapi asm base hook kernel format link object" ;;
	read) echo "uapi asm base hook kernel format link object attach" ;;
	show) echo "uapi asm base hook kernel format link object attach" ;;
	cli) echo "uapi asm base hook kernel format link gen object attach read show" ;;
	public) echo "uapi" ;;
	progs) echo "uapi asm public" ;;
	*) return 1 ;;
	esac
}

pure_layers=' format link gen '

# src/link/core.c is of link, src/rawbpf.h is public, uapi/linux/bpf.h of uapi.
layer_of() {
	case $1 in
	src/*/*) layer=${1#src/} layer=${layer%%/*} ;;
	src/*) layer=public ;;
	*) layer=${1%%/*} ;;
	esac
}

violations=0
violation() {
	echo "$1:$2: $3"
	violations=$((violations + 1))
}

# Looks where the compiler does: beside the file, from the top, in src.
resolve() {
	local dir=${1%/*}
	for found in "$dir/$2" "$2" "src/$2"; do
		[ ! -e "$found" ] || return 0
	done
	return 1
}

quoted() { # FILE LINE NAME
	local file=$1 line=$2 name=$3 from
	layer_of "$file"
	from=$layer
	if ! resolve "$file" "$name"; then
		violation "$file" "$line" "\"$name\" is not a file of ours"
		return
	fi
	case $found in
	*../*)
		violation "$file" "$line" "\"$name\": name it from the top, without .."
		return
		;;
	esac
	layer_of "$found"
	[ "$layer" != "$from" ] || return 0
	case $file:$found in src/*:src/rawbpf.h) return 0 ;; esac
	case " $(allowed "$from") " in
	*" $layer "*) ;;
	*) violation "$file" "$line" "$from must not include $layer (\"$name\")" ;;
	esac
}

angled() { # FILE LINE NAME
	layer_of "$1"
	case $pure_layers in *" $layer "*) ;; *) return 0 ;; esac
	case $3 in
	unistd.h | fcntl.h | poll.h | dirent.h | pthread.h | syscall.h | sys/*.h | net/*.h)
		violation "$1" "$2" "$layer makes no system calls, so it needs no <$3>"
		;;
	esac
}

include='^[[:space:]]*#[[:space:]]*include[[:space:]]*([<"])([^>"]*)[>"]'
while IFS=: read -r file line text; do
	layer_of "$file"
	if ! allowed "$layer" >/dev/null; then
		violation "$file" "$line" "src/$layer is a layer that tests/layers.sh does not know"
	elif [[ $text =~ $include ]]; then
		if [ "${BASH_REMATCH[1]}" = '"' ]; then
			quoted "$file" "$line" "${BASH_REMATCH[2]}"
		else
			angled "$file" "$line" "${BASH_REMATCH[2]}"
		fi
	fi
done < <(find asm progs src uapi -name '*.[ch]' -print0 2>/dev/null | sort -z |
	xargs -0r grep -nH '^[[:space:]]*#[[:space:]]*include' /dev/null)
[ "$violations" = 0 ]
