#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/deps.sh [DIR [BUILD]]: the product stands on libc alone. Looks at what the sources include and what the
# Makefile links, then at what BUILD/librawbpf.a wants and what BUILD/rawbpf needs at run time, as far
# as they are built. Prints what it finds and exits 1.
set -eu
cd "${1:-$(dirname "$0")/..}"
build=${2:-${BUILD:-build}}

found=0
report() {
	echo "$1"
	found=$((found + 1))
}
report_lines() { # MESSAGE: stdin has a line for each
	local line
	while IFS= read -r line; do
		report "$line: $1"
	done
}

# ---- sources --------------------------------------------------------------------------------------

# <bpf/...> may be ours (uapi/bpf), or libbpf's, which has the same folder.
foreign_headers() {
	local file line text name
	while IFS=: read -r file line text; do
		name=${text#*[<\"]}
		name=${name%%[>\"]*}
		case $name in
		libelf.h | gelf.h | nlist.h | dwarf.h | libelf/* | elfutils/* | libdwarf* | \
			zlib.h | zconf.h | zstd.h | lzma.h | libmnl/* | netlink/* | libnl* | libiptc/* | \
			libcap.h | sys/capability.h | xdp/* | libxdp* | libbpf* | argp.h)
			report "$file:$line: <$name> is of another library"
			;;
		bpf/*) [ -e "uapi/$name" ] || report "$file:$line: <$name> is libbpf's: there is no uapi/$name" ;;
		linux/* | asm/*)
			# Ours, so that the build needs no kernel headers; musl has none.
			[ -e "uapi/$name" ] || [ -e "$name" ] || grep -qF "__has_include(<$name>)" "$file" ||
				report "$file:$line: <$name> is not declared in uapi/"
			;;
		esac
	done < <(find asm progs src uapi -name '*.[ch]' -print0 2>/dev/null | sort -z |
		xargs -0r grep -nH '^[[:space:]]*#[[:space:]]*include' /dev/null)
}

linked_libraries() {
	[ -e Makefile ] || return 0
	grep -nHE '(^|[[:space:]=])-l(bpf|xdp|elf|dw|z|zstd|lzma|mnl|nl[-a-z0-9]*|cap)([[:space:]]|$)|pkg-config.*lib(bpf|elf|xdp|mnl|nl)' \
		Makefile | cut -d: -f1,2 | report_lines "links another library" || true
}

# ---- results --------------------------------------------------------------------------------------

# Names in the archive that no member of it defines. libc's are left over, and those of nobody else.
foreign_symbols() {
	[ -e "$1" ] || return 0
	nm -g "$1" 2>/dev/null | awk '
		NF == 2 && ($1 == "U" || $1 == "w") { wanted[$2] }
		NF == 3 { defined[$3] }
		END { for (s in wanted) if (!(s in defined)) print s }' | sort |
		grep -E '^(bpf_(object|program|map|link|prog)_|libbpf_|btf(__|_dump_)|ring_buffer__|perf_buffer__|elf(32|64)?_|gelf_|dwarf_|inflate|deflate|uncompress|compress|crc32|adler32|gz|ZSTD_|lzma_|mnl_|nl_|nla_|nlmsg_|rtnl_|xdp_|xsk_)' |
		sed "s|^|$1: |" | report_lines "is not ours nor libc's" || true
}

needed_libraries() {
	[ -e "$1" ] || return 0
	readelf -d "$1" 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' |
		grep -vE '^(libc|ld-linux[-a-z0-9_]*|ld64|libc\.musl-[a-z0-9_]*|ld-musl-[a-z0-9_]*)\.so' |
		sed "s|^|$1: needs |" | report_lines "libc is to be all" || true
}

foreign_headers
# A pipe into report_lines counts in a subshell: so count what was printed.
printed=$(linked_libraries; foreign_symbols "$build/librawbpf.a"; needed_libraries "$build/rawbpf")
[ -z "$printed" ] || report "$printed"
[ "$found" = 0 ]
