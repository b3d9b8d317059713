#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf btf: types listed and dumped from the kernel, programs, maps and files; as C they are compiled, and the
# compiler has to find every member where BTF says it is.
. "$(dirname "$0")/../lib/cli.sh"

fs=/sys/fs/bpf
kernel=/sys/kernel/btf/vmlinux
sockex1=$BUILD/progs/sockex1.bpf.o
layout=tests/lib/btf_layout.awk

# BTF byte by byte, in the byte order of this machine: u32 NUMBER..., and a file of types and strings.
little=$([ "$(printf '\1\0' | od -An -tu2 | tr -d ' ')" = 1 ] && echo yes || true)
u32() {
	local n
	for n; do
		if [ "$little" ]; then
			printf "\\x$(printf %x $((n & 255)))\\x$(printf %x $((n >> 8 & 255)))\\x$(printf %x $((n >> 16 & 255)))\\x$(printf %x $((n >> 24 & 255)))"
		else
			printf "\\x$(printf %x $((n >> 24 & 255)))\\x$(printf %x $((n >> 16 & 255)))\\x$(printf %x $((n >> 8 & 255)))\\x$(printf %x $((n & 255)))"
		fi
	done
}
btf_file() { # FILE STRINGS NUMBER...: \0 in the strings ends each
	local file=$1 strings=$2
	shift 2
	{
		if [ "$little" ]; then printf '\x9f\xeb\x01\x00'; else printf '\xeb\x9f\x01\x00'; fi
		u32 24 0 $(($# * 4)) $(($# * 4)) "$(printf "$strings" | wc -c)"
		u32 "$@"
		printf "$strings"
	} >"$file"
}
# A base with int, and two modules: each a struct of it whose name is its own.
make_split() {
	active || return 0
	btf_file "$tmp/base.btf" '\0int\0' 1 $((1 << 24)) 4 $((1 << 24 | 32))
	btf_file "$tmp/one.btf" 'one\0x\0' 5 $((4 << 24 | 1)) 4 9 1 0
	btf_file "$tmp/two.btf" 'y\0two\0' 0 $((2 << 24)) 3 7 $((4 << 24 | 1)) 8 5 2 0
}

# A loaded program with a map; $btf is the id of its types.
loaded() {
	need_root
	need_file "$sockex1"
	active && rm -rf $fs/prog $fs/maps
	run rawbpf prog load "$sockex1" $fs/prog pinmaps $fs/maps
	expect_exit 0
	active && btf=$("$RAWBPF" -j prog show pinned $fs/prog | jq .btf_id)
	active && map=$(echo $fs/maps/*)
}

need_kernel() {
	need_file $kernel
}

case_ "the kernel's types are listed with its name"
need_root
need_kernel
run rawbpf btf show
expect_exit 0
case $(uname -r) in
5.[0-9].* | 5.10.*) expect_out '^[0-9]+: name <anon>  size [0-9]+B' ;;
*) expect_out '^[0-9]+: name \[vmlinux\]  size [0-9]+B' ;;
esac

case_ "a program's types are listed with who uses them"
loaded
run rawbpf -j btf list
expect_exit 0
expect_json "any(.[]; .id == ${btf:-0} and (.prog_ids | length == 1) and (.map_ids | length >= 1) and
	.kernel == false and .size > 0)"
run rawbpf btf show id "${btf:-0}"
expect_out "^$btf: name <anon>  size [0-9]+B  prog_ids [0-9]+  map_ids [0-9,]+\$"

case_ "one is an object in JSON, and no array"
loaded
run rawbpf -j btf show id "${btf:-0}"
expect_json ".id == $btf"

case_ "an unknown id has exit code 6"
need_root
run rawbpf btf show id 4294967295
expect_exit 6
expect_err 'none with this id'
run rawbpf btf dump id 4294967295
expect_exit 6

case_ "types have no name that they could be found by"
run rawbpf btf show name x
expect_exit 1
expect_err 'id N'

case_ "an object's types are a line each, and their parts follow"
need_file "$sockex1"
run rawbpf btf dump file "$sockex1"
expect_exit 0
expect_out "^\[1\] PTR '\(anon\)' type_id=[0-9]+\$"
expect_out "^\[[0-9]+\] INT 'int' size=4 bits_offset=0 nr_bits=32 encoding=SIGNED\$"
expect_out "^\[[0-9]+\] FUNC 'sockex1' type_id=[0-9]+ linkage=global\$"
expect_out "^\[[0-9]+\] DATASEC '\.maps' size=[0-9]+ vlen=[0-9]+\$"
expect_out "^	type_id=[0-9]+ offset=[0-9]+ size=[0-9]+ \(VAR '[a-z_]+'\)\$"

case_ "the same types are JSON with bpftool's keys"
need_file "$sockex1"
run rawbpf -j btf dump file "$sockex1"
expect_exit 0
expect_json '.types | (map(.id) == [range(1; length + 1)]) and
	any(.[]; . == {id, kind: "INT", name: "int", size: 4, bits_offset: 0, nr_bits: 32, encoding: "SIGNED"}) and
	any(.[]; .kind == "FUNC" and .name == "sockex1" and .linkage == "global") and
	any(.[]; .kind == "DATASEC" and (.vars | length) == .vlen and .vars[0].type_id > 0)'
run rawbpf -p btf dump file "$sockex1"
expect_json '.types | length > 0'

case_ "all types of the kernel are JSON, as many as in text"
need_kernel
run rawbpf btf dump file $kernel
active && lines=$(grep -c '^\[' "$out")
run rawbpf -j btf dump file $kernel
expect_json ".types | length == ${lines:-0} and length > 10000"

case_ "what is loaded is dumped by id, by program and by map"
loaded
run rawbpf btf dump id "${btf:-0}"
expect_out "FUNC 'sockex1'"
active && cp "$out" "$tmp/by_id"
run rawbpf btf dump prog pinned $fs/prog
expect cmp "$out" "$tmp/by_id"
run rawbpf btf dump map pinned "${map:-}" all
expect cmp "$out" "$tmp/by_id"

case_ "of a map's types the key, the value or both are dumped"
loaded
for which in "key:1" "value:1" "kv:2"; do
	run rawbpf -j btf dump map pinned "${map:-}" ${which%:*}
	expect_exit 0
	expect_json ".types | length == ${which#*:}"
done
active && cp "$out" "$tmp/kv"
run rawbpf -j btf dump map pinned "${map:-}"
expect cmp "$out" "$tmp/kv"
run rawbpf btf dump map pinned "${map:-}" key root_id 1
expect_exit 1
expect_err 'chosen already'

case_ "a map without types says so"
need_root
active && rm -f $fs/plain
run rawbpf map create $fs/plain type array key 4 value 4 entries 1
run rawbpf btf dump map pinned $fs/plain
expect_exit 6
expect_err 'has no BTF'

case_ "one type is dumped by its number or its name"
need_kernel
run rawbpf btf dump file $kernel type list_head
expect_exit 0
expect_out "STRUCT 'list_head' size=$(($(getconf LONG_BIT) / 4)) vlen=2\$"
active && id=$(sed -n 's/^\[\([0-9]*\)\].*/\1/p' "$out")
active && cp "$out" "$tmp/by_name"
run rawbpf btf dump file $kernel root_id "${id:-0}"
expect cmp "$out" "$tmp/by_name"

case_ "what is not there has exit code 6"
need_file "$sockex1"
run rawbpf btf dump file "$sockex1" type no_such_type
expect_exit 6
expect_err 'no type is called "no_such_type"'
run rawbpf btf dump file "$sockex1" root_id 0
expect_exit 6
run rawbpf -j btf dump file "$sockex1" root_id 1000000
expect_exit 6
expect_json '.error | test("1 to [0-9]+")'
run rawbpf btf dump file /no/such/file
expect_exit 6

case_ "what cannot be read has exit code 2"
active && head -c 1000 /dev/zero >"$tmp/zeros"
run rawbpf btf dump file "$tmp/zeros"
expect_exit 2
expect_err 'zeros: BTF, offset 0x0: the magic number or version is wrong'
run rawbpf btf dump file /bin/true
expect_exit 2
expect_err 'no types .section .BTF.'

case_ "mistakes in the words have exit code 1"
need_file "$sockex1"
run rawbpf btf dump
expect_exit 1
expect_err 'say where the types are'
run rawbpf btf dump file
expect_exit 1
run rawbpf btf dump file "$sockex1" format xml
expect_exit 1
expect_err 'raw or c'
run rawbpf btf dump file "$sockex1" c
expect_exit 1
expect_err '"c" is none of'
run rawbpf -j btf dump file "$sockex1" format c
expect_exit 1
expect_json '.error | test("JSON")'

case_ "split types go on from their base"
make_split
run rawbpf -B "$tmp/base.btf" btf dump file "$tmp/one.btf"
expect_exit 0
expect_out_is "[2] STRUCT 'one' size=4 vlen=1
	'x' type_id=1 bits_offset=0"
run rawbpf btf dump file "$tmp/one.btf" --base-btf "$tmp/base.btf" format c type one only
expect_out_is 'struct one {
	int x;
};'

case_ "split types without their base say what is missing"
make_split
run rawbpf btf dump file "$tmp/one.btf"
expect_exit 2
expect_err 'one.btf: .*they go on from others'

case_ "a module from outside the kernel's tree brings its base along"
need_command cc
need_command objcopy
make_split
active && cc -c -x c /dev/null -o "$tmp/empty.o" && objcopy --add-section .BTF="$tmp/one.btf" \
	--add-section .BTF.base="$tmp/base.btf" "$tmp/empty.o" "$tmp/one.ko"
run rawbpf btf dump file "$tmp/one.ko"
expect_exit 0
expect_out_is "[2] STRUCT 'one' size=4 vlen=1
	'x' type_id=1 bits_offset=0"
run rawbpf btf dump file "$tmp/one.ko" format c type one only
expect_out 'int x;'
run rawbpf -B "$tmp/base.btf" btf dump file "$tmp/one.ko" file "$tmp/two.btf"
expect_exit 1
expect_err 'one.ko: has a base of its own'

case_ "types of several modules are merged behind their base"
make_split
run rawbpf -B "$tmp/base.btf" btf dump file "$tmp/one.btf" file "$tmp/two.btf"
expect_exit 0
expect_out_is "[2] STRUCT 'one' size=4 vlen=1
	'x' type_id=1 bits_offset=0
[3] PTR '(anon)' type_id=4
[4] STRUCT 'two' size=8 vlen=1
	'y' type_id=3 bits_offset=0"

case_ "a module's types take the kernel's as their base"
need_kernel
modules=(/sys/kernel/btf/[!v]*)
[ -e "${modules[0]}" ] || skip "no module with BTF is loaded"
run rawbpf btf dump file "${modules[0]}"
expect_exit 0
active && [ "$(head -n 1 "$out" | tr -dc '0-9 ' | cut -d' ' -f1)" -gt 10000 ] || fail "it does not go on from the kernel's"

case_ "C has one type with all it needs, or only itself"
need_kernel
run rawbpf btf dump file $kernel format c type list_head only
expect_out_is 'struct list_head {
	struct list_head *next;
	struct list_head *prev;
};'
run rawbpf btf dump file $kernel format c type task_struct
expect_out '^#ifndef __VMLINUX_H__$'
expect_out '^struct sched_entity \{$'
expect_out '^struct task_struct \{$'
active && cp "$out" "$tmp/task.h" && echo '#include "task.h"
_Static_assert(sizeof(struct task_struct) > 1000, "");' >"$tmp/task.c"
need_command clang
run clang -target bpf -Werror -c "$tmp/task.c" -o "$tmp/task.o"
expect_exit 0

# The kernel's types as C, in $tmp/vmlinux.h, and as records.
header() { # [unsorted]
	need_kernel
	need_command clang
	run rawbpf btf dump file $kernel format c "$@"
	expect_exit 0
	active && cp "$out" "$tmp/vmlinux.h" && "$RAWBPF" btf dump file $kernel >"$tmp/vmlinux.txt"
}

CLI_TIMEOUT=${CLI_TIMEOUT:-120}
for order in "" unsorted; do
	case_ "the kernel's types compile as C, and each size and offset is the kernel's${order:+ ($order)}"
	# shellcheck disable=SC2086 # none, if it is empty
	header $order
	active && {
		echo '#include "vmlinux.h"'
		awk -v asserts=1 -f $layout "$tmp/vmlinux.txt"
	} >"$tmp/assert.c"
	expect test "$(grep -c _Static_assert "$tmp/assert.c")" -gt 10000
	run clang -target bpf -Werror -c "$tmp/assert.c" -o "$tmp/assert.o"
	expect_exit 0
done

case_ "and each bit field has its place and width, as the compiler tells in its own types"
header
active && awk -f $layout "$tmp/vmlinux.txt" | sort >"$tmp/kernel.layout"
# those with bit fields, each as a variable
active && {
	echo '#include "vmlinux.h"'
	awk 'NF == 5 && $5 && !seen[$2]++ { print $1, $2, "v" NR "[0];" }' "$tmp/kernel.layout"
} >"$tmp/bits.c"
run clang -target bpf -g -Werror -c "$tmp/bits.c" -o "$tmp/bits.o"
expect_exit 0
run rawbpf btf dump file "$tmp/bits.o"
active && awk -f $layout "$out" | sort >"$tmp/compiled.layout"
active && awk 'NF == 5 && $5' "$tmp/kernel.layout" >"$tmp/bits"
expect test "$(wc -l <"$tmp/bits")" -gt 500
expect test "$(comm -23 "$tmp/bits" "$tmp/compiled.layout" | wc -l)" = 0

case_ "a program that uses the header reads a member by a CO-RE record"
header
active && cat >"$tmp/core.c" <<'END'
#include "vmlinux.h"
int pid(struct task_struct *t) { return t->pid; }
END
run clang -target bpf -g -O2 -Werror -c "$tmp/core.c" -o "$tmp/core.o"
expect_exit 0
run rawbpf -j inspect "$tmp/core.o" relocations
expect_out 'task_struct'

case_ "words may be cut short"
need_file "$sockex1"
run rawbpf b d fi "$sockex1" form c
expect_exit 0
expect_out '__VMLINUX_H__'
