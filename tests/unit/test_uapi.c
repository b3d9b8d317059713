/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our kernel headers against the kernel's: every constant, size and field offset of uapi/linux
 * with the headers installed where this was built, and with the BTF of the kernel it runs on.
 * What a source does not know is only counted, for both may be older than our headers; what no
 * source knows must be listed with its version in uapi_newer.list.
 *
 * The lists come from uapi_gen.sh.  Macros are not in BTF; fields of a struct bpf_attr_... are
 * compared with those of union bpf_attr that uapi_attr.list pairs them with, the kernel's and ours.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include "tests/lib/test.h"
#include "tests/unit/uapi_btf.h"
#include "tests/unit/uapi_fact.h"

#define BTF_PATH "/sys/kernel/btf/vmlinux"
#define FIRST_HEADERS (6 << 16 | 1 << 8)	/* what uapi_newer.list starts from: 6.1 */

struct count {
	unsigned int same;
	unsigned int unknown;
	unsigned int differ;
};

static struct uapi_btf btf;

static bool is_constant(const struct uapi_item *item)
{
	return !strcmp(item->kind, "const");
}

/* Ends of lists and masks of all flags: they grow with each version. */
static bool grows(const char *name)
{
	static const char *const masks[] = { "BPF_F_REDIRECT_FLAGS", "SK_BPF_CB_MASK",
		"BPF_SOCK_OPS_ALL_CB_FLAGS", "LINUX_VERSION_CODE" };
	size_t i;

	for (i = 0; i < sizeof(masks) / sizeof(masks[0]); i++)
		if (!strcmp(name, masks[i]))
			return true;
	return strstr(name, "MAX") || strstr(name, "NR_BTF_KINDS");
}

static struct uapi_fact in_headers(unsigned int i)
{
	return uapi_theirs[i];
}

static struct uapi_fact in_btf(unsigned int i)
{
	const struct uapi_item *item = &uapi_items[i];

	if (is_constant(item))
		return uapi_btf_constant(&btf, item->path, uapi_ours[i].value);
	/* the kernel's own differs from what it shows */
	if (!strcmp(item->type, "struct pt_regs"))
		return (struct uapi_fact){ .known = false };
	return uapi_btf_field(&btf, item->kernel_type, item->kernel_path, &uapi_ours[i]);
}

/* Ports of 32 bits that became 16 bits and a gap: in 5.17 and 5.18, and in stable kernels since. */
static bool narrowed(const struct uapi_item *item)
{
	if (!strcmp(item->type, "struct bpf_sk_lookup"))
		return !strcmp(item->path, "remote_port");
	return !strcmp(item->type, "struct bpf_sock") && !strcmp(item->path, "dst_port");
}

/* A struct may be shorter in an older kernel and longer in a newer one. */
static bool agrees(unsigned int i, const struct uapi_fact *theirs, unsigned int version)
{
	const struct uapi_fact *ours = &uapi_ours[i];
	bool older = version < uapi_ours_version;

	if (is_constant(&uapi_items[i]))
		return ours->value == theirs->value ||
		       (grows(uapi_items[i].path) && (older ? ours->value > theirs->value : true));
	if (!strcmp(uapi_items[i].kind, "flex"))
		return ours->offset == theirs->offset;
	if (ours->offset != theirs->offset)
		return false;
	if (ours->size == theirs->size || (older && narrowed(&uapi_items[i])))
		return true;
	return (!strcmp(uapi_items[i].kind, "size") || !strcmp(uapi_items[i].kind, "inner")) &&
	       older == (ours->size > theirs->size);
}

static void complain(unsigned int i, const struct uapi_fact *theirs)
{
	const struct uapi_item *item = &uapi_items[i];
	const struct uapi_fact *ours = &uapi_ours[i];

	if (is_constant(item))
		printf("# %s is %lld (0x%llx), the kernel's is %lld (0x%llx)\n", item->path,
			ours->value, (unsigned long long)ours->value,
			theirs->value, (unsigned long long)theirs->value);
	else
		printf("# %s %s %s: bits %u + %u, the kernel's %u + %u\n", item->kind,
			item->type, item->path, ours->offset, ours->size,
			theirs->offset, theirs->size);
}

static void compare(bool constants, struct uapi_fact (*source)(unsigned int), unsigned int version,
		    const char *name)
{
	struct count count = { 0, 0, 0 };
	struct uapi_fact theirs;
	unsigned int i;

	for (i = 0; i < uapi_item_count; i++) {
		if (is_constant(&uapi_items[i]) != constants)
			continue;
		theirs = source(i);
		if (!theirs.known) {
			count.unknown++;
		} else if (agrees(i, &theirs, version)) {
			count.same++;
		} else {
			count.differ++;
			complain(i, &theirs);
		}
	}
	printf("# uapi, %s %u.%u: %u %s agree, %u are not there\n", name, version >> 16,
		version >> 8 & 0xff, count.same, constants ? "constants" : "sizes and fields",
		count.unknown);
	fflush(stdout);
	ck_assert_uint_eq(count.differ, 0);
	ck_assert_uint_gt(count.same, 100);
}

static unsigned int running_version(void)
{
	struct utsname name;
	unsigned int major = 0, minor = 0;

	uname(&name);
	sscanf(name.release, "%u.%u", &major, &minor);
	return major << 16 | minor << 8;
}

/* A register of the kernel's struct pt_regs that no other machine has. */
#if defined(__x86_64__) || defined(__i386__)
#define OWN_REGISTER "ax"
#elif defined(__aarch64__)
#define OWN_REGISTER "pstate"
#elif defined(__arm__)
#define OWN_REGISTER "uregs"
#elif defined(__riscv)
#define OWN_REGISTER "epc"
#elif defined(__s390x__)
#define OWN_REGISTER "gprs"
#else
#define OWN_REGISTER ""
#endif

/*
 * The kernel is of another machine than the program where the CPU runs 32-bit programs, too, or is
 * emulated for this program alone. What it calls `unsigned long` and registers is not ours then.
 */
static bool btf_is_of_this_machine(void)
{
	const struct uapi_fact want = { .size = sizeof(void *) * 16 };
	struct uapi_fact two_pointers = uapi_btf_field(&btf, "struct list_head", "", &want);

	return two_pointers.known && two_pointers.size == want.size &&
	       uapi_btf_field(&btf, "struct pt_regs", OWN_REGISTER, &want).known;
}

static void open_btf(void)
{
	int err;

	need_btf();
	err = uapi_btf_read(&btf, BTF_PATH);
	skip_unless(err != -ENOEXEC, "the kernel's BTF has the other byte order");
	assert_ok(err);
}

static void open_own_btf(void)
{
	open_btf();
	skip_unless(btf_is_of_this_machine(), "the kernel is of another machine");
}

static void need_headers(void)
{
	skip_unless(uapi_theirs_version != 0,
		"no kernel headers were installed where this was built");
}

START_TEST(constants_are_those_of_the_installed_headers)
{
	need_headers();
	compare(true, in_headers, uapi_theirs_version, "headers");
}
END_TEST

START_TEST(layouts_are_those_of_the_installed_headers)
{
	need_headers();
	compare(false, in_headers, uapi_theirs_version, "headers");
}
END_TEST

START_TEST(constants_are_those_of_the_running_kernel)
{
	open_btf();
	compare(true, in_btf, running_version(), "kernel");
	uapi_btf_free(&btf);
}
END_TEST

START_TEST(layouts_are_those_of_the_running_kernel)
{
	open_own_btf();
	compare(false, in_btf, running_version(), "kernel");
	uapi_btf_free(&btf);
}
END_TEST

/* A constant's name; "bpf_link_info", "bpf_link_info.tcx.ifindex" of layouts. */
static void full_name(const struct uapi_item *item, char *name, size_t size)
{
	const char *tag = strchr(item->type, ' ');

	snprintf(name, size, "%s%s%s", tag ? tag + 1 : "", tag && *item->path ? "." : "",
		item->path);
}

/* Whether a line of the list covers it: it is the thing itself, or what the thing is in. */
static bool covers(const struct uapi_newer *newer, const char *name)
{
	size_t length = strlen(newer->name);

	return !strncmp(newer->name, name, length) && (!name[length] || name[length] == '.');
}

static unsigned int listed_version(const struct uapi_item *item)
{
	unsigned int i, version = 0;
	char name[256];

	full_name(item, name, sizeof(name));
	for (i = 0; uapi_newer[i].name; i++)
		if (covers(&uapi_newer[i], name) && uapi_newer[i].version > version)
			version = uapi_newer[i].version;
	return version;
}

static bool in_our_union(const struct uapi_item *item)
{
	return !strcmp(item->type, "union bpf_attr");
}

/* What is in union bpf_attr is listed only once, with the command's struct. */
static unsigned int newer_version(const struct uapi_item *item)
{
	unsigned int i, one, version = listed_version(item);

	for (i = 0; in_our_union(item) && i < uapi_item_count; i++) {
		if (strcmp(uapi_items[i].kernel_type, item->type) ||
		    strcmp(uapi_items[i].kernel_path, item->path))
			continue;
		one = listed_version(&uapi_items[i]);
		version = one > version ? one : version;
	}
	return version;
}

/* The version that must know it: the headers', or the kernel's for what the BTF of all has. */
static unsigned int expected_version(const struct uapi_item *item)
{
	unsigned int headers = uapi_theirs_version & ~0xffU, kernel = running_version();

	return !strcmp(item->kernel_type, "union bpf_attr") && kernel > headers ? kernel : headers;
}

START_TEST(what_no_source_knows_is_listed_as_newer)
{
	unsigned int i, version, unlisted = 0;
	char name[256];

	skip_unless(uapi_theirs_version >= FIRST_HEADERS,
		"the installed headers are older than 6.1");
	open_own_btf();
	for (i = 0; i < uapi_item_count; i++) {
		full_name(&uapi_items[i], name, sizeof(name));
		version = expected_version(&uapi_items[i]);
		if (in_headers(i).known || in_btf(i).known || newer_version(&uapi_items[i]) > version)
			continue;
		printf("# %s: no source knows it, nor does uapi_newer.list say it is after %u.%u\n",
			name, version >> 16, version >> 8 & 0xff);
		unlisted++;
	}
	fflush(stdout);
	uapi_btf_free(&btf);
	ck_assert_uint_eq(unlisted, 0);
}
END_TEST

/* The field of our union that has this name, or uapi_item_count. */
static unsigned int union_field(const char *path)
{
	unsigned int i;

	for (i = 0; i < uapi_item_count; i++)
		if (in_our_union(&uapi_items[i]) && !strcmp(uapi_items[i].path, path))
			break;
	return i;
}

/* A field of a member with a name is in that member's struct, whose size is an item of its own. */
static bool belongs_in_union(const struct uapi_item *item)
{
	return !strcmp(item->kernel_type, "union bpf_attr") && !in_our_union(item) &&
	       !strchr(item->kernel_path, '.');
}

START_TEST(the_union_has_the_fields_of_each_command)
{
	unsigned int i, at, compared = 0;

	for (i = 0; i < uapi_item_count; i++) {
		if (!belongs_in_union(&uapi_items[i]))
			continue;
		at = union_field(uapi_items[i].kernel_path);
		ck_assert_msg(at < uapi_item_count, "%s.%s", uapi_items[i].type,
			uapi_items[i].kernel_path);
		ck_assert_msg(uapi_ours[at].offset == uapi_ours[i].offset &&
			uapi_ours[at].size == uapi_ours[i].size, "%s.%s is elsewhere",
			uapi_items[i].type, uapi_items[i].kernel_path);
		compared++;
	}
	ck_assert_uint_gt(compared, 80);
}
END_TEST

START_TEST(what_is_listed_as_newer_is_declared)
{
	unsigned int i, n;
	char name[256];

	for (n = 0; uapi_newer[n].name; n++) {
		for (i = 0; i < uapi_item_count; i++) {
			full_name(&uapi_items[i], name, sizeof(name));
			if (covers(&uapi_newer[n], name))
				break;
		}
		ck_assert_msg(i < uapi_item_count, "%s is not declared", uapi_newer[n].name);
		ck_assert_uint_le(uapi_newer[n].version, uapi_ours_version);
	}
}
END_TEST

/* Should the lists be written wrongly, all else would pass by comparing nothing. */
START_TEST(the_lists_hold_all_kinds_of_things)
{
	static const char *const wanted[][3] = {
		{ "const", "", "BPF_FUNC_cgrp_storage_delete" },	/* an enumerator */
		{ "const", "", "BPF_PSEUDO_KFUNC_CALL" },	/* a macro */
		{ "const", "", "PERF_EVENT_IOC_SET_BPF" },
		{ "const", "", "IFLA_XDP_EXPECTED_FD" },
		{ "size", "struct bpf_prog_info", "" },
		{ "size", "struct bpf_attr_link_create", "" },
		{ "size", "union bpf_attr", "" },
		{ "inner", "union bpf_attr", "link_create" },
		{ "field", "union bpf_attr", "next_key" },
		{ "field", "struct bpf_attr_link_create", "uprobe_multi.ref_ctr_offsets" },
		{ "field", "struct bpf_attr_prog_load", "attach_btf_obj_fd" },	/* of a union */
		{ "field", "struct bpf_link_info", "perf_event.kprobe.cookie" },
		{ "field", "struct __sk_buff", "flow_keys" },	/* __bpf_md_ptr */
		{ "bits", "struct perf_event_attr", "precise_ip" },
		{ "flex", "struct bpf_raw_tracepoint_args", "args" },
	};
	unsigned int i, n;

	for (n = 0; n < sizeof(wanted) / sizeof(wanted[0]); n++) {
		for (i = 0; i < uapi_item_count; i++)
			if (!strcmp(uapi_items[i].kind, wanted[n][0]) &&
			    !strcmp(uapi_items[i].type, wanted[n][1]) &&
			    !strcmp(uapi_items[i].path, wanted[n][2]) && uapi_ours[i].known)
				break;
		ck_assert_msg(i < uapi_item_count, "%s %s %s", wanted[n][0], wanted[n][1],
			wanted[n][2]);
	}
	ck_assert_uint_gt(uapi_item_count, 2500);
}
END_TEST

START_TEST(each_helper_has_its_own_number_up_to_the_last)
{
	unsigned int i, numbers = 0;

	for (i = 0; i < uapi_item_count; i++)
		if (!strncmp(uapi_items[i].path, "BPF_FUNC_", 9))
			ck_assert_int_eq(uapi_ours[i].value, numbers++);
	ck_assert_uint_eq(numbers, 212);
}
END_TEST

Suite *test_suite(void)
{
	Suite *suite = suite_create("uapi");
	TCase *tcase = tcase_create("uapi");

	uapi_ours_bits();
	uapi_theirs_bits();
	tcase_add_test(tcase, the_lists_hold_all_kinds_of_things);
	tcase_add_test(tcase, constants_are_those_of_the_installed_headers);
	tcase_add_test(tcase, layouts_are_those_of_the_installed_headers);
	tcase_add_test(tcase, constants_are_those_of_the_running_kernel);
	tcase_add_test(tcase, layouts_are_those_of_the_running_kernel);
	tcase_add_test(tcase, what_no_source_knows_is_listed_as_newer);
	tcase_add_test(tcase, the_union_has_the_fields_of_each_command);
	tcase_add_test(tcase, what_is_listed_as_newer_is_declared);
	tcase_add_test(tcase, each_helper_has_its_own_number_up_to_the_last);
	suite_add_tcase(suite, tcase);
	return suite;
}
