/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Jump tables (6.19), in an object made here, for only the newest compilers write them. Its program
 * jumps by the length of its packet, modulo 4, and returns which way it went.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stddef.h>

#include "asm/insn.h"
#include "kernel/kernel.h"
#include "rawbpf.h"
#include "tests/lib/elf_build.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/kernel_ids.h"

static const struct bpf_insn insns[] = {
	BPF_LDX_MEM(BPF_W, BPF_REG_1, BPF_REG_1, offsetof(struct __sk_buff, len)),
	BPF_ALU64_IMM(BPF_AND, BPF_REG_1, 3),
	BPF_ALU64_IMM(BPF_LSH, BPF_REG_1, 3),
	BPF_LD_IMM64_RAW(BPF_REG_2, 0, 0), /* the table, to be loaded again */
	BPF_LD_IMM64_RAW(BPF_REG_2, 0, 0), /* 5 */
	BPF_ALU64_REG(BPF_ADD, BPF_REG_2, BPF_REG_1),
	BPF_LDX_MEM(BPF_DW, BPF_REG_2, BPF_REG_2, 0),
	BPF_JMP_GOTOX(BPF_REG_2),
	BPF_MOV64_IMM(BPF_REG_0, 100), /* 10 */
	BPF_EXIT_INSN(),
	BPF_MOV64_IMM(BPF_REG_0, 101), /* 12 */
	BPF_EXIT_INSN(),
	BPF_MOV64_IMM(BPF_REG_0, 102), /* 14 */
	BPF_EXIT_INSN(),
};

static int load(struct rawbpf_kernel *k, struct rawbpf_object **o, struct rawbpf_diag *d)
{
	const uint64_t table[] = { 10 * 8, 12 * 8, 14 * 8, 12 * 8 };
	struct rawbpf_open_opts opts;
	struct elf_build e;
	const uint8_t *bytes;
	uint32_t text, tables, symbol, rels;
	size_t size;

	elf_build_init(&e, __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__);
	text = elf_build_section(&e, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, insns,
		sizeof(insns));
	tables = elf_build_section(&e, ".jumptables", SHT_PROGBITS, 0, table, sizeof(table));
	elf_build_symbol(&e, "jump", STT_FUNC, text, 0, sizeof(insns));
	symbol = elf_build_symbol(&e, "BPF.JT.0.0", STT_OBJECT, tables, 0, sizeof(table));
	rels = elf_build_rel_section(&e, text);
	elf_build_rel(&e, rels, 3 * 8, symbol, 1);
	elf_build_rel(&e, rels, 5 * 8, symbol, 1);
	bytes = elf_build_done(&e, &size);
	memset(&opts, 0, sizeof(opts));
	opts.kernel = k;
	assert_ok(rawbpf_object_open_mem("jump.o", bytes, size, &opts, o, NULL));
	elf_build_free(&e);
	memset(d, 0, sizeof(*d));
	return rawbpf_object_load(*o, d);
}

/* Not every JIT has it. */
static void need_jump_tables(void)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	int err;

	need_root();
	need_kernel(6, 19);
	need_jit();
	err = load(NULL, &o, &d);
	skip_unless(!err || !d.log || !strstr(d.log, "JIT"), "the JIT has no jump tables");
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
	rawbpf_object_close(o);
}

START_TEST(a_program_jumps_by_its_table)
{
	static const uint32_t ways[] = { 100, 101, 102, 101 };
	struct rawbpf_test_run t;
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	uint8_t packet[80] = { 0 };

	need_jump_tables();
	assert_ok(load(NULL, &o, &d));
	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = 64 + _i;
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, "jump")), &t, NULL));
	/* a socket filter's skb begins behind the Ethernet header of 14 bytes */
	ck_assert_uint_eq(t.retval, ways[(64 + _i - 14) % 4]);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_table_is_one_map_of_its_program)
{
	struct rawbpf_object *o;
	struct bpf_prog_info info;
	uint32_t size = sizeof(info);
	struct rawbpf_diag d;

	need_jump_tables();
	assert_ok(load(NULL, &o, &d));
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_prog_fd(rawbpf_object_prog(o, "jump")),
		&info, &size));
	ck_assert_uint_eq(info.nr_map_ids, 1);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(an_older_kernel_is_named)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;

	need_root();
	skip_unless(!kernel_is(6, 19), "this kernel has jump tables");
	assert_err(load(NULL, &o, &d), -EOPNOTSUPP);
	ck_assert_msg(strstr(d.msg, "map .jumptables: this kernel lacks maps of type insn_array, which came "
		"with 6.19") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(any_request_may_fail_and_leaves_nothing)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	struct kernel_ids ids;
	struct fault fault;
	unsigned int at;
	struct fds fds;

	need_jump_tables();
	fds_take(&fds);
	for (at = 1, fault.hit = true; fault.hit; at++) {
		kernel_ids_take(&ids);
		fault_init(&fault, at, -ENOMEM);
		ck_assert_msg(!load(&fault.kernel, &o, &d) || *d.msg, "request %u: no message", at);
		rawbpf_object_close(o);
		rawbpf_diag_free(&d);
		fds_same(&fds);
		kernel_ids_same(&ids);
	}
	ck_assert_int_gt(at, 6);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("jump_table");
	TCase *t = tcase_create("gotox");

	tcase_add_loop_test(t, a_program_jumps_by_its_table, 0, 4);
	tcase_add_test(t, a_table_is_one_map_of_its_program);
	tcase_add_test(t, an_older_kernel_is_named);
	tcase_add_test(t, any_request_may_fail_and_leaves_nothing);
	suite_add_tcase(s, t);
	return s;
}
