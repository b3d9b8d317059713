#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf inspect: what is said about an object file is what other tools find in it.
. "$(dirname "$0")/../lib/cli.sh"

features=$BUILD/tests/progs/features.bpf.o
newer=$BUILD/tests/progs/newer.bpf.o
xdp=$BUILD/progs/xdp_count.bpf.o

# Objects are compiled for this machine's byte order.
case $(printf '\1\0' | od -An -tu2) in *256) order=big other=bpfel ;; *) order=little other=bpfeb ;; esac

case_ "all parts of an object come as one JSON document"
need_file "$features"
run rawbpf -j inspect "$features"
expect_exit 0
expect_json 'keys == ["disasm","externs","globals","maps","object","programs","relocations","sections","subprograms"]'
expect_json '.object[0] | .machine == "bpf" and .byte_order == "'$order'" and .license == "Dual BSD/GPL" and .version == 393472'

case_ "the sections are those that readelf lists"
need_file "$features"
need_command llvm-readelf
run rawbpf -j inspect "$features" sections
active && jq -r '.sections[] | "\(.index) \(.name) \(.size)"' <"$out" >"$tmp/ours"
active && llvm-readelf -SW "$features" | sed -n 's/^ *\[ *\([1-9][0-9]*\)\] \([^ ]*\) *[A-Z0-9_x+]* *[0-9a-f]* [0-9a-f]* \([0-9a-f]*\) .*/\1 \2 \3/p' |
	while read -r n name size; do echo "$n $name $((16#$size))"; done >"$tmp/theirs"
expect test -s "$tmp/theirs"
expect cmp "$tmp/ours" "$tmp/theirs"

case_ "programs come with the type and hook that their section means"
need_file "$features"
run rawbpf -j inspect "$features" programs
expect_json '.programs | map(select(.name == "deny"))[0] |
	.section == "cgroup_skb/egress" and .type == "cgroup_skb" and .attach_type == "cgroup_inet_egress"'
expect_json '.programs | map(select(.optional) | .name) == ["optional", "refused"]'

case_ "subprograms are found, and who calls them"
need_file "$features"
run rawbpf -j inspect "$features" programs
expect_json '.programs[0] | .name == "features" and (.calls | sort) == ["global_sub","hidden_sub","static_sub","weak_sub"]'
expect_json '.subprograms | map(select(.name == "global_sub"))[0].calls == ["static_sub"]'

case_ "functions whose address is taken count as called"
need_file "$newer"
run rawbpf -j inspect "$newer" programs
expect_json '.programs | map(select(.name == "callbacks"))[0].calls == ["add_key","add_index"]'

case_ "a section that means no program is unknown, not an error"
need_command clang
active && printf '%s\n' '__attribute__((section("strange"), used)) int f(void) { return 0; }' |
	clang -target bpf -O2 -x c -c - -o "$tmp/strange.o"
run rawbpf -j inspect "$tmp/strange.o" programs
expect_exit 0
expect_json '.programs[0] | .name == "f" and .type == "unknown" and .hook == "unknown" and .insns == 2'

case_ "maps come with sizes and types"
need_file "$features"
run rawbpf -j inspect "$features" maps
expect_json '.maps | map(select(.name == "on_node"))[0] | .type == "hash" and .key_size == 8 and
	.key_type == "struct point" and .value_type == "enum color" and .max_entries == 16'
expect_json '.maps | map(select(.name == "pinned_by_name"))[0].pinning == "by_name"'
expect_json '.maps | map(select(.name == "array_of_maps"))[0] | .slots == ["0=inner_a","2=inner_b"] and
	.inner.type == "array" and .inner.value_type == "__u64"'
expect_json '.maps | map(select(.name == "tails"))[0].slots == ["2=tail"]'

case_ "maps of the section \"maps\" are found without types"
need_file "$BUILD/tests/progs/legacy_maps_sample.bpf.o"
run rawbpf -j inspect "$BUILD/tests/progs/legacy_maps_sample.bpf.o" maps
expect_json '[.maps[] | select(.section == "maps")] | length > 0 and all(.key_size > 0)'

case_ "global variables come with their initial values"
need_file "$features"
run rawbpf -j inspect "$features" globals
expect_json '.globals | map({key: .name, value: .value}) | from_entries | .counter == 41 and
	.corner == {x: -1, y: 2} and .word == "hello" and .set_color == "GREEN" and
	.set_signed == -7 and .custom_rodata == 88 and .runs == 0'
expect_json '.globals | map(select(.name == "set_text"))[0].type == "const volatile char[16]"'

case_ "an object for the other byte order says the same, but for the byte order"
need_file "$features"
need_command clang
active && clang -target $other -mcpu=v3 -g -O2 -Iuapi -c tests/progs/features.bpf.c -o "$tmp/features.bpf.o"
run rawbpf -j inspect "$features" programs maps globals relocations
active && cp "$out" "$tmp/this"
run rawbpf -j inspect "$tmp/features.bpf.o" programs maps globals relocations
expect_exit 0
expect cmp "$tmp/this" "$out"

case_ "damaged parts of .BTF.ext are told"
need_file "$features"
damage_ext "$features" "$tmp/damaged.bpf.o"
run rawbpf -j inspect "$tmp/damaged.bpf.o" object
expect_exit 0
expect_json '.object[0].left_out | length == 2 and (.[0] | test("func_info")) and (.[1] | test("line_info"))'

case_ "relocations name what instructions refer to"
need_file "$features"
run rawbpf -j inspect "$features" relocations
expect_json '[.relocations[] | .kind] | unique == ["data","function","map","variable"] or unique == ["function","map","variable"]'
expect_json '.relocations | any(.function == "all_maps" and .kind == "map" and .name == "on_node")'

case_ "a kernel function that is called is an extern"
need_command clang
active && printf '%s\n' 'extern int bpf_kfunc(int) __attribute__((section(".ksyms")));' \
	'__attribute__((section("xdp"), used)) int f(void) { return bpf_kfunc(1); }' |
	clang -target bpf -O2 -g -x c -c - -o "$tmp/kfunc.o"
run rawbpf -j inspect "$tmp/kfunc.o" programs relocations disasm
expect_exit 0
expect_json '.programs[0].externs == ["bpf_kfunc"]'
expect_json '.relocations[0].kind == "extern"'
expect_json '[.disasm[0].insns[].disasm] | any(. == "(85) call bpf_kfunc")'

case_ "externs say what this kernel has of them"
need_file "$BUILD/tests/progs/externs.bpf.o"
printf '%s\n' 'CONFIG_HZ=77' 'CONFIG_BPF_SYSCALL=m' >"$tmp/config"
run rawbpf -j inspect "$BUILD/tests/progs/externs.bpf.o" externs --kconfig "$tmp/config"
expect_exit 0
expect_json '.externs[] | select(.name == "CONFIG_HZ") | .kind == "kconfig" and .weak and .value == 77'
expect_json '.externs[] | select(.name == "CONFIG_BPF_SYSCALL") | .missing | test("bool, which takes y or n$")'
expect_json '.externs[] | select(.name == "a_symbol_that_is_missing") | .kind == "symbol" and .missing != null'
expect_json '.externs[] | select(.name == "bpf_cast_to_kern_ctx___two") | .kind == "function" and .btf_id == null'
expect_json '.externs[] | select(.name == "LINUX_KERNEL_VERSION") | .value > 263000'
run rawbpf inspect "$BUILD/tests/progs/externs.bpf.o" externs --kconfig "$tmp/config"
expect_out 'CONFIG_HZ  kind kconfig  type unsigned int  weak  value 77$'

case_ "a file of settings that is missing is an error"
run rawbpf inspect "$BUILD/tests/progs/externs.bpf.o" --kconfig "$tmp/none"
expect_exit 6
run rawbpf inspect "$BUILD/tests/progs/externs.bpf.o" --kconfig
expect_exit 1

case_ "CO-RE records say which field of which type is asked for"
need_command clang
active && printf '%s\n' 'struct in { int a, b; } __attribute__((preserve_access_index));' \
	'struct task { int pid; struct in two[2]; } __attribute__((preserve_access_index));' \
	'__attribute__((section("raw_tp/x"), used)) int f(struct task *t) { return t->two[1].b; }' |
	clang -target bpf -O2 -g -x c -c - -o "$tmp/core.o"
run rawbpf -j inspect "$tmp/core.o" programs relocations
expect_exit 0
expect_json '.programs[0].core_relocations == 1'
expect_json '.relocations | map(select(.kind == "field_byte_offset"))[0] | .name == "struct task.two[1].b" and .access == "0:1:1:1"'

# A file of types as the kernel's, in which what an object asks for is elsewhere, missing or of another size.
types() {
	need_command clang
	active && printf '%s\n' 'struct in { int x; long b; };' 'enum e { A = 7 };' \
		'struct task { struct in two[2]; long x, pid; } v; enum e w;' |
		clang -target bpf -O2 -g -x c -c - -o "$tmp/types.o"
	active && printf '%s\n' '#define CORE __attribute__((preserve_access_index))' \
		'struct in { int a, b; } CORE; enum e { A = 1, B = 2 };' \
		'struct task { unsigned pid; struct in two[2]; } CORE;' \
		'__attribute__((section("raw_tp/x"), used)) long f(struct task *t) {' \
		'	return __builtin_preserve_field_info(t->two, 0) + t->two[1].a +' \
		'		__builtin_preserve_enum_value(*(enum e *)A, 1) + t->pid; }' |
		clang -target bpf -O2 -g -x c -c - -o "$tmp/core.o"
	return 0
}

case_ "CO-RE records are resolved against the types of a file"
types
run rawbpf -j inspect "$tmp/core.o" relocations --btf "$tmp/types.o"
expect_exit 0
expect_json '.relocations | map(select(.name == "struct task.two"))[0] |
	.local == 4 and .target == 0 and .poisoned == false and .refused == false'
expect_json '.relocations | map(select(.name == "enum e A"))[0] | .local == 1 and .target == 7'

case_ "what cannot be resolved says why"
types
run rawbpf -j inspect "$tmp/core.o" relocations --btf "$tmp/types.o"
expect_json '.relocations | map(select(.name == "struct task.two[1].a"))[0] | .poisoned and
	(.why | startswith("needs struct task.two[1].a (byte offset), but it is not in the kernel")) and (has("target") | not)'
expect_json '.relocations | map(select(.name == "struct task.pid"))[0] | .poisoned and
	(.why | startswith("accesses struct task.pid as 4 bytes, but the kernel"))'
run rawbpf --btf "$tmp/types.o" inspect "$tmp/core.o" relocations
expect_exit 0
expect_out "name struct task.two  access 0:1  local 4  target 0"
expect_out "local 12  poisoned  why needs struct task.two"

case_ "without a file they are resolved against the running kernel"
need_file /sys/kernel/btf/vmlinux
need_file "$BUILD/tests/progs/core.bpf.o"
run rawbpf -j inspect "$BUILD/tests/progs/core.bpf.o" relocations
expect_json '.relocations | map(select(.kind == "type_exists" and .name == "struct task_struct"))[0].target == 1'
expect_json '.relocations | map(select(.kind == "type_exists" and .name == "struct made_up"))[0].target == 0'

# Where field_exists would be answered from what a module remembers of the kernel.
case_ "the base that a module brings along does not pass for the kernel's types"
types
need_command llvm-objcopy
active && llvm-objcopy --dump-section .BTF="$tmp/whole.btf" "$tmp/types.o" &&
	llvm-objcopy --add-section .BTF.base="$tmp/whole.btf" "$tmp/types.o" "$tmp/module.ko"
run rawbpf inspect "$tmp/core.o" relocations --btf "$tmp/module.ko"
expect_exit 2
expect_err 'module.ko: .*go on from others.*\.BTF\.base.*whole kernel'

case_ "a module's types and their base are not what an object is fitted to, and -B says so"
types
run rawbpf -B "$tmp/types.o" inspect "$tmp/core.o" --btf "$tmp/types.o"
expect_exit 1
expect_err '-B does not go with --btf.*whole kernel'

case_ "a file that is no BTF is an error"
types
run rawbpf inspect "$tmp/core.o" --btf /dev/null
expect_exit 2
expect_err "/dev/null"

case_ "instructions are those of llvm-objdump, one for one"
need_file "$xdp"
need_command llvm-objdump
run rawbpf -j inspect "$xdp" disasm
active && jq -r '.disasm[0].insns[] | "\(.insn) \(.disasm[1:3])"' <"$out" >"$tmp/ours"
active && llvm-objdump -d --section=xdp "$xdp" | sed -n 's/^ *\([0-9]*\):[[:blank:]]*\([0-9a-f][0-9a-f]\) [0-9a-f][0-9a-f] .*/\1 \2/p' >"$tmp/theirs"
expect test -s "$tmp/theirs"
expect cmp "$tmp/ours" "$tmp/theirs"

case_ "relocated instructions show names, and source lines stand before them"
need_file "$xdp"
run rawbpf inspect "$xdp" disasm
expect_exit 0
expect_out '^int xdp_count\(struct xdp_md \*xdp\):$'
expect_out '^ *[0-9]+: \(18\) r[0-9] = protocols$'
expect_out '^ *[0-9]+: \(18\) r[0-9] = drop_proto$'
expect_out '^; return drop \? XDP_DROP : XDP_PASS;$'
expect_no_out '^; *$'

case_ "only the parts asked for are shown, and a part may be cut short"
need_file "$xdp"
run rawbpf inspect "$xdp" glob maps
expect_exit 0
expect_out '^maps$'
expect_out '^globals$'
expect_no_out '^(object|sections|programs|relocations|disasm)$'

case_ "a part that does not exist is a mistake"
need_file "$xdp"
run rawbpf inspect "$xdp" everything
expect_exit 1
expect_err '"everything" is none of object'

case_ "a file that is not there has exit code 6"
run rawbpf inspect "$tmp/none.o"
expect_exit 6
expect_err 'none\.o: No such file'

case_ "a file that is no object has exit code 2"
active && echo hello >"$tmp/hello.o"
run rawbpf -j inspect "$tmp/hello.o"
expect_exit 2
expect_err 'not an ELF file'
expect_json '.error | contains("not an ELF file")'

case_ "a program for the host has exit code 2 and says what to do"
run rawbpf inspect /bin/sh
expect_exit 2

case_ "nothing is asked of the kernel"
need_file "$xdp"
run rawbpf explain inspect "$xdp" object
expect_exit 0
expect_no_err 'bpf\('
expect_out 'license Dual BSD/GPL'

case_ "control characters in names do not reach the terminal"
need_command clang
active && printf '%s\n' 'int f(void) __asm__("a\033[31m");' '__attribute__((section("xdp"), used)) int f(void) { return 0; }' |
	clang -target bpf -O2 -x c -c - -o "$tmp/escape.o"
run rawbpf inspect "$tmp/escape.o"
expect_exit 0
expect_out 'a\?\[31m'
expect_no_out $'\033'
