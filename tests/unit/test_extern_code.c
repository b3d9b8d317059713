/* SPDX-License-Identifier: BSD-2-Clause */
/* src/link/extern.c, extern_code.c: externs are found, and instructions refer to what they are. */
#include "tests/lib/test.h"

#include <errno.h>

#include "asm/insn.h"
#include "link/extern.h"
#include "tests/lib/btf_build.h"
#include "tests/lib/elf_build.h"

static struct arena arena;
static struct rawbpf_diag diag;
static struct btf_build build;
static struct elf_build elf;
static struct unit unit;
static struct code code;
static uint32_t type_int, var, func, proto, ksyms;

/* A load of the extern variable `v`, a load and a call of the extern function `f`. */
static void setup(void)
{
	memset(&diag, 0, sizeof(diag));
	memset(&code, 0, sizeof(code));
	btf_build_init(&build, false);
	elf_build_init(&elf, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	build.big = elf.big;
	type_int = btf_build_int(&build, "int", 4, BTF_INT_SIGNED);
	proto = btf_build_type(&build, "", BTF_KIND_FUNC_PROTO, false, 1, type_int);
	btf_build_word(&build, 0);
	btf_build_word(&build, type_int);
	func = btf_build_type(&build, "f", BTF_KIND_FUNC, false, BTF_FUNC_EXTERN, proto);
}

static void teardown(void)
{
	code_free(&code);
	btf_build_free(&build);
	elf_build_free(&elf);
	arena_free(&arena);
}

static void weaken(uint32_t symbol)
{
	elf.sections[ELF_BUILD_SYMTAB].bytes[symbol * sizeof(Elf64_Sym) + 4] =
		ELF64_ST_INFO(STB_WEAK, STT_NOTYPE);
}

static void parse(uint32_t type, const char *section, bool weak, int32_t addend)
{
	const struct bpf_insn insns[] = { BPF_LD_IMM64(BPF_REG_1, (uint32_t)addend),
		BPF_LD_IMM64(BPF_REG_2, 0), BPF_RAW_INSN(BPF_JMP | BPF_CALL, 0, 1, 0, -1),
		BPF_EXIT_INSN() };
	uint32_t text, rel, v, f;
	const uint8_t *bytes;
	size_t size;

	var = btf_build_var(&build, "v", type, BTF_VAR_GLOBAL_EXTERN);
	if (strcmp(section, ".ksyms")) {
		btf_build_type(&build, section, BTF_KIND_DATASEC, false, 1, 0);
		btf_build_secinfo(&build, var, 0, 4);
	}
	ksyms = btf_build_type(&build, ".ksyms", BTF_KIND_DATASEC, false,
		strcmp(section, ".ksyms") ? 1 : 2, 0);
	btf_build_secinfo(&build, func, 0, 0);
	if (!strcmp(section, ".ksyms"))
		btf_build_secinfo(&build, var, 0, 4);
	text = elf_build_section(&elf, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, insns,
		sizeof(insns));
	elf_build_symbol(&elf, "main", STT_FUNC, text, 0, sizeof(insns));
	v = elf_build_symbol(&elf, "v", STT_NOTYPE, SHN_UNDEF, 0, 0);
	f = elf_build_symbol(&elf, "f", STT_NOTYPE, SHN_UNDEF, 0, 0);
	if (weak) {
		weaken(v);
		weaken(f);
	}
	rel = elf_build_rel_section(&elf, text);
	elf_build_rel(&elf, rel, 0, v, 1);
	elf_build_rel(&elf, rel, 16, f, 1);
	elf_build_rel(&elf, rel, 32, f, 10);
	bytes = btf_build_done(&build, &size);
	elf_build_section(&elf, ".BTF", SHT_PROGBITS, 0, bytes, size);
	bytes = elf_build_done(&elf, &size);
	ck_assert_msg(!unit_parse(&unit, &arena, "x.o", "x", bytes, size, &diag), "%s", diag.msg);
}

static struct unit_extern *find(const char *name)
{
	return extern_find(&unit, name, strlen(name));
}

static int link_main(void)
{
	return code_link(&unit, &unit.funcs[0], &code, &diag);
}

static void found(const char *name, uint32_t id, int fd, int index)
{
	struct unit_extern *e = find(name);

	e->err = 0;
	e->btf_id = id;
	e->btf_fd = fd;
	e->fd_index = index;
}

START_TEST(externs_are_what_their_types_say)
{
	parse(0, ".ksyms", false, 0);
	ck_assert_uint_eq(unit.extern_cnt, 2);
	ck_assert_int_eq(find("v")->kind, EXTERN_SYMBOL);
	ck_assert_int_eq(find("f")->kind, EXTERN_FUNCTION);
	ck_assert(!find("f")->weak);
	ck_assert_uint_eq(extern_declared(&unit, find("f")), proto);
	ck_assert_ptr_null(find("ff"));
	ck_assert_ptr_null(extern_find(&unit, "vv", 0));
}
END_TEST

START_TEST(a_symbol_is_its_address)
{
	parse(0, ".ksyms", true, 8);
	find("v")->err = 0;
	find("v")->address = 0xffffffff81000000;
	assert_ok(link_main());
	ck_assert_int_eq(code.insns[0].src_reg, 0);
	ck_assert_uint_eq((uint32_t)code.insns[0].imm, 0x81000008);
	ck_assert_uint_eq((uint32_t)code.insns[1].imm, 0xffffffff);
}
END_TEST

START_TEST(a_variable_is_its_number_and_its_module_s_descriptor)
{
	parse(type_int, ".ksyms", true, 0);
	ck_assert_int_eq(find("v")->kind, EXTERN_VARIABLE);
	found("v", 4711, 17, 0);
	assert_ok(link_main());
	ck_assert_int_eq(code.insns[0].src_reg, BPF_PSEUDO_BTF_ID);
	ck_assert_int_eq(code.insns[0].imm, 4711);
	ck_assert_int_eq(code.insns[1].imm, 17);
}
END_TEST

START_TEST(a_place_inside_a_variable_is_refused)
{
	parse(type_int, ".ksyms", true, 4);
	found("v", 4711, 0, 0);
	assert_err(link_main(), -EINVAL);
	ck_assert_str_eq(diag.msg, "x.o: function main, instruction 0: extern v: refers to a place "
		"outside it");
}
END_TEST

START_TEST(a_function_is_called_by_its_number_and_its_module_s_index)
{
	parse(type_int, ".ksyms", true, 0);
	found("f", 4712, 17, 3);
	assert_ok(link_main());
	ck_assert_int_eq(code.insns[2].src_reg, BPF_PSEUDO_BTF_ID);
	ck_assert_int_eq(code.insns[2].imm, 4712);
	ck_assert_int_eq(code.insns[3].imm, 17);
	ck_assert_int_eq(code.insns[4].src_reg, BPF_PSEUDO_KFUNC_CALL);
	ck_assert_int_eq(code.insns[4].imm, 4712);
	ck_assert_int_eq(code.insns[4].off, 3);
}
END_TEST

START_TEST(a_setting_is_a_place_in_the_map_of_settings)
{
	parse(type_int, ".kconfig", true, 2);
	ck_assert_int_eq(find("v")->kind, EXTERN_KCONFIG);
	assert_ok(link_main());
	ck_assert_int_eq(code.insns[0].src_reg, BPF_PSEUDO_MAP_VALUE);
	ck_assert_int_eq(code.insns[1].imm, 2);
	ck_assert_uint_eq(code.fixup_cnt, 1);
	ck_assert_ptr_eq(code.fixups[0].map, unit.kconfig);
}
END_TEST

START_TEST(a_place_behind_a_setting_is_refused)
{
	parse(type_int, ".kconfig", true, _i ? 4 : -1);
	assert_err(link_main(), -EINVAL);
}
END_TEST

START_TEST(what_is_weak_and_missing_is_0_and_its_call_poisoned)
{
	parse(type_int, ".ksyms", true, 0);
	assert_ok(link_main());
	ck_assert_int_eq(code.insns[0].imm | code.insns[0].src_reg | code.insns[1].imm, 0);
	ck_assert_int_eq(code.insns[2].imm | code.insns[2].src_reg | code.insns[3].imm, 0);
	ck_assert_int_eq(code.insns[4].imm, CODE_POISON);
	ck_assert_int_eq(code.insns[4].src_reg, 0);
	ck_assert_uint_eq(code.poison_cnt, 1);
	ck_assert_uint_eq(code.poisons[0].insn, 4);
}
END_TEST

START_TEST(what_is_needed_and_missing_is_refused)
{
	parse(type_int, ".ksyms", false, 0);
	assert_err(link_main(), -ESRCH);
	ck_assert_str_eq(diag.msg, "x.o: function main, instruction 0: extern v: it is looked for when "
		"the object is loaded; declared __weak it may be missing");
}
END_TEST

START_TEST(weak_forgives_nothing_but_absence)
{
	parse(type_int, ".ksyms", true, 0);
	assert_err(extern_lacks(&unit, find("v"), -EINVAL, "there are %d", 2), -EINVAL);
	assert_err(link_main(), -EINVAL);
	ck_assert_str_eq(diag.msg, "x.o: function main, instruction 0: extern v: there are 2");
}
END_TEST

START_TEST(the_kernel_gets_types_without_externs)
{
	const struct btf_type *t;

	parse(0, ".ksyms", true, 0);
	extern_fix_btf(&unit);
	t = btf_type(&unit.btf, ksyms);
	ck_assert_uint_eq(btf_kind(t), BTF_KIND_STRUCT);
	ck_assert_uint_eq(btf_vlen(t), 2);
	ck_assert_uint_eq(t->size, 8);
	ck_assert_uint_eq(t->name_off, 0);
	ck_assert_uint_eq(btf_members(t)[1].type, type_int);
	ck_assert_uint_eq(btf_members(t)[1].offset, 32);
	t = btf_type(&unit.btf, func);
	ck_assert_uint_eq(btf_vlen(t), BTF_FUNC_GLOBAL);
	ck_assert_str_eq(btf_string(&unit.btf, btf_params(btf_type(&unit.btf, proto))->name_off), "f");
	t = btf_type(&unit.btf, var);
	ck_assert_uint_eq(t->type, type_int);
	ck_assert_uint_eq(btf_var(t)->linkage, BTF_VAR_GLOBAL_ALLOCATED);
}
END_TEST

START_TEST(a_symbol_that_no_type_explains_is_refused)
{
	parse(type_int, ".extern", true, 0);
	found("f", 1, 0, 0);
	assert_err(link_main(), -EINVAL);
	ck_assert_msg(strstr(diag.msg, "extern v: no object defines it"), "%s", diag.msg);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("extern_code");
	TCase *t = tcase_create("externs");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, externs_are_what_their_types_say);
	tcase_add_test(t, a_symbol_is_its_address);
	tcase_add_test(t, a_variable_is_its_number_and_its_module_s_descriptor);
	tcase_add_test(t, a_place_inside_a_variable_is_refused);
	tcase_add_test(t, a_function_is_called_by_its_number_and_its_module_s_index);
	tcase_add_test(t, a_setting_is_a_place_in_the_map_of_settings);
	tcase_add_loop_test(t, a_place_behind_a_setting_is_refused, 0, 2);
	tcase_add_test(t, what_is_weak_and_missing_is_0_and_its_call_poisoned);
	tcase_add_test(t, what_is_needed_and_missing_is_refused);
	tcase_add_test(t, weak_forgives_nothing_but_absence);
	tcase_add_test(t, the_kernel_gets_types_without_externs);
	tcase_add_test(t, a_symbol_that_no_type_explains_is_refused);
	suite_add_tcase(s, t);
	return s;
}
