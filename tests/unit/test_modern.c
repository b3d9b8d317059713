/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * struct_ops, variables in an arena and exception callbacks as an object file has them: what is
 * understood, and what is refused, in objects made here.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>

#include "asm/insn.h"
#include "link/code.h"
#include "link/unit.h"
#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/btf_build.h"
#include "tests/lib/elf_build.h"
#include "tests/lib/stand_in.h"

static struct elf_build elf;
static struct btf_build btf;
static struct unit unit;
static struct arena arena;
static struct rawbpf_diag diag;
static struct code code;

static const struct bpf_insn nothing[] = { BPF_MOV64_IMM(BPF_REG_0, 0), BPF_EXIT_INSN() };

static void begin(void)
{
	memset(&diag, 0, sizeof(diag));
	elf_build_init(&elf, __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__);
	btf_build_init(&btf, __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__);
}

static int parse(void)
{
	const uint8_t *bytes;
	size_t size;

	bytes = btf_build_done(&btf, &size);
	elf_build_section(&elf, ".BTF", SHT_PROGBITS, 0, bytes, size);
	bytes = elf_build_done(&elf, &size);
	return unit_parse(&unit, &arena, "made.o", "made", bytes, size, &diag);
}

static void end(void)
{
	code_free(&code);
	arena_free(&arena);
	elf_build_free(&elf);
	btf_build_free(&btf);
}

static void assert_said(const char *words)
{
	ck_assert_msg(strstr(diag.msg, words) != NULL, "%s", diag.msg);
}

static uint32_t text(const char *section)
{
	return elf_build_section(&elf, section, SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, nothing,
		sizeof(nothing));
}

/* ---- struct_ops ---- */

enum broken { GOOD, NO_BTF, NO_STRUCT, TOO_LARGE, NO_SYMBOL, NO_MEMBER, NO_POINTER, NO_PROGRAM,
	SUBPROGRAM, TWICE };

/* struct ops { int number; void (*function)(); } ops = { 7, prog }; at 8, with the type's size */
static int make_ops(const char *name, enum broken broken)
{
	const uint32_t bytes[6] = { 0, 0, 7, 0, 0, 0 };
	uint32_t section, prog, symbol, number, proto, pointer, type, var, rel;

	begin();
	section = elf_build_section(&elf, name, SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, bytes, 24);
	prog = text(broken == SUBPROGRAM ? ".text" : "struct_ops/function");
	symbol = elf_build_symbol(&elf, "prog", STT_FUNC, prog, 0, sizeof(nothing));
	if (broken == NO_PROGRAM)
		symbol = elf_build_symbol(&elf, "thing", STT_OBJECT, section, 0, 8);
	if (broken != NO_SYMBOL)
		elf_build_symbol(&elf, "ops", STT_OBJECT, section, 8, 16);
	rel = elf_build_rel_section(&elf, section);
	elf_build_rel(&elf, rel, broken == NO_MEMBER ? 12 : broken == NO_POINTER ? 8 : 16, symbol, 2);
	number = btf_build_int(&btf, "int", 4, BTF_INT_SIGNED);
	proto = btf_build_type(&btf, "", BTF_KIND_FUNC_PROTO, false, 0, 0);
	pointer = btf_build_ref(&btf, "", BTF_KIND_PTR, proto);
	type = btf_build_struct(&btf, "ops_type", broken == TOO_LARGE ? 24 : 16, 2);
	btf_build_member(&btf, "number", number, 0);
	btf_build_member(&btf, "function", pointer, 64);
	var = btf_build_var(&btf, "ops", broken == NO_STRUCT ? number : type, 1);
	btf_build_type(&btf, broken == NO_BTF ? ".other" : name, BTF_KIND_DATASEC, false,
		broken == TWICE ? 2 : 1, 24);
	btf_build_secinfo(&btf, var, 8, 16);
	if (broken == TWICE)
		btf_build_secinfo(&btf, var, 8, 16);
	return parse();
}

static const struct {
	const char *name;
	uint32_t flags;
	bool optional;
} names[] = {
	{ ".struct_ops", 0, false },
	{ ".struct_ops.link", BPF_F_LINK, false },
	{ "?.struct_ops", 0, true },
	{ "?.struct_ops.link", BPF_F_LINK, true },
};

START_TEST(a_variable_is_a_map_with_programs_in_members)
{
	const struct unit_map *m;
	uint32_t number;

	ck_assert_msg(!make_ops(names[_i].name, GOOD), "%s", diag.msg);
	ck_assert_uint_eq(unit.map_cnt, 1);
	m = unit.maps[0];
	ck_assert_str_eq(m->spec.name, "ops");
	ck_assert_uint_eq(m->spec.type, BPF_MAP_TYPE_STRUCT_OPS);
	ck_assert_uint_eq(m->spec.flags, names[_i].flags);
	ck_assert_int_eq(m->optional, names[_i].optional);
	memcpy(&number, m->ops->bytes, 4);
	ck_assert_uint_eq(number, 7);
	ck_assert_ptr_null(m->ops->progs[0]);
	ck_assert_str_eq(m->ops->progs[1]->name, "prog");
	ck_assert_int_eq(struct_ops_member(&unit, m, "function"), 1);
	ck_assert_int_eq(struct_ops_member(&unit, m, "functions"), -ENOENT);
	end();
}
END_TEST

static const struct {
	enum broken broken;
	const char *words;
} refusals[] = {
	{ NO_BTF, "compile with -g" },
	{ NO_STRUCT, "ops is no struct with a name" },
	{ TOO_LARGE, "ops does not lie in it" },
	{ NO_SYMBOL, "ops does not lie in it" },
	{ NO_MEMBER, "initialises 0xc, where no member of a struct begins" },
	{ NO_POINTER, "member number is no pointer to a function" },
	{ NO_PROGRAM, "member function is thing, which is no program" },
	{ SUBPROGRAM, "member function is prog, which is no program" },
	{ TWICE, "its BTF holds more than fits into it" },
};

START_TEST(a_struct_that_makes_no_sense_is_refused)
{
	ck_assert_int_lt(make_ops(".struct_ops", refusals[_i].broken), 0);
	assert_said(refusals[_i].words);
	end();
}
END_TEST

/* ---- static slots ---- */

static uint32_t number_of(uint32_t number, uint32_t integer)
{
	return btf_build_ref(&btf, "", BTF_KIND_PTR, btf_build_array(&btf, integer, integer, number));
}

/* A map with values, of which one is initialised: with a map of itself, data or a program. */
static int make_slots(uint32_t type, uint32_t key_size, uint32_t value_size, bool functions,
	const char *target)
{
	uint32_t maps, data, prog, values, integer, def, fields[5], rel, symbol[3], to;

	begin();
	maps = elf_build_section(&elf, ".maps", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, NULL, 40);
	data = elf_build_section(&elf, ".data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, NULL, 8);
	prog = text("socket");
	symbol[0] = elf_build_symbol(&elf, "map", STT_OBJECT, maps, 0, 40);
	symbol[1] = elf_build_symbol(&elf, "data", STT_OBJECT, data, 0, 8);
	symbol[2] = elf_build_symbol(&elf, "prog", STT_FUNC, prog, 0, sizeof(nothing));
	to = symbol[!strcmp(target, "data") ? 1 : !strcmp(target, "prog") ? 2 : 0];
	rel = elf_build_rel_section(&elf, maps);
	elf_build_rel(&elf, rel, 32, to, 2);
	integer = btf_build_int(&btf, "int", 4, BTF_INT_SIGNED);
	fields[0] = number_of(type, integer);
	fields[1] = number_of(key_size, integer);
	fields[2] = number_of(value_size, integer);
	fields[3] = number_of(BPF_MAP_TYPE_ARRAY, integer);
	values = functions ? btf_build_type(&btf, "", BTF_KIND_FUNC_PROTO, false, 0, 0)
			   : btf_build_struct(&btf, "", 8, 1);
	if (!functions)
		btf_build_member(&btf, "type", fields[3], 0);
	values = btf_build_ref(&btf, "", BTF_KIND_PTR, values);
	fields[4] = btf_build_array(&btf, values, integer, 0);
	def = btf_build_struct(&btf, "", 32, 4);
	btf_build_member(&btf, "type", fields[0], 0);
	btf_build_member(&btf, "key_size", fields[1], 64);
	btf_build_member(&btf, "value_size", fields[2], 128);
	btf_build_member(&btf, "values", fields[4], 256);
	def = btf_build_var(&btf, "map", def, 1);
	btf_build_type(&btf, ".maps", BTF_KIND_DATASEC, false, 1, 40);
	btf_build_secinfo(&btf, def, 0, 40);
	return parse();
}

static const struct {
	uint32_t type, key_size, value_size;
	bool functions;
	const char *target;
	const char *words; /* NULL: good */
} slots[] = {
	{ BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, 4, false, "map", NULL },
	{ BPF_MAP_TYPE_HASH_OF_MAPS, 4, 4, false, "map", NULL },
	{ BPF_MAP_TYPE_PROG_ARRAY, 4, 4, true, "prog", NULL },
	{ BPF_MAP_TYPE_HASH_OF_MAPS, 8, 4, false, "map", "its keys have 8 bytes, not 4" },
	{ BPF_MAP_TYPE_HASH_OF_MAPS, 4, 8, false, "map", "its size differs from the one given" },
	{ BPF_MAP_TYPE_HASH, 4, 4, false, "map", "only maps of maps have maps" },
	{ BPF_MAP_TYPE_PROG_ARRAY, 4, 4, false, "map", "only maps of maps have maps" },
	{ BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, 4, true, "prog", "only maps of maps have maps" },
	{ BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, 4, false, "data", "slot 0 is data, which is no map" },
	{ BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, 4, false, "prog", "slot 0 is prog, which is no map" },
	{ BPF_MAP_TYPE_PROG_ARRAY, 4, 4, true, "data", "slot 0 is data, which is no program" },
};

START_TEST(slots_are_maps_or_programs_and_numbered)
{
	int err = make_slots(slots[_i].type, slots[_i].key_size, slots[_i].value_size,
		slots[_i].functions, slots[_i].target);

	if (slots[_i].words) {
		ck_assert_int_lt(err, 0);
		assert_said(slots[_i].words);
	} else {
		ck_assert_msg(!err, "%s", diag.msg);
		ck_assert_uint_eq(unit.maps[0]->slot_cnt, 1);
		ck_assert_int_eq(!unit.maps[0]->slots[0].map, slots[_i].functions);
	}
	end();
}
END_TEST

/* ---- arenas ---- */

static void add_arena_type(const char *name, uint32_t at, uint32_t *vars)
{
	uint32_t number = btf_build_int(&btf, "int", 4, BTF_INT_SIGNED), array, pointer, def;

	array = btf_build_array(&btf, number, number, BPF_MAP_TYPE_ARENA);
	pointer = btf_build_ref(&btf, "", BTF_KIND_PTR, array);
	def = btf_build_struct(&btf, "", 8, 1);
	btf_build_member(&btf, "type", pointer, 0);
	vars[at] = btf_build_var(&btf, name, def, 1);
}

static int make_arenas(uint32_t cnt, int32_t addend)
{
	const struct bpf_insn insns[] = { BPF_LD_IMM64_RAW(BPF_REG_1, 0, addend),
		BPF_MOV64_IMM(BPF_REG_0, 0), BPF_EXIT_INSN() };
	static const char *const arenas[] = { "one", "two" };
	uint32_t i, maps, section, prog, vars[2], symbol;

	begin();
	maps = elf_build_section(&elf, ".maps", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, NULL, 16);
	section = elf_build_section(&elf, ".addr_space.1", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE,
		"abcdefgh", 8);
	prog = elf_build_section(&elf, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, insns,
		sizeof(insns));
	elf_build_symbol(&elf, "prog", STT_FUNC, prog, 0, sizeof(insns));
	symbol = elf_build_symbol(&elf, "variable", STT_OBJECT, section, 4, 4);
	elf_build_rel(&elf, elf_build_rel_section(&elf, prog), 0, symbol, 1);
	for (i = 0; i < cnt; i++) {
		elf_build_symbol(&elf, arenas[i], STT_OBJECT, maps, 8 * i, 8);
		add_arena_type(arenas[i], i, vars);
	}
	btf_build_type(&btf, ".maps", BTF_KIND_DATASEC, false, cnt, 16);
	for (i = 0; i < cnt; i++)
		btf_build_secinfo(&btf, vars[i], 8 * i, 8);
	return parse();
}

START_TEST(a_variable_is_a_place_in_the_arena)
{
	ck_assert_msg(!make_arenas(1, 0), "%s", diag.msg);
	ck_assert_uint_eq(unit.map_cnt, 1);
	ck_assert_ptr_eq(unit.arena_map, unit.maps[0]);
	ck_assert_int_eq(memcmp(unit.arena_vars->image, "abcdefgh", 8), 0);
	assert_ok(code_link(&unit, &unit.funcs[0], &code, &diag));
	ck_assert_uint_eq(code.fixup_cnt, 1);
	ck_assert_uint_eq(code.fixups[0].map->index, unit.arena_map->index);
	ck_assert_uint_eq(code.insns[0].src_reg, BPF_PSEUDO_MAP_VALUE);
	ck_assert_int_eq(code.insns[1].imm, 4);
	end();
}
END_TEST

START_TEST(a_place_outside_is_refused)
{
	ck_assert_msg(!make_arenas(1, 4), "%s", diag.msg);
	assert_err(code_link(&unit, &unit.funcs[0], &code, &diag), -EINVAL);
	assert_said("outside the data section");
	end();
}
END_TEST

START_TEST(variables_without_an_arena_are_refused)
{
	ck_assert_int_lt(make_arenas(0, 0), 0);
	assert_said("there is no map of type BPF_MAP_TYPE_ARENA");
	end();
}
END_TEST

START_TEST(a_second_arena_is_refused)
{
	assert_err(make_arenas(2, 0), -EOPNOTSUPP);
	assert_said("one and two are both arenas");
	end();
}
END_TEST

/* ---- jump tables ---- */

/* Two functions of .text, of which the second one loads tables of these sizes, all at 8. */
static int make_tables(const uint64_t *entries, uint32_t size, const uint64_t *sizes, uint32_t loads)
{
	const struct bpf_insn load[] = { BPF_LD_IMM64_RAW(BPF_REG_1, 0, 0) };
	const struct bpf_insn main[] = { BPF_RAW_INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, -1),
		BPF_EXIT_INSN() };
	uint32_t subprograms, prog, tables, table, rels, user, i;
	struct bpf_insn insns[4 + 2 * 80];

	begin();
	memcpy(insns, nothing, 16);
	for (i = 0; i < loads; i++)
		memcpy(insns + 2 + 2 * i, load, 16);
	memcpy(insns + 2 + 2 * i, nothing, 16);
	subprograms = elf_build_section(&elf, ".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, insns,
		32 + loads * 16);
	prog = elf_build_section(&elf, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, main,
		sizeof(main));
	tables = elf_build_section(&elf, ".jumptables", SHT_PROGBITS, SHF_ALLOC, entries, size);
	elf_build_symbol(&elf, "other", STT_FUNC, subprograms, 0, 16);
	user = elf_build_symbol(&elf, "user", STT_FUNC, subprograms, 16, 16 + loads * 16);
	elf_build_symbol(&elf, "prog", STT_FUNC, prog, 0, sizeof(main));
	rels = elf_build_rel_section(&elf, subprograms);
	for (i = 0; i < loads; i++) {
		table = elf_build_symbol(&elf, "table", STT_OBJECT, tables, 8, sizes[i]);
		elf_build_rel(&elf, rels, 16 + i * 16, table, 1);
	}
	elf_build_rel(&elf, elf_build_rel_section(&elf, prog), 0, user, 10);
	btf_build_int(&btf, "int", 4, BTF_INT_SIGNED);
	return parse();
}

static int make_table(const uint64_t *entries, uint32_t size, uint64_t symbol_size)
{
	return make_tables(entries, size, &symbol_size, 1);
}

static int link_entry(void)
{
	struct unit_func *f;

	for (f = unit.funcs; !f->entry; f++)
		;
	return code_link(&unit, f, &code, &diag);
}

/* In the program `user` stands behind the two instructions of prog, as in .text behind other. */
START_TEST(a_table_follows_its_function_into_the_program)
{
	const uint64_t entries[] = { 0, 40, 32 };

	ck_assert_msg(!make_table(entries, sizeof(entries), 16), "%s", diag.msg);
	ck_assert_uint_eq(unit.map_cnt, 0);
	assert_ok(link_entry());
	ck_assert_uint_eq(code.table_cnt, 1);
	ck_assert_uint_eq(code.table_ref_cnt, 1);
	ck_assert_uint_eq(code.table_refs[0].insn, 2);
	ck_assert_uint_eq(code.tables[0].cnt, 2);
	ck_assert_uint_eq(code.entries[0], 5);
	ck_assert_uint_eq(code.entries[1], 4);
	ck_assert_uint_eq(code.insns[2].src_reg, BPF_PSEUDO_MAP_VALUE);
	end();
}
END_TEST

START_TEST(loads_of_the_same_table_share_it)
{
	const uint64_t entries[] = { 0, 64, 72 }, sizes[] = { 16, 16, 8 };

	ck_assert_msg(!make_tables(entries, sizeof(entries), sizes, 3), "%s", diag.msg);
	assert_ok(link_entry());
	ck_assert_uint_eq(code.table_cnt, 2);
	ck_assert_uint_eq(code.entry_cnt, 3);
	ck_assert_uint_eq(code.table_ref_cnt, 3);
	ck_assert_uint_eq(code.table_refs[0].table, 0);
	ck_assert_uint_eq(code.table_refs[1].table, 0);
	ck_assert_uint_eq(code.table_refs[1].insn, 4);
	ck_assert_uint_eq(code.insns[4].src_reg, BPF_PSEUDO_MAP_VALUE);
	ck_assert_uint_eq(code.table_refs[2].table, 1);
	/* the next program begins anew */
	assert_ok(link_entry());
	ck_assert_uint_eq(code.table_cnt, 2);
	ck_assert_uint_eq(code.table_ref_cnt, 3);
	end();
}
END_TEST

START_TEST(a_program_has_64_tables_and_no_more)
{
	uint64_t entries[80] = { 0 }, sizes[80];
	uint32_t i;

	for (i = 0; i < 80; i++) {
		entries[i] = 16;
		sizes[i] = 8 * (i + 1); /* each another table */
	}
	ck_assert_msg(!make_tables(entries, sizeof(entries), sizes, 64 + _i), "%s", diag.msg);
	if (!_i) {
		assert_ok(link_entry());
		ck_assert_uint_eq(code.table_cnt, 64);
	} else {
		assert_err(link_entry(), -EINVAL);
		assert_said("of function user is one more than the 64 maps");
	}
	end();
}
END_TEST

START_TEST(a_table_is_one_map_for_all_its_loads)
{
	const uint64_t entries[] = { 0, 64, 72 }, sizes[] = { 16, 8, 16 };
	struct rawbpf_object *o = NULL;
	struct rawbpf_open_opts opts;
	const struct bpf_insn *insns;
	struct stand_in k;

	ck_assert_msg(!make_tables(entries, sizeof(entries), sizes, 3), "%s", diag.msg);
	stand_in_init(&k);
	memset(&opts, 0, sizeof(opts));
	opts.kernel = &k.kernel;
	assert_ok(rawbpf_object_open_mem("made.o", elf.bytes, elf.size, &opts, &o, NULL));
	assert_ok(rawbpf_object_load(o, NULL));
	ck_assert_uint_eq(k.maps, 2);
	insns = o->code.insns;
	ck_assert_int_ge(insns[2].imm, 1000);
	ck_assert_int_eq(insns[6].imm, insns[2].imm);
	ck_assert_int_gt(insns[4].imm, insns[2].imm);
	rawbpf_object_close(o);
	end();
}
END_TEST

static const struct {
	uint64_t entry, size;
	const char *words;
} wrong_tables[] = {
	{ 8, 8, "leads out of it" },
	{ 48, 8, "leads out of it" },
	{ 33, 8, "leads out of it" },
	{ 1ULL << 40, 8, "leads out of it" },
	{ 32, 0, "does not lie in it in whole entries" },
	{ 32, 12, "does not lie in it in whole entries" },
	{ 32, 16, "does not lie in it in whole entries" },
};

START_TEST(a_table_that_makes_no_sense_is_refused)
{
	const uint64_t entries[] = { 0, wrong_tables[_i].entry };

	ck_assert_msg(!make_table(entries, sizeof(entries), wrong_tables[_i].size), "%s", diag.msg);
	assert_err(link_entry(), -EINVAL);
	assert_said("jump table table of function user");
	assert_said(wrong_tables[_i].words);
	end();
}
END_TEST

/* ---- exception callbacks ---- */

/* A program, and "other" (STT_FUNC of .text), with as many tags that name `callback`. */
static int make_exception(const char *callback, uint32_t tags, int32_t component, bool local)
{
	uint32_t prog, other, proto, func, i;

	begin();
	prog = text("socket");
	other = text(".text");
	elf_build_symbol(&elf, "prog", STT_FUNC, prog, 0, sizeof(nothing));
	i = elf_build_symbol(&elf, "other", STT_FUNC, other, 0, sizeof(nothing));
	if (local)
		elf.sections[ELF_BUILD_SYMTAB].bytes[i * 24 + 4] = STT_FUNC; /* STB_LOCAL */
	proto = btf_build_type(&btf, "", BTF_KIND_FUNC_PROTO, false, 0, 0);
	func = btf_build_type(&btf, "prog", BTF_KIND_FUNC, false, 1, proto);
	for (i = 0; i < tags; i++) {
		btf_build_type(&btf, callback, BTF_KIND_DECL_TAG, false, 0, func);
		btf_build_word(&btf, component);
	}
	return parse();
}

static const struct {
	const char *tag;
	uint32_t tags;
	int32_t component;
	uint32_t insns; /* of the program then */
} tags[] = {
	{ "exception_callback:other", 1, -1, 4 },
	{ "exception_callback:other", 2, -1, 2 },
	{ "exception_callback:other", 1, 0, 2 },
	{ "something:other", 1, -1, 2 },
	{ "", 0, 0, 2 },
};

START_TEST(a_callback_is_appended_although_nothing_calls_it)
{
	struct unit_func *f;

	ck_assert_msg(!make_exception(tags[_i].tag, tags[_i].tags, tags[_i].component, false), "%s",
		diag.msg);
	for (f = unit.funcs; !f->entry; f++)
		;
	assert_ok(code_link(&unit, f, &code, &diag));
	ck_assert_uint_eq(code.cnt, tags[_i].insns);
	ck_assert_uint_eq(code.order_cnt, tags[_i].insns / 2);
	end();
}
END_TEST

START_TEST(a_callback_that_is_not_there_is_refused)
{
	assert_err(make_exception("exception_callback:prog", 1, -1, false), -ENOENT);
	assert_said("function prog: its exception callback prog is no function in .text");
	end();
}
END_TEST

START_TEST(a_static_callback_is_refused)
{
	assert_err(make_exception("exception_callback:other", 1, -1, true), -EINVAL);
	assert_said("must be neither static nor hidden");
	end();
}
END_TEST

/* ---- hostile ---- */

static const char *const objects[] = { BUILD "/tests/progs/struct_ops.bpf.o",
	BUILD "/tests/progs/arena.bpf.o", BUILD "/tests/progs/exception.bpf.o" };

static void parse_and_link(const uint8_t *bytes, size_t size)
{
	uint8_t *copy = malloc(size);
	uint32_t i;
	int err;

	memset(&diag, 0, sizeof(diag));
	memcpy(copy, bytes, size);
	err = unit_parse(&unit, &arena, "cut.o", "cut", copy, size, &diag);
	for (i = 0; !err && i < unit.func_cnt && !unit.elf.file.swap; i++)
		if (unit.funcs[i].entry)
			code_link(&unit, &unit.funcs[i], &code, &diag);
	ck_assert_msg(!err || strstr(diag.msg, "cut.o: ") == diag.msg, "%d: \"%s\"", err, diag.msg);
	code_free(&code);
	arena_free(&arena);
	free(copy);
}

START_TEST(a_changed_byte_is_understood_or_refused_in_a_sentence)
{
	static uint8_t bytes[1 << 16];
	size_t size, at;
	FILE *f;

	need_file(objects[_i]);
	f = fopen(objects[_i], "rb");
	size = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	ck_assert_uint_gt(size, 1000);
	for (at = 0; at < size; at += test_quick() ? 41 : 1) {
		bytes[at] ^= 0xff;
		parse_and_link(bytes, size);
		bytes[at] ^= 0xfe; /* one bit only */
		parse_and_link(bytes, size);
		bytes[at] ^= 1;
	}
	for (at = 0; at < size; at += 17)
		parse_and_link(bytes, at);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("modern");
	TCase *t = tcase_create("struct_ops");

	tcase_add_loop_test(t, a_variable_is_a_map_with_programs_in_members, 0,
		sizeof(names) / sizeof(*names));
	tcase_add_loop_test(t, a_struct_that_makes_no_sense_is_refused, 0,
		sizeof(refusals) / sizeof(*refusals));
	suite_add_tcase(s, t);
	t = tcase_create("slots");
	tcase_add_loop_test(t, slots_are_maps_or_programs_and_numbered, 0,
		sizeof(slots) / sizeof(*slots));
	suite_add_tcase(s, t);
	t = tcase_create("arena");
	tcase_add_test(t, a_variable_is_a_place_in_the_arena);
	tcase_add_test(t, a_place_outside_is_refused);
	tcase_add_test(t, variables_without_an_arena_are_refused);
	tcase_add_test(t, a_second_arena_is_refused);
	suite_add_tcase(s, t);
	t = tcase_create("jump tables");
	tcase_add_test(t, a_table_follows_its_function_into_the_program);
	tcase_add_test(t, loads_of_the_same_table_share_it);
	tcase_add_loop_test(t, a_program_has_64_tables_and_no_more, 0, 2);
	tcase_add_test(t, a_table_is_one_map_for_all_its_loads);
	tcase_add_loop_test(t, a_table_that_makes_no_sense_is_refused, 0,
		sizeof(wrong_tables) / sizeof(*wrong_tables));
	suite_add_tcase(s, t);
	t = tcase_create("exceptions");
	tcase_add_loop_test(t, a_callback_is_appended_although_nothing_calls_it, 0,
		sizeof(tags) / sizeof(*tags));
	tcase_add_test(t, a_callback_that_is_not_there_is_refused);
	tcase_add_test(t, a_static_callback_is_refused);
	suite_add_tcase(s, t);
	t = tcase_create("hostile");
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, a_changed_byte_is_understood_or_refused_in_a_sentence, 0,
		sizeof(objects) / sizeof(*objects));
	suite_add_tcase(s, t);
	return s;
}
