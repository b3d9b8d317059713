#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The headers for BPF programs in uapi/bpf: what clang makes of each family of macros, for every machine
# and both byte orders. Registers are looked up in the instructions and records of tests/progs/headers_*;
# the offsets here are counted by hand in each machine's <asm/ptrace.h>.
. "$(dirname "$0")/../lib/cli.sh"

progs=tests/progs
bpf() { # TARGET SOURCE OBJECT FLAGS...
	local target=$1 source=$2 object=$3
	shift 3
	run clang -target "$target" -mcpu=v3 -g -O2 -Wall -Werror -Iuapi "$@" -c -o "$tmp/$object" "$source"
	expect_exit 0
}
bpf_text() { # SOURCE-TEXT OBJECT FLAGS...: from text that follows the usual includes
	local object=$2
	printf '%s\n' '#include <linux/types.h>' '#include <linux/bpf.h>' '#include <bpf/bpf_helpers.h>' \
		'#include <bpf/bpf_core_read.h>' '#include <bpf/bpf_tracing.h>' "$1" >"$tmp/text.bpf.c"
	shift 2
	run clang -target bpf -g -O2 -Wall -Iuapi "$@" -c -o "$tmp/$object" "$tmp/text.bpf.c"
}

# ---- registers --------------------------------------------------------------------------------------

# Of each program NAME of the list NAME=ANYTHING...: where its first instruction reads of the context
# or, of the core... ones, which member its last record of a member's offset names.
registers() {
	# shellcheck disable=SC2016 # is jq's
	jq -r --args '. as $all | [$ARGS.positional[] | split("=")[0] | . as $name | $name + "=" +
		if startswith("core") then
			[$all.relocations[] | select(.function == $name and .kind == "field_byte_offset").name][-1]
			| ltrimstr("struct ")
		else
			($all.disasm[] | select(.function == $name).insns[0].disasm
			| capture("\\(r1 \\+(?<at>[0-9]+)\\)").at)
		end] | join(" ")' "$@" <"$out"
}

machine() { # "MACHINE FLAGS..." NAME=OFFSET... coreNAME=MEMBER...
	local flags=$1 order got
	shift
	case_ "registers of $flags are where its calling convention has them"
	need_command clang
	need_command jq
	case $flags in s390 | sparc | mips) order=bpfeb ;; *) order=bpfel ;; esac
	# shellcheck disable=SC2086 # words
	bpf $order $progs/headers_tracing.bpf.c machine.o -DMACHINE -D__TARGET_ARCH_$flags
	run rawbpf -j inspect "$tmp/machine.o" relocations disasm
	expect_exit 0
	active || return 0
	got=$(registers "$@")
	[ "$got" = "$*" ] || cli_fail "they are $got"
}

machine x86 parm1=112 parm2=104 parm3=96 parm4=88 parm5=72 parm6=64 ret=152 fp=32 rc=80 sp=152 ip=128 \
	sys1=112 sys4=56 sys5=72 sys6=64 core3=pt_regs.rdx corerc=pt_regs.rax coresys6=pt_regs.r9
machine "x86 -D__VMLINUX_H__" parm1=112 parm2=104 parm3=96 parm4=88 parm5=72 parm6=64 \
	ret=152 fp=32 rc=80 sp=152 ip=128 sys1=112 sys4=56 sys5=72 sys6=64 core3=pt_regs.dx corerc=pt_regs.ax
machine "x86 -D__i386__" parm1=48 parm2=16 parm3=8 ret=104 fp=40 rc=48 sp=104 ip=80 \
	sys1=0 sys4=24 sys5=32 sys6=40 core3=pt_regs.ecx coresys6=pt_regs.ebp
machine arm64 parm1=0 parm2=8 parm3=16 parm4=24 parm5=32 parm6=40 parm7=48 parm8=56 ret=240 fp=232 rc=0 sp=248 \
	ip=256 sys4=24 sys5=32 sys6=40 core3='user_pt_regs.regs[2]' coresys1=pt_regs___arm64.orig_x0
machine arm parm1=0 parm2=4 parm3=8 parm4=12 ret=56 fp=44 rc=0 sp=52 ip=60 \
	sys1=0 sys4=12 sys5=16 sys6=20 sys7=24 core3='pt_regs.uregs[2]' coresys7='pt_regs.uregs[6]'
machine riscv parm1=80 parm2=88 parm3=96 parm4=104 parm5=112 parm6=120 parm7=128 parm8=136 ret=8 fp=64 rc=80 sp=16 \
	ip=0 sys4=104 sys5=112 sys6=120 core8=user_regs_struct.a7 coresys1=pt_regs___riscv.orig_a0
machine s390 parm1=40 parm2=48 parm3=56 parm4=64 parm5=72 ret=136 fp=112 rc=40 sp=144 ip=16 \
	sys4=64 sys5=72 sys6=80 coreip=user_pt_regs.psw.addr coresys1=pt_regs___s390.orig_gpr2
machine powerpc parm1=24 parm2=32 parm3=40 parm4=48 parm5=56 parm6=64 parm7=72 parm8=80 ret=288 rc=24 sp=8 \
	ip=256 sys1=272 sys4=48 sys5=56 sys6=64 sys7=72 coreret=pt_regs.link coresys1=pt_regs.orig_gpr3
machine mips parm1=32 parm2=40 parm3=48 parm4=56 parm5=64 parm6=72 parm7=80 parm8=88 ret=248 fp=240 rc=16 sp=232 \
	ip=296 sys1=32 sys4=56 sys5=64 sys6=72 coreip=pt_regs.cp0_epc
machine loongarch parm1=32 parm2=40 parm3=48 parm4=56 parm5=64 parm6=72 parm7=80 parm8=88 ret=8 fp=176 rc=32 sp=24 \
	ip=264 sys1=32 sys4=56 sys5=64 sys6=72 coreip=user_pt_regs.csr_era
machine sparc parm1=64 parm2=72 parm3=80 parm4=88 parm5=96 parm6=104 ret=120 rc=64 sp=112 \
	ip=136 sys1=64 sys4=88 sys5=96 sys6=104 coreip=pt_regs.tpc
machine arc parm1=88 parm2=84 parm3=80 parm4=76 parm5=72 parm6=68 parm7=64 parm8=60 ret=28 fp=32 rc=88 \
	sp=92 ip=24 sys1=88 sys4=76 sys5=72 sys6=68 core1=user_regs_struct.scratch.r0

case_ "where system calls are wrapped their registers are one pointer away, elsewhere the context's"
need_command clang
need_command jq
for machine in x86=2 arm64=2 riscv=2 s390=2 arm=1 mips=1 loongarch=1; do
	bpf bpfel $progs/headers_tracing.bpf.c machine.o -DMACHINE "-D__TARGET_ARCH_${machine%=*}"
	run rawbpf -j inspect "$tmp/machine.o" relocations
	expect_json '[.relocations[] | select(.function == "sysregs")] | length == '"${machine#*=}"
done

case_ "a register that the machine has not, and no machine, are errors that say so"
need_command clang
bpf_text 'struct pt_regs { long uregs[18]; }; int f(struct pt_regs *ctx) { return PT_REGS_PARM5(ctx); }' no.o -D__TARGET_ARCH_arm
expect_exit 1
expect_err "___no_such_register_here"
bpf_text 'int f(struct pt_regs *ctx) { return PT_REGS_PARM1(ctx); }' no.o
expect_exit 1
expect_err 'error: say which machine: -D__TARGET_ARCH_x86'

# ---- arguments --------------------------------------------------------------------------------------

insns() { # PROGRAM: one line for each instruction
	jq -r --arg f "$1" '.disasm[] | select(.function == $f).insns[].disasm' <"$out"
}

case_ "BPF_PROG2 gives 16 bytes two slots, and what follows is moved on"
need_command clang
need_command jq
bpf bpfel $progs/headers_tracing.bpf.c machine.o
run rawbpf -j inspect "$tmp/machine.o" disasm
expect_json '.disasm[] | select(.function == "fifth").insns[0].disasm == "(69) r0 = *(u16 *)(r1 +32)" or
	.insns[0].disasm == "(79) r0 = *(u64 *)(r1 +32)"'

case_ "BPF_PROG passes twelve slots on"
run rawbpf -j inspect "$tmp/machine.o" disasm
expect test "$(insns slots | sed -n 's/.*(r1 +\([0-9]*\)).*/\1/p' | sort -nu | tr '\n' ' ')" = \
	"0 8 16 24 32 40 48 56 64 72 80 88 "

case_ "BPF_KSYSCALL asks the loader whether system calls are wrapped"
run rawbpf -j inspect "$tmp/machine.o" relocations
expect_json '[.relocations[] | select(.function == "ksyscall" and .kind == "extern").name] | unique == ["LINUX_HAS_SYSCALL_WRAPPER"]'
expect_json '[.relocations[] | select(.function == "ksyscall" and .kind == "field_byte_offset").name] |
	map(select(. == "struct pt_regs.r10")) | length == 2'

case_ "the maps of USDT are those that loaders fill"
run rawbpf -j inspect "$tmp/machine.o" maps
expect_json '.maps | map(select(.name == "__bpf_usdt_specs"))[0] |
	.type == "array" and .key_size == 4 and .value_size == 304 and .max_entries == 256'
expect_json '.maps | map(select(.name == "__bpf_usdt_ip_to_spec_id"))[0] |
	.type == "hash" and .key_size == 8 and .value_size == 4 and .max_entries == 1024'

case_ "USDT programs that are linked have its maps and functions once"
need_command llvm-readelf
active && llvm-readelf -sW "$tmp/machine.o" | awk '$8 ~ /^(__bpf_usdt_|bpf_usdt_)/ { print $8, $5 }' | sort >"$tmp/symbols"
expect test "$(cat "$tmp/symbols")" = "__bpf_usdt_ip_to_spec_id WEAK
__bpf_usdt_specs WEAK
bpf_usdt_arg WEAK
bpf_usdt_arg_cnt WEAK
bpf_usdt_cookie WEAK"

# ---- CO-RE ------------------------------------------------------------------------------------------

records() { # PROGRAM EXPECTED: words KIND:NAME in any order, each once
	local got
	active || return 0
	# shellcheck disable=SC2016 # is jq's
	got=$(jq -r --arg f "$1" '[.relocations[] | select(.function == $f and (.kind | test("^(field|type|enum)")))
		| .kind + ":" + (.name | sub("^(struct|enum) "; "") | sub(" "; "."))] | unique | join(" ")' <"$out")
	[ "$got" = "$2" ] || cli_fail "$1 has: $got"
}

case_ "each macro of bpf_core_read.h leaves the records it is for"
need_command clang
need_command jq
bpf bpfeb $progs/headers_core.bpf.c core.o
bpf bpfel $progs/headers_core.bpf.c core.o
run rawbpf -j inspect "$tmp/core.o" relocations
expect_exit 0
records read_one "field_byte_offset:node.name.len field_byte_offset:node.name.text"
records read_chain "field_byte_offset:node.name.len field_byte_offset:node.next field_byte_offset:node.table"
records read_user "field_byte_offset:node.name.len field_byte_offset:node.next"
records read_into "field_byte_offset:node.name.text field_byte_offset:node.next"
records read_probe ""
records ask_field "field_byte_offset:node.name.text field_byte_offset:node.table field_byte_size:node.name\
 field_byte_size:node.name.text field_exists:node.name.len field_exists:node___old.gone"
records ask_enum "enumval_exists:color.RED enumval_value:color.GREEN"
records cast "field_byte_offset:node.name.len type_id_target:node"
records bits "field_byte_offset:node.flag field_byte_offset:node.sign field_byte_size:node.flag field_byte_size:node.sign\
 field_lshift_u64:node.flag field_lshift_u64:node.sign field_rshift_u64:node.flag field_rshift_u64:node.sign\
 field_signed:node.flag field_signed:node.sign"
records write_bits "field_byte_offset:node.flag field_byte_size:node.flag field_lshift_u64:node.flag field_rshift_u64:node.flag"
records offset "field_byte_offset:node.name field_byte_offset:node.name.len field_byte_offset:node.table"
expect_json '[.relocations[] | select(.function == "ask_type").kind] - ["type_matches"] | unique ==
	["data","type_exists","type_id_local","type_id_target","type_size","variable"] - ["data"]'

case_ "a chain of reads is one helper call for each pointer, to the memory it names"
run rawbpf -j inspect "$tmp/core.o" disasm
calls() { insns "$1" | sed -n 's/.*call bpf_\([a-z_]*\)#.*/\1/p' | tr '\n' ' '; }
k=probe_read_kernel u=probe_read_user
expect test "$(calls read_one)" = "$k $u ${k}_str ${u}_str "
expect test "$(calls read_chain)" = "$k $k $k $k $k $k $k $k $k $k $k $k "
expect test "$(calls read_user)" = "$u $u "
expect test "$(calls read_into)" = "$k $k $u $u $k ${k}_str $u ${u}_str "
expect test "$(calls read_probe)" = "$k $k $u $u $k ${k}_str $u ${u}_str $k $u $u "

# ---- bpf_helpers.h ----------------------------------------------------------------------------------

case_ "every helper of the kernel is declared with its number"
active && sed -n 's/^\tBPF_FUNC_\([a-z0-9_]*\) = \([0-9]*\),.*/bpf_\1 \2/p' uapi/linux/bpf_func.h |
	grep -v '^bpf_unspec ' | sort >"$tmp/numbers"
active && tr '\n' ' ' <uapi/bpf/bpf_helper_defs.h | grep -o '(\*const bpf_[a-z0-9_]*)([^=]*= (void \*)[0-9]*' |
	sed 's/(\*const \([a-z0-9_]*\).*)\([0-9]*\)$/\1 \2/' | sort >"$tmp/declared"
expect test "$(wc -l <"$tmp/declared")" -ge 211
expect cmp "$tmp/numbers" "$tmp/declared"

case_ "the headers lead to no others, so that they stand beside any vmlinux.h"
need_command clang
active && printf '%s\n' '#define __VMLINUX_H__' 'typedef unsigned char __u8;' 'typedef unsigned short __u16, __be16;' \
	'typedef unsigned int __u32, __be32, __wsum;' 'typedef int __s32;' 'typedef unsigned long long __u64;' \
	'typedef long long __s64;' 'struct pt_regs { unsigned long ip; };' 'enum { BPF_MAP_TYPE_HASH = 1, BPF_MAP_TYPE_ARRAY };' \
	'struct bpf_iter_num { __u64 at; } __attribute__((aligned(8)));' >"$tmp/vmlinux.h"
active && for header in helpers.h core_read.h tracing.h endian.h; do
	printf '#include "vmlinux.h"\n#include <bpf/bpf_%s>\n' "$header"
done >"$tmp/alone.c" && echo '#include <bpf/usdt.bpf.h>' >>"$tmp/alone.c"
run clang -target bpf -Wall -Werror -D__TARGET_ARCH_x86 -nostdinc -Iuapi -I"$tmp" -fsyntax-only -w -M "$tmp/alone.c"
expect_exit 0
active && grep -o 'uapi/[a-z_./]*' "$out" | grep -v '^uapi/bpf/' >"$tmp/others"
expect test "$(cat "$tmp/others")" = uapi/linux/errno.h

case_ "bpf_printk takes the helper that its count of values needs"
need_command clang
need_command jq
bpf bpf $progs/headers_helpers.bpf.c helpers.o
run rawbpf -j inspect "$tmp/helpers.o" disasm
expect_exit 0
expect test "$(calls print)" = "trace_printk trace_printk trace_vprintk trace_vprintk "
expect test "$(calls text)" = "seq_printf seq_printf snprintf "

case_ "loops call new, next and destroy of their iterator"
run rawbpf -j inspect "$tmp/helpers.o" programs
expect_json '.programs | map(select(.name == "loop"))[0].externs == ["bpf_iter_num_new","bpf_iter_num_next","bpf_iter_num_destroy"]'

case_ "__ulong makes a number of a type, as often as wanted"
run rawbpf -j inspect "$tmp/helpers.o" maps
expect_json '.maps | map(select(.name == "first" or .name == "programs") | .map_extra) | sort == [3,5]'

case_ "a tail call has map and slot at the call"
run rawbpf -j inspect "$tmp/helpers.o" disasm
active && insns tail >"$tmp/tail"
expect grep -q 'r3 = 2$' "$tmp/tail"
expect grep -q 'call bpf_tail_call#12$' "$tmp/tail"

case_ "bpf_ksym_exists of a symbol that is not weak is refused"
need_command clang
bpf_text 'extern int sure(void) __ksym; int f(void) { return bpf_ksym_exists(sure); }' no.o
expect_exit 1
expect_err 'sure is not declared __weak'

# ---- bpf_endian.h -----------------------------------------------------------------------------------

case_ "constants are turned round by the compiler, for either byte order"
need_command clang
bpf bpfel $progs/headers_endian.bpf.c el.o
bpf bpfeb $progs/headers_endian.bpf.c eb.o

case_ "variables are turned round when the program runs"
need_root
need_command clang
bpf bpf $progs/headers_endian.bpf.c endian.o
run rawbpf prog load "$tmp/endian.o" /sys/fs/bpf/endian
expect_exit 0
active && head -c 64 /dev/zero >"$tmp/in"
run rawbpf prog run pinned /sys/fs/bpf/endian data_in "$tmp/in" data_out "$tmp/bytes"
expect_exit 0
active && od -An -v -tx1 -N 43 "$tmp/bytes" | tr -d ' \n' >"$tmp/hex"
expect test "$(cat "$tmp/hex")" = 01020201010203040403020101020304050607080807060504030201\
0a0b0a0b0c0d0a0b0c0d0e0f010201

# ---- union bpf_attr ---------------------------------------------------------------------------------

case_ "a program of type syscall fills union bpf_attr by the kernel's names, for either byte order"
need_command clang
bpf bpfel $progs/headers_syscall.bpf.c syscall.o
bpf bpfeb $progs/headers_syscall.bpf.c syscall.o

case_ "what a program of type syscall fills in is what the kernel makes"
need_root
need_command clang
[ "$(printf '%s\n' 5.14 "$(uname -r)" | sort -V | head -n 1)" = 5.14 ] || skip "this kernel has no programs of type syscall"
bpf bpf $progs/headers_syscall.bpf.c syscall.o
run rawbpf prog load "$tmp/syscall.o" /sys/fs/bpf/syscall
expect_exit 0
active && head -c 8 /dev/zero >"$tmp/in"
run rawbpf prog run pinned /sys/fs/bpf/syscall ctx_in "$tmp/in"
expect_exit 0
expect_out '^Return value: 7,'

case_ "programs for users may have union bpf_attr as well, in C and C++"
need_command cc
need_command g++
active && cat >"$tmp/user.c" <<'END'
#include <linux/bpf.h>
unsigned long user(union bpf_attr *attr)
{
	attr->map_type = BPF_MAP_TYPE_HASH;
	attr->next_key = attr->value + attr->batch.in_batch;
	attr->attach_btf_obj_fd = attr->test.prog_fd + attr->info.bpf_fd + attr->query.prog_cnt;
	attr->raw_tracepoint.name = attr->pathname + attr->btf + attr->task_fd_query.probe_addr;
	attr->link_create.kprobe_multi.cnt = attr->link_create.target_btf_id + attr->link_id;
	attr->link_update.old_map_fd = attr->link_detach.link_fd + attr->iter_create.flags;
	attr->enable_stats.type = attr->prog_bind_map.map_fd + attr->token_create.bpffs_fd;
	attr->prog_stream_read.stream_id = attr->prog_assoc_struct_ops.map_fd + attr->relative_fd;
	return sizeof(*attr);
}
END
run cc -std=gnu11 -Wall -Wextra -Wundef -Werror -Iuapi -fsyntax-only "$tmp/user.c"
expect_exit 0
run g++ -Wall -Wextra -Wundef -Werror -Iuapi -fsyntax-only -x c++ "$tmp/user.c"
expect_exit 0
