#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Writes the two sides that test_uapi.c compares, from our own headers:
#
#	uapi_ours.c	every constant, size and field of uapi/linux, compiled with -Iuapi
#	uapi_theirs.c	the same of the installed headers, compiled without
#
# The compiler says what the installed headers have: lines it refuses are taken out until it is
# content.  So this needs no knowledge of how those headers are written, nor that there are any.
#
# usage: uapi_gen.sh OUTPUT-DIRECTORY CC [FLAGS...]	(from the top directory)
set -eu
out=$1
shift
here=tests/unit
mkdir -p "$out"

headers=$(cd uapi && find linux -name '*.h' ! -name errno.h ! -name types.h ! -name stddef.h |
	LC_ALL=C sort)

# Registers: ptrace.h is told the architecture.
arch() {
	echo '#if defined(__x86_64__)'
	echo '#define __TARGET_ARCH_x86'
	echo '#elif defined(__aarch64__)'
	echo '#define __TARGET_ARCH_arm64'
	echo '#elif defined(__arm__)'
	echo '#define __TARGET_ARCH_arm'
	echo '#elif defined(__riscv)'
	echo '#define __TARGET_ARCH_riscv'
	echo '#elif defined(__s390x__)'
	echo '#define __TARGET_ARCH_s390'
	echo '#endif'
}

{
	arch
	for h in $headers; do
		echo "#include <$h>"
	done
} >"$out/uapi_all.h"
echo "#include \"uapi_all.h\"" >"$out/uapi_all.c"
"$@" -E -dD -Iuapi "$out/uapi_all.c" |
	awk -f $here/uapi_list.awk $here/uapi_attr.list - >"$out/uapi.list"

# Macros with arguments: some uses of them.
cat >>"$out/uapi.list" <<EOF
const||BPF_CLASS(0x97)||
const||BPF_SIZE(0x79)||
const||BPF_MODE(0x79)||
const||BPF_OP(0x97)||
const||BPF_SRC(0x1f)||
const||BPF_LINE_INFO_LINE_NUM(0x1405)||
const||BPF_LINE_INFO_LINE_COL(0x1405)||
const||BPF_F_ADJ_ROOM_ENCAP_L2(14)||
const||BTF_INFO_KIND(0x84000003)||
const||BTF_INFO_VLEN(0x84000003)||
const||BTF_INFO_KFLAG(0x84000003)||
const||BTF_INT_ENCODING(0x01020020)||
const||BTF_INT_OFFSET(0x01020020)||
const||BTF_INT_BITS(0x01020020)||
const||BTF_MEMBER_BITFIELD_SIZE(0x03000011)||
const||BTF_MEMBER_BIT_OFFSET(0x03000011)||
const||NLMSG_ALIGN(5)||
const||NLMSG_LENGTH(5)||
const||NLMSG_SPACE(5)||
const||NLA_ALIGN(5)||
const||RTA_ALIGN(5)||
const||RTA_LENGTH(5)||
const||RTA_SPACE(5)||
const||TC_H_MAJ(0x12345678U)||
const||TC_H_MIN(0x12345678U)||
const||TC_H_MAKE(0x12340000U, 0x5678U)||
const||KERNEL_VERSION(6, 1, 300)||
EOF

# One array entry or statement a line; the entry's number is the line's number in the list.
side() {
	awk -F'|' -v side="$1" '
	function c_type(t) { return side == "ours" ? $2 : $4 }
	function c_path(t) { return side == "ours" ? $3 : $5 }
	{
		n = NR - 1
		if ($1 == "const")
			line[n] = "CONST(" n ", " $3 ")"
		else if ($1 == "size" && c_path() == "")
			line[n] = "SIZE(" n ", " c_type() ")"
		else if ($1 == "size")
			line[n] = "SIZE(" n ", ((" c_type() " *)0)->" c_path() ")"
		else if ($1 == "field" || $1 == "inner")
			line[n] = "FIELD(" n ", " c_type() ", " c_path() ")"
		else if ($1 == "flex")
			line[n] = "FLEX(" n ", " c_type() ", " c_path() ")"
		else
			bits[n] = "BITS(" n ", " c_type() ", " c_path() ")"
		if (side == "ours")
			item[n] = sprintf("{ \"%s\", \"%s\", \"%s\", \"%s\", \"%s\" },",
				$1, $2, $3, $4, $5)
	}
	END {
		printf "struct uapi_fact uapi_%s[%d] = {\n", side, NR
		for (i = 0; i < NR; i++)
			if (i in line)
				print line[i]
		print "};\n\nvoid uapi_" side "_bits(void)\n{"
		printf "struct uapi_fact *facts = uapi_%s;\n\n(void)facts;\n", side
		for (i = 0; i < NR; i++)
			if (i in bits)
				print bits[i]
		print "}"
		if (side == "theirs") {
			print "#ifndef LINUX_VERSION_CODE\n#define LINUX_VERSION_CODE 0\n#endif"
			print "const unsigned int uapi_theirs_version = LINUX_VERSION_CODE;"
			exit
		}
		print "\nconst struct uapi_item uapi_items[] = {"
		for (i = 0; i < NR; i++)
			print item[i]
		print "};\nconst unsigned int uapi_item_count = " NR ";"
		print "const unsigned int uapi_ours_version = LINUX_VERSION_CODE;"
		print "\nconst struct uapi_newer uapi_newer[] = {"
		while ((getline newer < "'$here'/uapi_newer.list") > 0)
			if (newer !~ /^#/ && split(newer, word, " ") == 2) {
				split(word[2], v, ".")
				printf "{ \"%s\", %d },\n", word[1], v[1] * 65536 + v[2] * 256
			}
		print "{ 0, 0 },\n};"
	}' "$out/uapi.list"
}

{
	echo '#include "uapi_all.h"'
	echo '#include "tests/unit/uapi_fact.h"'
	side ours
} >"$out/uapi_ours.c"

{
	arch
	echo '#include <sys/socket.h>'
	for h in $headers; do
		echo "#if __has_include(<$h>)"
		echo "#include <$h>"
		echo "#endif"
	done
	echo '#include "tests/unit/uapi_fact.h"'
	side theirs
} >"$out/uapi_theirs.c"

while ! "$@" -w -fmax-errors=0 -iquote . -fsyntax-only "$out/uapi_theirs.c" 2>"$out/uapi_errors"; do
	sed -n 's/^[^:]*uapi_theirs\.c:\([0-9]*\):[0-9]*: \(error\|note: in expansion\).*/\1d/p' \
		"$out/uapi_errors" | sort -u >"$out/uapi_refused"
	test -s "$out/uapi_refused" || { cat "$out/uapi_errors" >&2; exit 1; }
	sed -f "$out/uapi_refused" "$out/uapi_theirs.c" >"$out/uapi_theirs.new"
	mv "$out/uapi_theirs.new" "$out/uapi_theirs.c"
done
