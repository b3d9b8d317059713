/* SPDX-License-Identifier: BSD-2-Clause */
/* One section of ELF files of both widths and both byte orders. */
#include "tests/lib/test.h"

#include <elf.h>
#include <errno.h>

#include "format/elf_any.h"
#include "tests/lib/guard.h"

#define SIZE 512

static uint8_t file[SIZE];

static void put(bool big, size_t at, uint64_t v, size_t width)
{
	size_t i;

	for (i = 0; i < width; i++)
		file[at + i] = v >> (big ? width - 1 - i : i) * 8;
}

static void put_section(bool wide, bool big, uint32_t i, uint32_t name, uint32_t type,
	uint64_t offset, uint64_t size)
{
	size_t at = 128 + i * (wide ? 64 : 40);

	put(big, at, name, 4);
	put(big, at + 4, type, 4);
	put(big, at + (wide ? 24 : 16), offset, wide ? 8 : 4);
	put(big, at + (wide ? 32 : 20), size, wide ? 8 : 4);
}

/* Names at 448, ".BTF" with 5 bytes at 480, ".bss" without bytes. */
static void build(bool wide, bool big)
{
	size_t word = wide ? 58 : 46;

	memset(file, 0, sizeof(file));
	memcpy(file, ELFMAG, SELFMAG);
	file[EI_CLASS] = wide ? ELFCLASS64 : ELFCLASS32;
	file[EI_DATA] = big ? ELFDATA2MSB : ELFDATA2LSB;
	put(big, wide ? 40 : 32, 128, wide ? 8 : 4);
	put(big, word, wide ? 64 : 40, 2);
	put(big, word + 2, 4, 2);
	put(big, word + 4, 1, 2);
	memcpy(file + 448, "\0.names\0.bss\0.BTF", 18);
	memcpy(file + 480, "types", 5);
	put_section(wide, big, 1, 1, SHT_STRTAB, 448, 18);
	put_section(wide, big, 2, 8, SHT_NOBITS, 1, 1);
	put_section(wide, big, 3, 13, SHT_PROGBITS, 480, 5);
}

START_TEST(a_section_is_found_in_every_width_and_byte_order)
{
	struct bytes b;

	build(_i & 1, _i & 2);
	assert_ok(elf_any_section(file, SIZE, ".BTF", &b));
	ck_assert_uint_eq(b.size, 5);
	ck_assert_mem_eq(b.data, "types", 5);
	assert_err(elf_any_section(file, SIZE, ".BTF.ext", &b), -ENOENT);
	assert_err(elf_any_section(file, SIZE, ".bss", &b), -ENOENT);
}
END_TEST

/* Numbers of sections that need more than 16 bits are in section 0, here small ones as well. */
START_TEST(numbers_of_many_sections_are_in_section_0)
{
	bool wide = _i & 1, big = _i & 2;
	size_t word = wide ? 58 : 46;
	struct bytes b;

	build(wide, big);
	put(big, word + 2, 0, 2);
	put(big, word + 4, SHN_XINDEX, 2);
	put(big, 128 + (wide ? 40 : 24), 1, 4);
	assert_err(elf_any_section(file, SIZE, ".BTF", &b), -ENOENT);
	put(big, 128 + (wide ? 32 : 20), 4, wide ? 8 : 4);
	assert_ok(elf_any_section(file, SIZE, ".BTF", &b));
	ck_assert_uint_eq(b.size, 5);
	/* more than the file can hold */
	put(big, 128 + (wide ? 32 : 20), UINT64_MAX, wide ? 8 : 4);
	assert_err(elf_any_section(file, SIZE, "none", &b), -EINVAL);
}
END_TEST

START_TEST(a_file_without_section_headers_has_no_section)
{
	struct bytes b;

	build(_i & 1, _i & 2);
	put(_i & 2, _i & 1 ? 40 : 32, 0, _i & 1 ? 8 : 4);
	assert_err(elf_any_section(file, SIZE, ".BTF", &b), -ENOENT);
}
END_TEST

START_TEST(section_headers_without_a_size_are_refused)
{
	struct bytes b;

	build(_i & 1, _i & 2);
	put(_i & 2, _i & 1 ? 58 : 46, 0, 2);
	assert_err(elf_any_section(file, SIZE, ".BTF", &b), -EINVAL);
}
END_TEST

START_TEST(what_is_no_elf_file_is_refused)
{
	struct bytes b;

	build(true, false);
	assert_err(elf_any_section(file, 20, ".BTF", &b), -EINVAL);
	file[EI_CLASS] = 3;
	assert_err(elf_any_section(file, SIZE, ".BTF", &b), -EINVAL);
	file[EI_CLASS] = ELFCLASS64;
	file[0] = 'x';
	assert_err(elf_any_section(file, SIZE, ".BTF", &b), -EINVAL);
}
END_TEST

/* Each byte changed in turn, at the end of readable memory. */
START_TEST(no_changed_byte_is_read_past_the_end)
{
	struct bytes b;
	uint8_t *copy;
	size_t at;

	for (at = 4; at < SIZE; at++) {
		build(_i & 1, _i & 2);
		file[at] ^= 0xff;
		copy = guard_copy(file, SIZE);
		if (!elf_any_section(copy, SIZE, ".BTF", &b))
			ck_assert(b.data >= copy && b.data + b.size <= copy + SIZE);
		guard_free(copy, SIZE);
	}
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("elf_any");
	TCase *t = tcase_create("elf_any");

	tcase_add_loop_test(t, a_section_is_found_in_every_width_and_byte_order, 0, 4);
	tcase_add_loop_test(t, numbers_of_many_sections_are_in_section_0, 0, 4);
	tcase_add_loop_test(t, a_file_without_section_headers_has_no_section, 0, 4);
	tcase_add_loop_test(t, section_headers_without_a_size_are_refused, 0, 4);
	tcase_add_test(t, what_is_no_elf_file_is_refused);
	tcase_add_loop_test(t, no_changed_byte_is_read_past_the_end, 0, 4);
	suite_add_tcase(s, t);
	return s;
}
