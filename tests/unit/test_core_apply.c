/* SPDX-License-Identifier: BSD-2-Clause */
/* What CO-RE records do to the instructions of a program. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>

#include "tests/lib/core_build.h"

#define MOV	 (BPF_ALU | BPF_MOV | BPF_K)
#define ADD64	 (BPF_ALU64 | BPF_ADD | BPF_K)
#define IMM64	 (BPF_LD | BPF_IMM | BPF_DW)
#define LDX(size) (BPF_LDX | BPF_MEM | (size))

static struct core_build b;
static struct code c;
static uint32_t s;

/*
 * The program's, and the kernel's, where all is elsewhere and of another size:
 *
 *	u32	0	unsigned int, u64 at 2000
 *	p	8	a pointer, at 2008; of 4 bytes if the kernel has 32 bits
 *	i	16	int, s64 at 2016
 *	far	24	char, at 40000
 *	same	25	int, at 2032
 */
static void build_structs(uint32_t long_size)
{
	struct btf_build *l = &b.local, *t = &b.target;
	uint32_t u32 = btf_build_int(l, "u32", 4, 0), i = btf_build_int(l, "int", 4, BTF_INT_SIGNED);
	uint32_t p = btf_build_ref(l, "", BTF_KIND_PTR, 0), c8 = btf_build_int(l, "char", 1, 0);
	uint32_t u64, i32;

	s = btf_build_struct(l, "s", 32, 6);
	btf_build_member(l, "u32", u32, 0);
	btf_build_member(l, "p", p, 64);
	btf_build_member(l, "i", i, 128);
	btf_build_member(l, "far", c8, 192);
	btf_build_member(l, "same", i, 200);
	btf_build_member(l, "gone", i, 232);
	u64 = btf_build_int(t, "unsigned long", long_size, 0);
	i = btf_build_int(t, "s64", 8, BTF_INT_SIGNED);
	p = btf_build_ref(t, "", BTF_KIND_PTR, 0);
	c8 = btf_build_int(t, "char", 1, 0);
	i32 = btf_build_int(t, "int", 4, BTF_INT_SIGNED);
	btf_build_struct(t, "s", 50000, 5);
	btf_build_member(t, "u32", u64, 2000 * 8);
	btf_build_member(t, "p", p, 2008 * 8);
	btf_build_member(t, "i", i, 2016 * 8);
	btf_build_member(t, "far", c8, 40000 * 8);
	btf_build_member(t, "same", i32, 2032 * 8);
}

static void setup(void)
{
	core_build_init(&b, false);
	memset(&c, 0, sizeof(c));
}

static void teardown(void)
{
	code_free(&c);
	core_build_free(&b);
}

static void offset_of(const char *access, uint8_t code, int16_t off, int32_t imm)
{
	core_build_record(&b, BPF_CORE_FIELD_BYTE_OFFSET, s, access);
	core_build_insn(&b, code, off, imm);
}

static int link_all(void)
{
	int err = core_build_fit(&b);

	return err ? err : code_link(&b.unit, &b.unit.funcs[0], &c, &b.diag);
}

static void link(void)
{
	int err = link_all();

	ck_assert_msg(!err, "%s", b.diag.msg);
}

static void assert_insn(uint32_t i, uint8_t code, int16_t off, int32_t imm)
{
	ck_assert_uint_eq(c.insns[i].code, code);
	ck_assert_int_eq(c.insns[i].off, off);
	ck_assert_int_eq(c.insns[i].imm, imm);
}

static void assert_registers(uint32_t i)
{
	ck_assert_uint_eq(c.insns[i].dst_reg, 1);
	ck_assert_uint_eq(c.insns[i].src_reg, 2);
}

static void assert_poisoned(uint32_t i)
{
	assert_insn(i, BPF_JMP | BPF_CALL, 0, 195896080);
	ck_assert_uint_eq(c.insns[i].dst_reg, 0);
	ck_assert_uint_eq(c.insns[i].src_reg, 0);
}

static void assert_refused(const char *why)
{
	char text[300];

	ck_assert_int_eq(link_all(), -EINVAL);
	snprintf(text, sizeof(text), "p.o: section 3 (socket), offset 0x%x: function p, instruction "
		"%u: %s", (unsigned int)elf_build_offset(&b.elf, 3) + b.insn_cnt * 8 - 8,
		b.insn_cnt - 1, why);
	ck_assert_str_eq(b.diag.msg, text);
}

START_TEST(immediates_and_offsets_are_replaced)
{
	build_structs(8);
	core_build_insn(&b, MOV, 0, 77);
	offset_of("0:4", MOV, 0, 25);
	offset_of("0:4", ADD64, 0, 25);
	offset_of("0:4", LDX(BPF_W), 25, 5);
	offset_of("0:4", BPF_ST | BPF_MEM | BPF_W, 25, 6);
	offset_of("0:4", BPF_STX | BPF_MEM | BPF_W, 25, 0);
	link();
	assert_insn(0, MOV, 0, 77);
	assert_insn(1, MOV, 0, 2032);
	assert_insn(2, ADD64, 0, 2032);
	assert_insn(3, LDX(BPF_W), 2032, 5);
	assert_insn(4, BPF_ST | BPF_MEM | BPF_W, 2032, 6);
	assert_insn(5, BPF_STX | BPF_MEM | BPF_W, 2032, 0);
	assert_registers(3);
	ck_assert_uint_eq(c.poison_cnt, 0);
}
END_TEST

START_TEST(both_halves_of_a_64_bit_load_are_replaced)
{
	uint32_t e;

	e = btf_build_type(&b.local, "e", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_enumerator64(&b.local, "X", 0x100000002ULL);
	btf_build_type(&b.target, "e", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_enumerator64(&b.target, "X", 0xfedcba9876543210ULL);
	core_build_record(&b, BPF_CORE_ENUMVAL_VALUE, e, "0");
	core_build_insn(&b, IMM64, 0, 2);
	core_build_insn(&b, 0, 0, 1);
	link();
	assert_insn(0, IMM64, 0, 0x76543210);
	assert_insn(1, 0, 0, (int32_t)0xfedcba98);
}
END_TEST

START_TEST(negative_enumerators_are_replaced)
{
	uint32_t e = btf_build_type(&b.local, "e", BTF_KIND_ENUM, true, 1, 4);

	btf_build_enumerator(&b.local, "X", -1);
	btf_build_type(&b.target, "e", BTF_KIND_ENUM, true, 1, 4);
	btf_build_enumerator(&b.target, "X", -5);
	core_build_record(&b, BPF_CORE_ENUMVAL_VALUE, e, "0");
	core_build_insn(&b, IMM64, 0, -1);
	core_build_insn(&b, 0, 0, -1);
	core_build_record(&b, BPF_CORE_ENUMVAL_VALUE, e, "0");
	core_build_insn(&b, MOV, 0, -1);
	link();
	assert_insn(0, IMM64, 0, -5);
	assert_insn(1, 0, 0, -1);
	assert_insn(2, MOV, 0, -5);
}
END_TEST

START_TEST(unsigned_integers_are_loaded_in_the_kernels_size)
{
	build_structs(8);
	offset_of("0:0", LDX(BPF_W), 0, 0);
	link();
	assert_insn(0, LDX(BPF_DW), 2000, 0);
	assert_registers(0);
}
END_TEST

START_TEST(pointers_of_a_32_bit_kernel_are_loaded_as_4_bytes)
{
	build_structs(4);
	offset_of("0:1", LDX(BPF_DW), 8, 0);
	link();
	assert_insn(0, LDX(BPF_W), 2008, 0);
}
END_TEST

/* the address is right whatever the size is */
START_TEST(only_loads_and_stores_care_for_the_size)
{
	build_structs(8);
	offset_of("0:2", ADD64, 0, 16);
	link();
	assert_insn(0, ADD64, 0, 2016);
}
END_TEST

START_TEST(signed_integers_of_another_size_are_poisoned)
{
	build_structs(8);
	offset_of("0:2", LDX(BPF_W), 16, 0);
	link();
	assert_poisoned(0);
	ck_assert_uint_eq(c.poison_cnt, 1);
	ck_assert_uint_eq(c.poisons[0].insn, 0);
	ck_assert_str_eq(c.poisons[0].why,
		"accesses struct s.i as 4 bytes, but the kernel's has 8, and only pointers and "
		"unsigned integers can be loaded and stored in another size; copy it with "
		"bpf_core_read()");
}
END_TEST

START_TEST(what_is_missing_is_poisoned)
{
	build_structs(8);
	core_build_insn(&b, MOV, 0, 0);
	offset_of("0:5", LDX(BPF_W), 29, 0);
	link();
	assert_poisoned(1);
	ck_assert_uint_eq(c.poison_cnt, 1);
	ck_assert_uint_eq(c.poisons[0].insn, 1);
	ck_assert_str_eq(c.poisons[0].why, "needs struct s.gone (byte offset), but it is not in the "
		"kernel's struct s; guard it with bpf_core_field_exists()");
}
END_TEST

START_TEST(both_halves_of_a_64_bit_load_are_poisoned)
{
	uint32_t e = btf_build_type(&b.local, "e", BTF_KIND_ENUM64, false, 1, 8);

	btf_build_enumerator64(&b.local, "X", 1);
	core_build_record(&b, BPF_CORE_ENUMVAL_VALUE, e, "0");
	core_build_insn(&b, IMM64, 0, 1);
	core_build_insn(&b, 0, 0, 0);
	link();
	assert_poisoned(0);
	assert_poisoned(1);
}
END_TEST

START_TEST(linking_again_gives_the_same)
{
	build_structs(8);
	offset_of("0:4", MOV, 0, 25);
	offset_of("0:5", MOV, 0, 29);
	link();
	ck_assert_int_eq(code_link(&b.unit, &b.unit.funcs[0], &c, &b.diag), 0);
	assert_insn(0, MOV, 0, 2032);
	assert_poisoned(1);
	ck_assert_uint_eq(c.poison_cnt, 1);
}
END_TEST

START_TEST(many_different_records_are_kept_apart)
{
	static const char *const ways[] = { "0:0", "0:1", "0:3", "0:4" };
	static const int32_t from[] = { 0, 8, 24, 25 }, to[] = { 2000, 2008, 40000, 2032 };
	uint32_t i;

	build_structs(8);
	for (i = 0; i < 200; i++)
		offset_of(ways[i % 4], MOV, 0, from[i % 4]);
	link();
	for (i = 0; i < 200; i++)
		assert_insn(i, MOV, 0, to[i % 4]);
}
END_TEST

START_TEST(objects_of_either_byte_order_are_linked)
{
	b.local.big = b.target.big = _i;
	build_structs(8);
	offset_of("0:4", LDX(BPF_W), 25, 0);
	offset_of("0:4", IMM64, 0, 25);
	core_build_insn(&b, 0, 0, 0);
	link();
	assert_insn(0, LDX(BPF_W), 2032, 0);
	assert_registers(0);
	assert_insn(1, IMM64, 0, 2032);
}
END_TEST

START_TEST(the_old_value_has_to_be_the_programs)
{
	static const struct {
		uint8_t code;
		int16_t off;
		int32_t imm;
		const char *why;
	} insns[] = {
		{ MOV, 0, 24, "the instruction does not hold the program's value" },
		{ LDX(BPF_W), 24, 0, "the instruction does not hold the program's offset" },
		{ MOV | BPF_X, 25, 25, "the instruction has no immediate operand" },
		{ BPF_JMP | BPF_JEQ, 25, 25, "the instruction is of no kind that can be changed" },
		{ BPF_JMP32 | BPF_JEQ, 25, 25, "the instruction is of no kind that can be changed" },
		{ 0, 25, 25, "the instruction is no load of a 64-bit number" },
		{ BPF_LD | BPF_ABS, 25, 25, "the instruction is no load of a 64-bit number" },
	};

	build_structs(8);
	offset_of("0:4", insns[_i].code, insns[_i].off, insns[_i].imm);
	assert_refused(insns[_i].why);
}
END_TEST

START_TEST(an_offset_beyond_15_bits_is_refused_in_a_load)
{
	build_structs(8);
	offset_of("0:3", MOV, 0, 24);
	offset_of("0:3", LDX(BPF_B), 24, 0);
	assert_refused("the kernel's offset is beyond 32767");
	assert_insn(0, MOV, 0, 40000);
}
END_TEST

START_TEST(a_load_of_another_width_than_the_field_is_refused)
{
	build_structs(8);
	offset_of("0:0", LDX(BPF_H), 0, 0);
	assert_refused("the instruction's width is not that of the field");
}
END_TEST

START_TEST(a_value_beyond_32_bits_is_refused_in_a_move)
{
	uint32_t e = btf_build_type(&b.local, "e", BTF_KIND_ENUM64, false, 1, 8);

	btf_build_enumerator64(&b.local, "X", 1);
	btf_build_type(&b.target, "e", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_enumerator64(&b.target, "X", 1ULL << 32);
	core_build_record(&b, BPF_CORE_ENUMVAL_VALUE, e, "0");
	core_build_insn(&b, MOV, 0, 1);
	assert_refused("the kernel's value does not fit into 32 bits");
}
END_TEST

START_TEST(a_64_bit_load_of_a_register_is_refused)
{
	build_structs(8);
	offset_of("0:4", IMM64, 1, 25);
	core_build_insn(&b, 0, 0, 0);
	ck_assert_int_eq(link_all(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(b.diag.msg, "is no load of a 64-bit number"));
}
END_TEST

START_TEST(a_record_between_instructions_is_refused)
{
	build_structs(8);
	offset_of("0:4", MOV, 0, 25);
	b.records[0].insn_off = 4;
	assert_refused("its CO-RE record is not at its beginning");
}
END_TEST

START_TEST(records_out_of_order_are_refused)
{
	build_structs(8);
	offset_of("0:4", MOV, 0, 25);
	offset_of("0:4", MOV, 0, 25);
	b.records[0].insn_off = 16;
	ck_assert_int_eq(link_all(), -EINVAL);
	ck_assert_str_eq(b.diag.msg, "p.o: section 3 (socket), offset 0x0: its CO-RE records are not "
		"in order");
}
END_TEST

/* as records of functions that a linker dropped are */
START_TEST(records_outside_of_functions_are_left_alone)
{
	build_structs(8);
	offset_of("0:4", MOV, 0, 25);
	offset_of("0:4", MOV, 0, 25);
	b.records[1].insn_off = 8 * 1000;
	link();
	assert_insn(0, MOV, 0, 2032);
	assert_insn(1, MOV, 0, 25);
}
END_TEST

START_TEST(an_unanswerable_record_stops_the_load)
{
	build_structs(8);
	offset_of("0:9", MOV, 0, 25);
	assert_refused("CO-RE, byte offset of struct s (\"0:9\"): the program's own types have no such "
		       "way");
}
END_TEST

Suite *test_suite(void)
{
	Suite *suite = suite_create("core_apply");
	TCase *t = tcase_create("patch"), *r = tcase_create("refuse");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_checked_fixture(r, setup, teardown);
	tcase_add_test(t, immediates_and_offsets_are_replaced);
	tcase_add_test(t, both_halves_of_a_64_bit_load_are_replaced);
	tcase_add_test(t, negative_enumerators_are_replaced);
	tcase_add_test(t, unsigned_integers_are_loaded_in_the_kernels_size);
	tcase_add_test(t, pointers_of_a_32_bit_kernel_are_loaded_as_4_bytes);
	tcase_add_test(t, only_loads_and_stores_care_for_the_size);
	tcase_add_test(t, signed_integers_of_another_size_are_poisoned);
	tcase_add_test(t, what_is_missing_is_poisoned);
	tcase_add_test(t, both_halves_of_a_64_bit_load_are_poisoned);
	tcase_add_test(t, linking_again_gives_the_same);
	tcase_add_test(t, many_different_records_are_kept_apart);
	tcase_add_loop_test(t, objects_of_either_byte_order_are_linked, 0, 2);
	tcase_add_loop_test(r, the_old_value_has_to_be_the_programs, 0, 7);
	tcase_add_test(r, an_offset_beyond_15_bits_is_refused_in_a_load);
	tcase_add_test(r, a_load_of_another_width_than_the_field_is_refused);
	tcase_add_test(r, a_value_beyond_32_bits_is_refused_in_a_move);
	tcase_add_test(r, a_64_bit_load_of_a_register_is_refused);
	tcase_add_test(r, a_record_between_instructions_is_refused);
	tcase_add_test(r, records_out_of_order_are_refused);
	tcase_add_test(r, records_outside_of_functions_are_left_alone);
	tcase_add_test(r, an_unanswerable_record_stops_the_load);
	suite_add_tcase(suite, t);
	suite_add_tcase(suite, r);
	return suite;
}
