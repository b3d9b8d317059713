/* SPDX-License-Identifier: BSD-2-Clause */
/* src/link/kconfig.c, version.c: where settings stand, and what values a text gives them. */
#include "tests/lib/test.h"

#include <errno.h>

#include "link/extern.h"
#include "link/version.h"
#include "tests/lib/btf_build.h"
#include "tests/lib/elf_build.h"
#include "tests/lib/guard.h"

static struct arena arena;
static struct rawbpf_diag diag;
static struct btf_build build;
static struct elf_build elf;
static struct unit unit;
static uint32_t vars[32], var_cnt;
static const char *names[32];
static uint32_t sizes[32];
static uint32_t type_bool, type_char, type_short, type_int, type_uint, type_long, type_tristate,
	type_string;

static void setup(void)
{
	memset(&diag, 0, sizeof(diag));
	btf_build_init(&build, false);
	elf_build_init(&elf, false);
	var_cnt = 0;
	type_bool = btf_build_int(&build, "_Bool", 1, BTF_INT_BOOL);
	type_char = btf_build_int(&build, "char", 1, BTF_INT_SIGNED);
	type_short = btf_build_int(&build, "short", 2, BTF_INT_SIGNED);
	type_int = btf_build_int(&build, "int", 4, BTF_INT_SIGNED);
	type_uint = btf_build_int(&build, "unsigned int", 4, 0);
	type_long = btf_build_int(&build, "long", 8, BTF_INT_SIGNED);
	type_tristate = btf_build_type(&build, "libbpf_tristate", BTF_KIND_ENUM, false, 0, 4);
	type_string = btf_build_array(&build, type_char, type_int, 8);
}

static void teardown(void)
{
	btf_build_free(&build);
	elf_build_free(&elf);
	arena_free(&arena);
}

static void add(const char *name, uint32_t type, uint32_t size)
{
	names[var_cnt] = name;
	sizes[var_cnt] = size;
	vars[var_cnt++] = btf_build_var(&build, name, type, BTF_VAR_GLOBAL_EXTERN);
}

static int parse(void)
{
	const uint8_t *bytes;
	size_t size;
	uint32_t i;

	btf_build_type(&build, ".kconfig", BTF_KIND_DATASEC, false, var_cnt, 0);
	for (i = 0; i < var_cnt; i++)
		btf_build_secinfo(&build, vars[i], 0, sizes[i]);
	for (i = 0; i < var_cnt; i++)
		elf_build_symbol(&elf, names[i], STT_NOTYPE, SHN_UNDEF, 0, 0);
	bytes = btf_build_done(&build, &size);
	elf_build_section(&elf, ".BTF", SHT_PROGBITS, 0, bytes, size);
	bytes = elf_build_done(&elf, &size);
	return unit_parse(&unit, &arena, "x.o", "x", bytes, size, &diag);
}

static struct unit_extern *find(const char *name)
{
	struct unit_extern *e = extern_find(&unit, name, strlen(name));

	ck_assert_ptr_nonnull(e);
	return e;
}

static uint64_t value(const char *name)
{
	struct unit_extern *e = find(name);
	uint64_t v = 0;

	ck_assert_msg(!e->err, "%s: %s", name, e->why);
	memcpy((uint8_t *)&v + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 8 - e->size : 0),
		unit.kconfig->image + e->offset, e->size);
	return v;
}

/* One extern CONFIG_X of this type, and a text. */
static struct unit_extern *one(uint32_t type, uint32_t size, const char *text)
{
	add("CONFIG_X", type, size);
	assert_ok(parse());
	assert_ok(kconfig_read(&unit, text, strlen(text), "there"));
	return find("CONFIG_X");
}

START_TEST(the_widest_come_first_then_the_smallest_then_by_name)
{
	add("CONFIG_STRING", type_string, 8);
	add("CONFIG_B", type_int, 4);
	add("CONFIG_BOOL", type_bool, 1);
	add("CONFIG_A", type_uint, 4);
	add("CONFIG_LONG", type_long, 8);
	add("CONFIG_SHORT", type_short, 2);
	assert_ok(parse());
	ck_assert_uint_eq(find("CONFIG_LONG")->offset, 0);
	ck_assert_uint_eq(find("CONFIG_A")->offset, 8);
	ck_assert_uint_eq(find("CONFIG_B")->offset, 12);
	ck_assert_uint_eq(find("CONFIG_SHORT")->offset, 16);
	ck_assert_uint_eq(find("CONFIG_BOOL")->offset, 18);
	ck_assert_uint_eq(find("CONFIG_STRING")->offset, 19);
	ck_assert_uint_eq(unit.kconfig->spec.value_size, 27);
	ck_assert_str_eq(unit.kconfig->spec.name, "x.kconfig");
}
END_TEST

START_TEST(the_types_say_where_each_stands)
{
	const struct btf_var_secinfo *info;
	const struct btf_type *t;

	add("CONFIG_BOOL", type_bool, 1);
	add("CONFIG_LONG", type_long, 8);
	assert_ok(parse());
	t = btf_type(&unit.btf, unit.kconfig->value_type);
	info = btf_secinfos(t);
	ck_assert_uint_eq(t->size, 9);
	ck_assert_uint_eq(info[0].type, vars[1]);
	ck_assert_uint_eq(info[1].type, vars[0]);
	ck_assert_uint_eq(info[1].offset, 8);
	ck_assert_uint_eq(info[1].size, 1);
	ck_assert_uint_eq(btf_var(btf_type(&unit.btf, vars[0]))->linkage, BTF_VAR_GLOBAL_ALLOCATED);
}
END_TEST

/* One variable of 64 KiB, as often as it takes to count over 4 GiB. */
START_TEST(settings_of_more_than_4_GiB_are_refused)
{
	const uint32_t cnt = 65537;
	const uint8_t *bytes;
	uint32_t var, i;
	size_t size;

	var = btf_build_var(&build, "CONFIG_X",
		btf_build_array(&build, type_char, type_int, 1 << 16), BTF_VAR_GLOBAL_EXTERN);
	btf_build_type(&build, ".kconfig", BTF_KIND_DATASEC, false, cnt, 0);
	for (i = 0; i < cnt; i++)
		btf_build_secinfo(&build, var, 0, 1 << 16);
	bytes = btf_build_done(&build, &size);
	elf_build_section(&elf, ".BTF", SHT_PROGBITS, 0, bytes, size);
	bytes = elf_build_done(&elf, &size);
	ck_assert_int_eq(unit_parse(&unit, &arena, "x.o", "x", bytes, size, &diag), -EOPNOTSUPP);
	ck_assert_msg(strstr(diag.msg, "CONFIG_X") != NULL, "%s", diag.msg);
}
END_TEST

START_TEST(a_name_of_seven_characters_is_kept_before_kconfig)
{
	const uint8_t *bytes;
	size_t size;

	add("CONFIG_X", type_int, 4);
	assert_ok(parse());
	bytes = elf_build_done(&elf, &size);
	assert_ok(unit_parse(&unit, &arena, "x.o", "long_name_of_it", bytes, size, &diag));
	ck_assert_str_eq(unit.kconfig->spec.name, "long_na.kconfig");
}
END_TEST

START_TEST(other_types_are_refused)
{
	add("CONFIG_X", btf_build_struct(&build, "s", 4, 0), 4);
	assert_err(parse(), -EOPNOTSUPP);
	ck_assert_str_eq(diag.msg, "x.o: extern CONFIG_X: a __kconfig is declared as bool, char, an "
		"integer of 2, 4 or 8 bytes, enum libbpf_tristate or an array of char");
}
END_TEST

START_TEST(a_function_among_settings_is_refused)
{
	uint32_t proto = btf_build_type(&build, "", BTF_KIND_FUNC_PROTO, false, 0, 0);

	names[0] = "f";
	vars[var_cnt++] = btf_build_type(&build, "f", BTF_KIND_FUNC, false, BTF_FUNC_EXTERN, proto);
	assert_err(parse(), -EINVAL);
	ck_assert_str_eq(diag.msg, "x.o: extern f: a function cannot be in .kconfig: write __ksym");
}
END_TEST

enum which { BOOL, CHAR, SHORT, INT, UINT, LONG, TRISTATE };

static uint32_t type_of(enum which w)
{
	const uint32_t types[] = { type_bool, type_char, type_short, type_int, type_uint, type_long,
		type_tristate };

	return types[w];
}

static uint32_t size_of(enum which w)
{
	return (const uint32_t[]){ 1, 1, 2, 4, 4, 8, 4 }[w];
}

static const struct {
	enum which type;
	const char *text;
	uint64_t value;
} good[] = {
	{ BOOL, "CONFIG_X=y\n", 1 },
	{ BOOL, "CONFIG_X=n\n", 0 },
	{ CHAR, "CONFIG_X=m\n", 'm' },
	{ CHAR, "CONFIG_X=5\n", 5 },
	{ CHAR, "CONFIG_X=-128\n", 0x80 },
	{ SHORT, "CONFIG_X=32767\n", 32767 },
	{ SHORT, "CONFIG_X=-32768\n", 0x8000 },
	{ INT, "CONFIG_X=0x7fffffff\n", 0x7fffffff },
	{ INT, "CONFIG_X=010\n", 8 },
	{ INT, "CONFIG_X=250", 250 },
	{ INT, "CONFIG_X=250 \t\r\n", 250 },
	{ UINT, "CONFIG_X=4294967295\n", 0xffffffff },
	{ LONG, "CONFIG_X=0xdead000000000000\n", 0xdead000000000000 },
	{ LONG, "CONFIG_X=-1\n", UINT64_MAX },
	{ TRISTATE, "CONFIG_X=n\n", 0 },
	{ TRISTATE, "CONFIG_X=y\n", 1 },
	{ TRISTATE, "CONFIG_X=m\n", 2 },
	{ INT, "CONFIG_XX=1\n#CONFIG_X=2\n CONFIG_X=3\nCONFIG_X=4\nCONFIG_X=5\n", 4 },
};

START_TEST(a_value_that_fits_is_taken)
{
	one(type_of(good[_i].type), size_of(good[_i].type), good[_i].text);
	ck_assert_uint_eq(value("CONFIG_X"), good[_i].value);
}
END_TEST

static const struct {
	enum which type;
	const char *text;
	int err;
} bad[] = {
	{ BOOL, "CONFIG_X=m\n", -EINVAL },
	{ BOOL, "CONFIG_X=1\n", -EINVAL },
	{ BOOL, "CONFIG_X=\n", -EINVAL },
	{ BOOL, "CONFIG_X\n", -EINVAL },
	{ CHAR, "CONFIG_X=128\n", -ERANGE },
	{ CHAR, "CONFIG_X=yes\n", -EINVAL },
	{ SHORT, "CONFIG_X=32768\n", -ERANGE },
	{ SHORT, "CONFIG_X=-32769\n", -ERANGE },
	{ INT, "CONFIG_X=y\n", -EINVAL },
	{ INT, "CONFIG_X=1 2\n", -EINVAL },
	{ INT, "CONFIG_X=\"1\"\n", -EINVAL },
	{ UINT, "CONFIG_X=4294967296\n", -ERANGE },
	{ UINT, "CONFIG_X=-1\n", -ERANGE },
	{ LONG, "CONFIG_X=-9223372036854775809\n", -ERANGE },
	{ TRISTATE, "CONFIG_X=2\n", -EINVAL },
	{ INT, "# CONFIG_X is not set\nCONFIG_X=1\n", -ESRCH },
	{ INT, "CONFIG_Y=1\n", -ESRCH },
};

START_TEST(a_value_that_does_not_fit_is_refused)
{
	struct unit_extern *e = one(type_of(bad[_i].type), size_of(bad[_i].type), bad[_i].text);

	ck_assert_msg(e->err == bad[_i].err, "%s: %d", bad[_i].text, e->err);
	ck_assert_uint_eq(e->decided, strcmp(bad[_i].text, "CONFIG_Y=1\n") != 0);
}
END_TEST

START_TEST(a_refusal_names_the_value_and_the_type)
{
	ck_assert_str_eq(one(type_bool, 1, "CONFIG_X=m\n")->why,
		"there has CONFIG_X=m, but it is declared as a bool, which takes y or n");
}
END_TEST

static const struct {
	const char *text, *value;
} strings[] = {
	{ "CONFIG_X=\"\"\n", "" },
	{ "CONFIG_X=\"(none)\"\n", "(none)" },
	{ "CONFIG_X=\"1234567\"\n", "1234567" },
	{ "CONFIG_X=\"12345678\"\n", "1234567" },
	{ "CONFIG_X=\"a b=c\"\n", "a b=c" },
	{ "CONFIG_X=y\n", NULL },
	{ "CONFIG_X=\"\n", NULL },
	{ "CONFIG_X=\"open\n", NULL },
};

START_TEST(a_string_ends_with_0_in_the_room_there_is)
{
	struct unit_extern *e = one(type_string, 8, strings[_i].text);

	ck_assert_int_eq(e->err, strings[_i].value ? 0 : -EINVAL);
	if (strings[_i].value)
		ck_assert_str_eq((char *)unit.kconfig->image + e->offset, strings[_i].value);
}
END_TEST

START_TEST(a_string_that_is_cut_says_so_and_is_no_error)
{
	struct unit_extern *e = one(type_string, 8, _i ? "CONFIG_X=\"12345678\"\n"
						       : "CONFIG_X=\"1234567\"\n");

	ck_assert_int_eq(e->err, 0);
	if (_i)
		ck_assert_str_eq(e->why, "there has 8 characters for it, of which the first 7 fit "
			"into its array");
	else
		ck_assert_ptr_null(e->why);
}
END_TEST

/* At the end of memory but for the 0 that stands behind each text. */
START_TEST(a_text_that_ends_anywhere_is_read_to_its_end)
{
	static const char text[] = "# CONFIG_Y is not set\nCONFIG_X=12345";
	size_t size;
	char *copy;

	add("CONFIG_X", type_long, 8);
	add("CONFIG_Y", type_long, 8);
	assert_ok(parse());
	for (size = 0; size < sizeof(text); size++) {
		copy = guard_copy(text, size + 1);
		copy[size] = '\0';
		find("CONFIG_X")->decided = find("CONFIG_Y")->decided = false;
		assert_ok(kconfig_read(&unit, copy, size, "there"));
		guard_free(copy, size + 1);
	}
	ck_assert_uint_eq(value("CONFIG_X"), 12345);
	ck_assert(!kconfig_undecided(&unit));
}
END_TEST

START_TEST(a_number_of_our_own_has_to_fit_too)
{
	add("LINUX_A", type_bool, 1);
	add("LINUX_B", type_string, 8);
	assert_ok(parse());
	assert_ok(kconfig_number(&unit, find("LINUX_A"), 1, "it"));
	ck_assert_uint_eq(value("LINUX_A"), 1);
	assert_err(kconfig_number(&unit, find("LINUX_A"), 2, "it"), -ERANGE);
	assert_err(kconfig_number(&unit, find("LINUX_B"), 1, "it"), -ERANGE);
}
END_TEST

static const struct {
	const char *signature, *version, *release;
	uint32_t code;
} versions[] = {
	{ NULL, "#1 SMP Tue", "6.12.4", 6 << 16 | 12 << 8 | 4 },
	{ NULL, "#1 SMP Tue", "6.12.4-arch1", 6 << 16 | 12 << 8 | 4 },
	{ NULL, "#1 SMP Tue", "7.2-rc1", 7 << 16 | 2 << 8 },
	{ NULL, "#1 SMP Tue", "4.19.300", 4 << 16 | 19 << 8 | 255 },
	{ NULL, "#1 SMP Debian 6.1.55-1 (2023-09-29)", "6.1.0-13-amd64", 6 << 16 | 1 << 8 | 55 },
	{ NULL, "#1 SMP Debian 6.16-1~exp1 (2025-08-01)", "6.16-amd64", 6 << 16 | 16 << 8 },
	{ "Ubuntu 5.4.0-12.15-generic 5.4.8\n", "#15-Ubuntu SMP", "5.4.0-12-generic",
		5 << 16 | 4 << 8 | 8 },
	{ "odd", "#1", "5.10.1", 5 << 16 | 10 << 8 | 1 },
	{ NULL, "#1", "none", 0 },
};

START_TEST(a_version_is_that_of_the_source)
{
	ck_assert_uint_eq(version_code(versions[_i].signature, versions[_i].version,
		versions[_i].release), versions[_i].code);
}
END_TEST

#define CNT(list) (int)(sizeof(list) / sizeof(*(list)))

Suite *test_suite(void)
{
	Suite *s = suite_create("kconfig");
	TCase *t = tcase_create("settings");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_widest_come_first_then_the_smallest_then_by_name);
	tcase_add_test(t, the_types_say_where_each_stands);
	tcase_add_test(t, settings_of_more_than_4_GiB_are_refused);
	tcase_add_test(t, a_name_of_seven_characters_is_kept_before_kconfig);
	tcase_add_test(t, other_types_are_refused);
	tcase_add_test(t, a_function_among_settings_is_refused);
	tcase_add_loop_test(t, a_value_that_fits_is_taken, 0, CNT(good));
	tcase_add_loop_test(t, a_value_that_does_not_fit_is_refused, 0, CNT(bad));
	tcase_add_test(t, a_refusal_names_the_value_and_the_type);
	tcase_add_loop_test(t, a_string_ends_with_0_in_the_room_there_is, 0, CNT(strings));
	tcase_add_loop_test(t, a_string_that_is_cut_says_so_and_is_no_error, 0, 2);
	tcase_add_test(t, a_text_that_ends_anywhere_is_read_to_its_end);
	tcase_add_test(t, a_number_of_our_own_has_to_fit_too);
	tcase_add_loop_test(t, a_version_is_that_of_the_source, 0, CNT(versions));
	suite_add_tcase(s, t);
	return s;
}
