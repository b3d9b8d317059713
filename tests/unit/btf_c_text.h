/* SPDX-License-Identifier: BSD-2-Clause */
/* What the tests of src/show/btf_c*.c share: BTF that is built, and what becomes of it as C. */
#ifndef BTF_C_TEXT_H
#define BTF_C_TEXT_H

#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "show/btf_c.h"
#include "tests/lib/btf_build.h"

static struct btf_build build;
static struct arena arena;
static struct btf btf;
static uint32_t int_id, char_id, long_id, u8_id;
static struct out out;
static char text[65536];
static size_t used;

static inline int keep(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	if (size > sizeof(text) - 1 - used)
		size = sizeof(text) - 1 - used;
	memcpy(text + used, bytes, size);
	used += size;
	text[used] = '\0';
	return 0;
}

static inline void setup(void)
{
	memset(&arena, 0, sizeof(arena));
	btf_build_init(&build, false);
	int_id = btf_build_int(&build, "int", 4, BTF_INT_SIGNED);
	char_id = btf_build_int(&build, "char", 1, 0);
	long_id = btf_build_int(&build, "long unsigned int", 8, 0);
	u8_id = btf_build_int(&build, "unsigned char", 1, 0);
}

static inline void teardown(void)
{
	btf_build_free(&build);
	arena_free(&arena);
}

static inline uint32_t ref(uint32_t kind, uint32_t type)
{
	return btf_build_ref(&build, "", kind, type);
}

static inline uint32_t pointer(uint32_t type)
{
	return ref(BTF_KIND_PTR, type);
}

static inline uint32_t type_def(const char *name, uint32_t type)
{
	return btf_build_ref(&build, name, BTF_KIND_TYPEDEF, type);
}

static inline uint32_t struct_of(const char *name, uint32_t size, uint32_t vlen)
{
	return btf_build_struct(&build, name, size, vlen);
}

static inline void member(const char *name, uint32_t type, uint32_t bit)
{
	btf_build_member(&build, name, type, bit);
}

/* one that has widths for its members */
static inline uint32_t bits_of(const char *name, uint32_t size, uint32_t vlen)
{
	return btf_build_type(&build, name, BTF_KIND_STRUCT, true, vlen, size);
}

static inline void bit_member(const char *name, uint32_t type, uint32_t bit, uint32_t width)
{
	btf_build_member(&build, name, type, width << 24 | bit);
}

static inline uint32_t prototype(uint32_t ret, uint32_t param)
{
	uint32_t id = btf_build_type(&build, "", BTF_KIND_FUNC_PROTO, false, 1, ret);

	btf_build_word(&build, 0);
	btf_build_word(&build, param);
	return id;
}

static inline void view(void)
{
	const uint8_t *bytes;
	size_t size;

	bytes = btf_build_done(&build, &size);
	assert_ok(btf_view(&arena, "test", bytes, size, NULL, NULL, &btf, NULL));
	assert_ok(btf_index(&arena, &btf));
	out_init(&out, keep, NULL);
	used = 0;
	text[0] = '\0';
}

/* All, as it stands there, without the frame; what is not asked about is cut off. */
static inline const char *all(bool sorted)
{
	struct btf_c c;
	char *end;

	view();
	assert_ok(btf_c_init(&c, &btf, &out));
	btf_c_all(&c, sorted);
	assert_ok(btf_c_free(&c));
	out_flush(&out);
	end = strstr(text, "/* kernel functions");
	ck_assert_ptr_nonnull(end);
	*end = '\0';
	return text;
}

static inline const char *one(uint32_t id, bool only)
{
	struct btf_c c;

	view();
	assert_ok(btf_c_init(&c, &btf, &out));
	btf_c_root(&c, id, only);
	assert_ok(btf_c_free(&c));
	out_flush(&out);
	return text;
}

static inline void assert_all(const char *want)
{
	ck_assert_str_eq(all(false), want);
}

/* A member of this type, as C declares it. */
static inline void assert_member(uint32_t type, const char *want)
{
	uint32_t id = struct_of("s", 0, 1);
	char line[256];

	member("x", type, 0);
	snprintf(line, sizeof(line), "\t%s;\n", want);
	one(id, true);
	ck_assert_msg(strstr(text, line), "%s", text);
}

#endif
