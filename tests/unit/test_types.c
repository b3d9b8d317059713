/* SPDX-License-Identifier: BSD-2-Clause */
/* The object's types made true, and what maps hold that the kernel finds by them. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>

#include "link/arg_ctx.h"
#include "link/special.h"
#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/btf_build.h"
#include "tests/lib/elf_build.h"
#include "tests/lib/stand_in.h"

static const bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;

/* ---- fix-ups ---------------------------------------------------------------------------------- */

enum { INT = 1, PROTO, FIRST, SECOND, SECTION, ENTRY, SUB };

static const struct bpf_insn code[] = {
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K },
	{ .code = BPF_JMP | BPF_EXIT },
};
static const uint32_t data[4];

struct made {
	struct elf_build elf;
	uint32_t first, second, entry, sub; /* symbols */
};

/* As a compiler leaves it: the section of size 0, its variables at 0 and in no order. */
static void add_types(struct elf_build *e)
{
	struct btf_build b;
	const void *bytes;
	size_t size;

	btf_build_init(&b, big);
	btf_build_int(&b, "int", 4, BTF_INT_SIGNED);
	btf_build_type(&b, "", BTF_KIND_FUNC_PROTO, false, 0, INT);
	btf_build_var(&b, "first", INT, BTF_VAR_GLOBAL_ALLOCATED);
	btf_build_var(&b, "second", INT, BTF_VAR_GLOBAL_ALLOCATED);
	btf_build_type(&b, ".data", BTF_KIND_DATASEC, false, 2, 0);
	btf_build_secinfo(&b, SECOND, 0, 4);
	btf_build_secinfo(&b, FIRST, 0, 4);
	btf_build_type(&b, "entry", BTF_KIND_FUNC, false, BTF_FUNC_GLOBAL, PROTO);
	btf_build_type(&b, "sub", BTF_KIND_FUNC, false, BTF_FUNC_GLOBAL, PROTO);
	bytes = btf_build_done(&b, &size);
	elf_build_section(e, ".BTF", SHT_PROGBITS, 0, bytes, size);
	btf_build_free(&b);
}

static void make(struct made *m)
{
	uint32_t socket, text, section;

	elf_build_init(&m->elf, big);
	socket = elf_build_section(&m->elf, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR,
		code, sizeof(code));
	text = elf_build_section(&m->elf, ".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, code,
		sizeof(code));
	section = elf_build_section(&m->elf, ".data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, data,
		sizeof(data));
	m->entry = elf_build_symbol(&m->elf, "entry", STT_FUNC, socket, 0, sizeof(code));
	m->sub = elf_build_symbol(&m->elf, "sub", STT_FUNC, text, 0, sizeof(code));
	m->first = elf_build_symbol(&m->elf, "first", STT_OBJECT, section, 4, 4);
	m->second = elf_build_symbol(&m->elf, "second", STT_OBJECT, section, 12, 4);
	add_types(&m->elf);
}

static void patch_symbol(struct made *m, uint32_t symbol, size_t field, uint8_t value)
{
	elf_build_patch(&m->elf, elf_build_offset(&m->elf, ELF_BUILD_SYMTAB) +
		symbol * sizeof(Elf64_Sym) + field, value, 1);
}

static struct rawbpf_object *open_made(struct made *m, int want, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = NULL;

	memset(d, 0, sizeof(*d));
	assert_err(rawbpf_object_open_mem("made.o", m->elf.bytes, m->elf.size, NULL, &o, d), want);
	elf_build_free(&m->elf);
	return o;
}

START_TEST(a_data_section_has_its_size_and_its_variables_in_order)
{
	const struct btf_var_secinfo *info;
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	struct made m;
	size_t size;

	make(&m);
	elf_build_done(&m.elf, &size);
	o = open_made(&m, 0, &d);
	ck_assert_uint_eq(btf_type(&o->unit.btf, SECTION)->size, sizeof(data));
	info = btf_secinfos(btf_type(&o->unit.btf, SECTION));
	ck_assert_uint_eq(info[0].type, FIRST);
	ck_assert_uint_eq(info[0].offset, 4);
	ck_assert_uint_eq(info[1].type, SECOND);
	ck_assert_uint_eq(info[1].offset, 12);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(what_is_hidden_is_static_to_the_kernel_but_for_programs)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	const struct btf *b;
	struct made m;
	size_t size;

	make(&m);
	elf_build_done(&m.elf, &size);
	patch_symbol(&m, m.first, offsetof(Elf64_Sym, st_other), STV_HIDDEN);
	patch_symbol(&m, m.sub, offsetof(Elf64_Sym, st_other), STV_INTERNAL);
	patch_symbol(&m, m.entry, offsetof(Elf64_Sym, st_other), STV_HIDDEN);
	o = open_made(&m, 0, &d);
	b = &o->unit.btf;
	ck_assert_uint_eq(btf_var(btf_type(b, FIRST))->linkage, BTF_VAR_STATIC);
	ck_assert_uint_eq(btf_var(btf_type(b, SECOND))->linkage, BTF_VAR_GLOBAL_ALLOCATED);
	ck_assert_uint_eq(btf_vlen(btf_type(b, SUB)), BTF_FUNC_STATIC);
	ck_assert_uint_eq(btf_kind(btf_type(b, SUB)), BTF_KIND_FUNC);
	ck_assert_uint_eq(btf_vlen(btf_type(b, ENTRY)), BTF_FUNC_GLOBAL);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_section_with_hidden_variables_only_is_not_for_others_to_map)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	struct made m;
	size_t size;

	make(&m);
	elf_build_done(&m.elf, &size);
	patch_symbol(&m, m.first, offsetof(Elf64_Sym, st_other), STV_HIDDEN);
	patch_symbol(&m, m.second, offsetof(Elf64_Sym, st_other), STV_HIDDEN);
	o = open_made(&m, 0, &d);
	ck_assert_uint_eq(rawbpf_object_next_map(o, NULL)->spec.flags & BPF_F_MMAPABLE, 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_static_program_is_refused_by_name)
{
	struct rawbpf_diag d;
	struct made m;
	size_t size;

	make(&m);
	elf_build_done(&m.elf, &size);
	patch_symbol(&m, m.entry, offsetof(Elf64_Sym, st_info),
		ELF64_ST_INFO(STB_LOCAL, STT_FUNC));
	ck_assert_ptr_null(open_made(&m, -EOPNOTSUPP, &d));
	ck_assert_msg(strstr(d.msg, "section socket: program entry is static") != NULL, "%s",
		d.msg);
}
END_TEST

/* A static linker leaves the code of weak functions that lost, with its relocations. */
START_TEST(code_that_no_symbol_covers_is_not_looked_at)
{
	struct bpf_insn twice[4] = { code[0], code[1], code[0], code[1] };
	struct rawbpf_object *o = NULL;
	struct elf_build e;
	uint32_t section, symbol;
	const void *bytes;
	size_t size;

	elf_build_init(&e, big);
	section = elf_build_section(&e, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, twice,
		sizeof(twice));
	symbol = elf_build_symbol(&e, "entry", STT_FUNC, section, 0, 16);
	/* the kernel would not know what to do with it there */
	elf_build_rel(&e, elf_build_rel_section(&e, section), 16, symbol, 1);
	bytes = elf_build_done(&e, &size);
	assert_ok(rawbpf_object_open_mem("weak.o", bytes, size, NULL, &o, NULL));
	assert_ok(code_link(&o->unit, rawbpf_object_next_prog(o, NULL)->func, &o->code, NULL));
	ck_assert_uint_eq(o->code.cnt, 2);
	rawbpf_object_close(o);
	elf_build_free(&e);
}
END_TEST

/* An object with int var in this data section, and an ELF section of this name and type. */
static int load_with(const char *datasec, const char *section, uint32_t type, size_t size,
	struct rawbpf_diag *d)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o = NULL;
	struct btf_build b;
	struct elf_build e;
	struct stand_in k;
	const void *bytes;
	size_t len;
	int err;

	stand_in_init(&k);
	memset(&opts, 0, sizeof(opts));
	memset(d, 0, sizeof(*d));
	opts.kernel = &k.kernel;
	btf_build_init(&b, big);
	btf_build_int(&b, "int", 4, BTF_INT_SIGNED);
	btf_build_var(&b, "var", INT, BTF_VAR_GLOBAL_ALLOCATED);
	btf_build_type(&b, datasec, BTF_KIND_DATASEC, false, 1, 0);
	btf_build_secinfo(&b, 2, 0, 4);
	bytes = btf_build_done(&b, &len);
	elf_build_init(&e, big);
	elf_build_section(&e, ".BTF", SHT_PROGBITS, 0, bytes, len);
	elf_build_section(&e, section, type, SHF_ALLOC | SHF_WRITE, NULL, size);
	bytes = elf_build_done(&e, &len);
	assert_ok(rawbpf_object_open_mem("made.o", bytes, len, &opts, &o, d));
	err = rawbpf_object_load(o, d);
	rawbpf_object_close(o);
	btf_build_free(&b);
	elf_build_free(&e);
	return err;
}

START_TEST(a_data_section_that_elf_does_not_have_is_refused_by_name)
{
	struct rawbpf_diag d;

	assert_err(load_with(".data.lost", _i ? ".data.lost" : ".data", SHT_PROGBITS, _i ? 0 : 4,
		&d), -EINVAL);
	ck_assert_str_eq(d.msg, "made.o: BTF: the data section .data.lost (variable var) is missing "
		"or empty in ELF, and no kernel takes such types: link what defines it, or remove it");
}
END_TEST

START_TEST(a_data_section_may_be_of_any_type_or_the_kernels)
{
	static const struct {
		const char *datasec, *section;
		uint32_t type;
	} good[] = { { ".data.here", ".data.here", SHT_PROGBITS }, { ".bss", ".bss", SHT_NOBITS },
		{ ".note.x", ".note.x", SHT_NOTE }, { ".init_array.1", ".init_array.1", SHT_INIT_ARRAY },
		{ ".ksyms", ".data", SHT_PROGBITS }, { ".kconfig", ".data", SHT_PROGBITS } };
	struct rawbpf_diag d;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		ck_assert_msg(!load_with(good[i].datasec, good[i].section, good[i].type, 4, &d),
			"%s", d.msg);
}
END_TEST

/* ---- special fields ----------------------------------------------------------------------------- */

static struct arena arena;
static struct btf types;

static void read_types(struct btf_build *b)
{
	const void *bytes;
	size_t size;

	bytes = btf_build_done(b, &size);
	assert_ok(btf_parse(&arena, "test", arena_copy(&arena, bytes, size), size, NULL, &types,
		NULL));
	btf_build_free(b);
}

static const char *const structs[] = { "bpf_spin_lock", "bpf_res_spin_lock", "bpf_timer", "bpf_wq",
	"bpf_task_work", "bpf_list_head", "bpf_list_node", "bpf_rb_root", "bpf_rb_node",
	"bpf_refcount" };
static const char *const tags[] = { "kptr", "kptr_ref", "kptr_untrusted", "percpu_kptr", "uptr" };

/* struct value { struct { struct NAME field; } inner[2]; } */
START_TEST(a_struct_that_the_kernel_looks_after_is_found_inside_others)
{
	struct btf_build b;

	btf_build_init(&b, big);
	btf_build_int(&b, "int", 4, 0);
	btf_build_struct(&b, structs[_i], 8, 0);
	btf_build_struct(&b, "", 8, 1);
	btf_build_member(&b, "field", 2, 0);
	btf_build_array(&b, 3, 1, 2);
	btf_build_struct(&b, "value", 16, 1);
	btf_build_member(&b, "inner", 4, 0);
	read_types(&b);
	ck_assert_pstr_eq(special_field(&types, 5), structs[_i]);
	ck_assert_ptr_null(special_field(&types, 1));
	arena_free(&arena);
}
END_TEST

START_TEST(a_pointer_that_the_kernel_looks_after_is_found_by_its_tag)
{
	struct btf_build b;

	btf_build_init(&b, big);
	btf_build_struct(&b, "task_struct", 8, 0);
	btf_build_ref(&b, tags[_i], BTF_KIND_TYPE_TAG, 1);
	btf_build_ref(&b, "", BTF_KIND_PTR, 2);
	btf_build_struct(&b, "value", 8, 1);
	btf_build_member(&b, "task", 3, 0);
	btf_build_ref(&b, "user", BTF_KIND_TYPE_TAG, 1);
	btf_build_ref(&b, "", BTF_KIND_PTR, 5);
	read_types(&b);
	ck_assert_pstr_eq(special_field(&types, 4), tags[_i]);
	ck_assert_ptr_null(special_field(&types, 6));
	arena_free(&arena);
}
END_TEST

/* Structs of 200 structs of 200 structs ..., sixteen deep. */
START_TEST(a_search_for_them_ends)
{
	struct btf_build b;
	int depth, i;

	btf_build_init(&b, big);
	btf_build_int(&b, "int", 4, 0);
	for (depth = 1; depth < 16; depth++) {
		btf_build_struct(&b, "nest", 4, 200);
		for (i = 0; i < 200; i++)
			btf_build_member(&b, "same", depth, 0);
	}
	btf_build_struct(&b, "itself", 4, 1);
	btf_build_member(&b, "itself", 17, 0);
	read_types(&b);
	ck_assert_ptr_null(special_field(&types, 16));
	ck_assert_ptr_null(special_field(&types, 17));
	arena_free(&arena);
}
END_TEST

/* ---- the context ---------------------------------------------------------------------------------- */

enum { POINTER = 1, SHARED, PLAIN, TAGGED, BOTH };

/* Three functions of one prototype, void (void *, void *); a tag for the last argument of one. */
static void add_tagged(struct btf_build *b)
{
	btf_build_init(b, big);
	btf_build_ref(b, "", BTF_KIND_PTR, 0);
	btf_build_type(b, "", BTF_KIND_FUNC_PROTO, false, 2, 0);
	btf_build_word(b, btf_build_string(b, "other"));
	btf_build_word(b, POINTER);
	btf_build_word(b, btf_build_string(b, "ctx"));
	btf_build_word(b, POINTER);
	btf_build_type(b, "plain", BTF_KIND_FUNC, false, BTF_FUNC_GLOBAL, SHARED);
	btf_build_type(b, "tagged", BTF_KIND_FUNC, false, BTF_FUNC_GLOBAL, SHARED);
	btf_build_type(b, "both", BTF_KIND_FUNC, false, BTF_FUNC_GLOBAL, SHARED);
	btf_build_type(b, "arg:ctx", BTF_KIND_DECL_TAG, false, 0, TAGGED);
	btf_build_word(b, 1);
}

static uint32_t argument(const struct btf *b, uint32_t func, uint32_t i)
{
	const struct btf_type *proto = btf_type(b, btf_type(b, func)->type);

	ck_assert_uint_eq(btf_kind(proto), BTF_KIND_FUNC_PROTO);
	ck_assert_uint_gt(btf_vlen(proto), i);
	return btf_params(proto)[i].type;
}

START_TEST(a_tagged_argument_gets_the_type_of_the_programs_context)
{
	const struct btf_type *t;
	struct btf_build b;
	struct btf out;

	add_tagged(&b);
	read_types(&b);
	ck_assert_int_eq(arg_ctx_types(&arena, &types, BPF_PROG_TYPE_XDP, &out), 1);
	ck_assert_uint_eq(argument(&out, TAGGED, 0), POINTER);
	t = btf_type(&out, argument(&out, TAGGED, 1));
	ck_assert_uint_eq(btf_kind(t), BTF_KIND_PTR);
	t = btf_type(&out, t->type);
	ck_assert_uint_eq(btf_kind(t), BTF_KIND_STRUCT);
	ck_assert_str_eq(btf_name(&out, t), "xdp_md");
	/* the object's own stay, for the next program; and there is nothing left to change */
	ck_assert_uint_eq(argument(&types, TAGGED, 1), POINTER);
	ck_assert_int_eq(arg_ctx_types(&arena, &out, BPF_PROG_TYPE_XDP, &out), 0);
	ck_assert_int_eq(arg_ctx_types(&arena, &types, BPF_PROG_TYPE_TRACING, &out), 0);
	arena_free(&arena);
}
END_TEST

START_TEST(functions_without_the_tag_keep_the_prototype_they_had_together)
{
	struct btf_build b;
	struct btf out;

	add_tagged(&b);
	read_types(&b);
	ck_assert_int_eq(arg_ctx_types(&arena, &types, BPF_PROG_TYPE_XDP, &out), 1);
	ck_assert_uint_eq(btf_type(&out, PLAIN)->type, SHARED);
	ck_assert_uint_eq(argument(&out, PLAIN, 0), POINTER);
	ck_assert_uint_eq(argument(&out, PLAIN, 1), POINTER);
	ck_assert_uint_eq(argument(&out, BOTH, 1), POINTER);
	arena_free(&arena);
}
END_TEST

START_TEST(each_function_with_tags_gets_one_prototype_of_its_own)
{
	const struct btf_type *t;
	struct btf_build b;
	struct btf out;
	uint32_t i, cnt = 0;

	add_tagged(&b);
	for (i = 0; i < 2; i++) {
		btf_build_type(&b, "arg:ctx", BTF_KIND_DECL_TAG, false, 0, BOTH);
		btf_build_word(&b, i);
	}
	read_types(&b);
	ck_assert_int_eq(arg_ctx_types(&arena, &types, BPF_PROG_TYPE_XDP, &out), 1);
	for (t = btf_first(&out); t; t = btf_next(&out, t))
		cnt += btf_kind(t) == BTF_KIND_FUNC_PROTO;
	ck_assert_uint_eq(cnt, 3);
	ck_assert_uint_eq(argument(&out, TAGGED, 0), POINTER);
	ck_assert_uint_ne(argument(&out, TAGGED, 1), POINTER);
	ck_assert_uint_eq(argument(&out, BOTH, 0), argument(&out, TAGGED, 1));
	ck_assert_uint_eq(argument(&out, BOTH, 1), argument(&out, TAGGED, 1));
	ck_assert_uint_eq(argument(&out, PLAIN, 0), POINTER);
	arena_free(&arena);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("types");
	TCase *t = tcase_create("true");

	tcase_add_test(t, a_data_section_has_its_size_and_its_variables_in_order);
	tcase_add_test(t, what_is_hidden_is_static_to_the_kernel_but_for_programs);
	tcase_add_test(t, a_section_with_hidden_variables_only_is_not_for_others_to_map);
	tcase_add_test(t, a_static_program_is_refused_by_name);
	tcase_add_test(t, code_that_no_symbol_covers_is_not_looked_at);
	tcase_add_loop_test(t, a_data_section_that_elf_does_not_have_is_refused_by_name, 0, 2);
	tcase_add_test(t, a_data_section_may_be_of_any_type_or_the_kernels);
	suite_add_tcase(s, t);
	t = tcase_create("special");
	tcase_add_loop_test(t, a_struct_that_the_kernel_looks_after_is_found_inside_others, 0,
		sizeof(structs) / sizeof(*structs));
	tcase_add_loop_test(t, a_pointer_that_the_kernel_looks_after_is_found_by_its_tag, 0,
		sizeof(tags) / sizeof(*tags));
	tcase_add_test(t, a_search_for_them_ends);
	tcase_add_test(t, a_tagged_argument_gets_the_type_of_the_programs_context);
	tcase_add_test(t, functions_without_the_tag_keep_the_prototype_they_had_together);
	tcase_add_test(t, each_function_with_tags_gets_one_prototype_of_its_own);
	suite_add_tcase(s, t);
	return s;
}
