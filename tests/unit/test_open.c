/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects that were cut, changed or lie, opened and loaded on a kernel that agrees to all: they
 * load, or are refused in a sentence that names the file. With the sanitizers each allocation
 * stands alone, so that reaching past one is seen.
 */
#include "tests/lib/test.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "rawbpf.h"
#include "tests/lib/stand_in.h"

static const char *const objects[] = { BUILD "/tests/progs/features.bpf.o",
	BUILD "/tests/progs/legacy_maps_iproute2.bpf.o", BUILD "/progs/sockex3.bpf.o" };

static uint8_t *bytes;
static size_t size;

static void read_object(const char *path)
{
	FILE *f;

	need_file(path);
	f = fopen(path, "rb");
	ck_assert_ptr_nonnull(f);
	bytes = malloc(1 << 20);
	size = fread(bytes, 1, 1 << 20, f);
	fclose(f);
	ck_assert_uint_gt(size, 1000);
}

/* An exact copy, so that a byte read beyond it is seen. */
static int load(const void *at, size_t n, struct rawbpf_diag *d)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o = NULL;
	struct stand_in k;
	void *copy = malloc(n ? n : 1);
	int err;

	memcpy(copy, at, n);
	stand_in_init(&k);
	memset(&opts, 0, sizeof(opts));
	memset(d, 0, sizeof(*d));
	opts.kernel = &k.kernel;
	opts.pin_root = "/nonexistent";
	err = rawbpf_object_open_mem("cut.o", copy, n, &opts, &o, d);
	free(copy);
	if (!err)
		err = rawbpf_object_load(o, d);
	rawbpf_object_close(o);
	if (err && d->stage == RAWBPF_STAGE_OPEN)
		ck_assert_msg(strncmp(d->msg, "cut.o: ", 7) == 0, "\"%s\"", d->msg);
	ck_assert_msg(!err || d->msg[0], "refused with %d and no sentence", err);
	return err;
}

START_TEST(every_truncation_is_refused_in_a_sentence)
{
	struct rawbpf_diag d;
	size_t n;

	read_object(objects[_i]);
	for (n = 0; n < size; n += n < 256 ? 1 : 61)
		ck_assert_int_lt(load(bytes, n, &d), 0);
	free(bytes);
}
END_TEST

START_TEST(a_changed_byte_loads_or_is_refused_in_a_sentence)
{
	struct rawbpf_diag d;
	uint8_t was;
	size_t n;

	read_object(objects[_i]);
	for (n = 0; n < size; n += 13) {
		was = bytes[n];
		bytes[n] = ~was;
		load(bytes, size, &d);
		rawbpf_diag_free(&d);
		bytes[n] = was;
	}
	free(bytes);
}
END_TEST

static Elf64_Shdr *section(const char *name)
{
	Elf64_Ehdr *e = (Elf64_Ehdr *)bytes;
	Elf64_Shdr *s = (Elf64_Shdr *)(bytes + e->e_shoff);
	unsigned int i;

	for (i = 0; i < e->e_shnum; i++)
		if (!strcmp((char *)bytes + s[e->e_shstrndx].sh_offset + s[i].sh_name, name))
			return &s[i];
	ck_abort_msg("no section %s", name);
	return NULL;
}

/* Two lists of static slots: the second one must find room, too. */
START_TEST(a_second_list_of_slots_is_no_overflow)
{
	Elf64_Shdr *first, *second;
	struct rawbpf_diag d;

	read_object(objects[0]);
	first = section(".rel.maps");
	second = section(".rel.BTF");
	second->sh_info = first->sh_info;
	second->sh_offset = first->sh_offset;
	second->sh_size = first->sh_size;
	ck_assert_int_eq(load(bytes, size, &d), 0);
	free(bytes);
}
END_TEST

/* Passed over, each map would be no map and each call would go nowhere. */
START_TEST(relocations_with_addends_are_refused)
{
	struct rawbpf_diag d;

	read_object(objects[0]);
	section(".relsocket")->sh_type = SHT_RELA;
	ck_assert_int_lt(load(bytes, size, &d), 0);
	ck_assert_msg(strstr(d.msg, ".relsocket") && strstr(d.msg, "SHT_RELA"), "%s", d.msg);
	free(bytes);
}
END_TEST

START_TEST(a_lie_about_the_byte_order_is_refused)
{
	struct rawbpf_diag d;

	read_object(objects[0]);
	bytes[EI_DATA] ^= ELFDATA2LSB ^ ELFDATA2MSB;
	ck_assert_int_lt(load(bytes, size, &d), 0); /* now a lie: sizes make no sense */
	ck_assert_msg(strstr(d.msg, "cut.o: ELF headers, offset 0x") == d.msg, "%s", d.msg);
	free(bytes);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("open");
	TCase *t = tcase_create("hostile");

	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, every_truncation_is_refused_in_a_sentence, 0, 3);
	tcase_add_loop_test(t, a_changed_byte_loads_or_is_refused_in_a_sentence, 0, 3);
	tcase_add_test(t, a_second_list_of_slots_is_no_overflow);
	tcase_add_test(t, relocations_with_addends_are_refused);
	tcase_add_test(t, a_lie_about_the_byte_order_is_refused);
	suite_add_tcase(s, t);
	return s;
}
