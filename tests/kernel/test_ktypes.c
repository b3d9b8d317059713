/* SPDX-License-Identifier: BSD-2-Clause */
/* The running kernel's types and its modules', however the kernel shows them. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "format/btf_names.h"
#include "kernel/kernel.h"
#include "kernel/request.h"
#include "object/ktypes.h"

static struct ktypes types;
static struct rawbpf_diag diag;

/* A kernel that refuses one kind of request. */
struct refusing {
	struct rawbpf_kernel kernel;
	unsigned int call;
	uint32_t command;
	int err, asked;
};

static struct refusing refusing;

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct refusing *f = (struct refusing *)k;

	if (r->call != f->call || r->command != f->command)
		return rawbpf_kernel()->ask(rawbpf_kernel(), r);
	f->asked++;
	return f->err;
}

static void refuse(unsigned int call, uint32_t command, int err)
{
	refusing = (struct refusing){ { ask }, call, command, err, 0 };
	types.kernel = &refusing.kernel;
}

static void setup(void)
{
	memset(&diag, 0, sizeof(diag));
	ktypes_init(&types, rawbpf_kernel());
}

static void teardown(void)
{
	ktypes_free(&types);
}

/* The struct every kernel has. */
static void assert_has_task_struct(const struct btf *b)
{
	uint32_t id = btf_find(b, "task_struct", BTF_KIND_STRUCT);

	ck_assert_uint_ne(id, 0);
	ck_assert_int_gt(btf_size(b, id), 1000);
}

START_TEST(the_kernels_types_are_read_once)
{
	const struct btf *b, *again;

	need_btf();
	assert_ok(ktypes_vmlinux(&types, &b, &diag));
	assert_has_task_struct(b);
	refuse(CALL_OPEN, 0, -EPERM);
	assert_ok(ktypes_vmlinux(&types, &again, &diag));
	ck_assert_ptr_eq(b, again);
	ck_assert_int_eq(refusing.asked, 0);
}
END_TEST

START_TEST(types_that_cannot_be_mapped_are_read)
{
	const struct btf *b;

	need_btf();
	refuse(CALL_MMAP, 0, -ENODEV);
	assert_ok(ktypes_vmlinux(&types, &b, &diag));
	ck_assert_int_eq(refusing.asked, 1);
	ck_assert(!types.vmlinux.mapped);
	assert_has_task_struct(b);
}
END_TEST

START_TEST(a_kernel_without_types_is_said_to_be_one)
{
	const struct btf *b;

	refuse(CALL_OPEN, 0, -ENOENT);
	assert_err(ktypes_vmlinux(&types, &b, &diag), -ENOENT);
	ck_assert_ptr_null(b);
	ck_assert_int_eq(refusing.asked, 8);
	ck_assert_ptr_nonnull(strstr(diag.msg, "CONFIG_DEBUG_INFO_BTF=y"));
}
END_TEST

START_TEST(types_that_may_not_be_read_are_not_looked_for_elsewhere)
{
	const struct btf *b;

	refuse(CALL_OPEN, 0, -EACCES);
	assert_err(ktypes_vmlinux(&types, &b, &diag), -EACCES);
	ck_assert_int_eq(refusing.asked, 1);
	ck_assert_str_eq(diag.msg,
		"/sys/kernel/btf/vmlinux: the kernel's types: Permission denied");
}
END_TEST

START_TEST(modules_types_go_on_where_the_kernels_end)
{
	const struct ktypes_module *m;
	const struct btf *b;
	uint32_t i;

	need_root();
	need_btf();
	assert_ok(ktypes_vmlinux(&types, &b, &diag));
	assert_ok(ktypes_modules(&types, &diag));
	skip_unless(types.module_cnt > 0, "no module that is loaded has types");
	for (i = 0; i < types.module_cnt; i++) {
		m = &types.modules[i];
		ck_assert_msg(m->btf.first == b->cnt && m->btf.cnt > m->btf.first, "%s", m->name);
		ck_assert_int_ge(m->fd, 3);
		ck_assert_ptr_eq(ktypes_module(&types, &m->btf), m);
	}
	ck_assert_ptr_null(ktypes_module(&types, b));
}
END_TEST

START_TEST(modules_that_may_not_be_listed_are_none)
{
	const struct btf *b;

	need_btf();
	refuse(CALL_BPF, BPF_BTF_GET_FD_BY_ID, -EPERM);
	assert_ok(ktypes_vmlinux(&types, &b, &diag));
	assert_ok(ktypes_modules(&types, &diag));
	ck_assert_uint_eq(types.module_cnt, 0);
}
END_TEST

static int read_file(const char *path)
{
	struct ktypes_file f;
	int err = ktypes_file_read(rawbpf_kernel(), &types.arena, path, NULL, NULL, &f,
		&diag);

	if (err)
		ck_assert_ptr_null(f.bytes);
	else
		ck_assert_uint_gt(f.btf.cnt, 10);
	ktypes_file_free(&f);
	return err;
}

START_TEST(types_are_read_from_an_elf_file)
{
	assert_ok(read_file(BUILD "/tests/progs/features.bpf.o"));
}
END_TEST

/* This test itself: an ELF file of whatever width and byte order the machine has. */
START_TEST(an_elf_file_without_types_says_so)
{
	assert_err(read_file("/proc/self/exe"), -ENODATA);
	ck_assert_ptr_nonnull(strstr(diag.msg, "/proc/self/exe: has no types (section .BTF)"));
}
END_TEST

START_TEST(a_file_that_is_neither_btf_nor_elf_is_refused)
{
	char path[64];
	int fd = memfd_create("text", MFD_CLOEXEC);

	ck_assert_int_eq(write(fd, "a text that is long enough for a header", 39), 39);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	assert_err(read_file(path), -EINVAL);
	close(fd);
	ck_assert_ptr_nonnull(strstr(diag.msg, "the magic number or version is wrong"));
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("ktypes");
	TCase *t = tcase_create("ktypes");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_kernels_types_are_read_once);
	tcase_add_test(t, types_that_cannot_be_mapped_are_read);
	tcase_add_test(t, a_kernel_without_types_is_said_to_be_one);
	tcase_add_test(t, types_that_may_not_be_read_are_not_looked_for_elsewhere);
	tcase_add_test(t, modules_types_go_on_where_the_kernels_end);
	tcase_add_test(t, modules_that_may_not_be_listed_are_none);
	tcase_add_test(t, types_are_read_from_an_elf_file);
	tcase_add_test(t, an_elf_file_without_types_says_so);
	tcase_add_test(t, a_file_that_is_neither_btf_nor_elf_is_refused);
	suite_add_tcase(s, t);
	return s;
}
