/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects that share maps by their pins. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "kernel/request.h"
#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"
#include "tests/lib/obj.h"

#define SHARED BUILD "/tests/progs/shared.bpf.o"

static struct rawbpf_object *open_in(struct rawbpf_kernel *k, const char *root)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_open_opts opts;

	memset(&opts, 0, sizeof(opts));
	opts.kernel = k;
	opts.pin_root = root;
	assert_ok(rawbpf_object_open(SHARED, &opts, &o, NULL));
	if (!kernel_is(5, 16))
		rawbpf_map_set_autocreate(rawbpf_object_map(o, "bloom"), false);
	return o;
}

static struct rawbpf_object *open_object(struct rawbpf_kernel *k)
{
	return open_in(k, NULL);
}

static void need_objects(void)
{
	need_root();
	need_file(SHARED);
	mountns_enter();
}

static uint32_t id(struct rawbpf_object *o, const char *name)
{
	struct bpf_map_info info;
	uint32_t size = sizeof(info);

	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_map_fd(rawbpf_object_map(o, name)), &info,
		&size));
	return info.id;
}

START_TEST(a_second_object_has_the_same_maps)
{
	struct rawbpf_object *one, *two;

	need_objects();
	one = open_object(NULL);
	two = open_object(NULL);
	obj_load(one);
	obj_load(two);
	ck_assert_uint_eq(id(one, "devices"), id(two, "devices"));
	if (kernel_is(5, 16))
		ck_assert_uint_eq(id(one, "bloom"), id(two, "bloom"));
	rawbpf_object_close(one);
	rawbpf_object_close(two);
}
END_TEST

START_TEST(a_folder_for_pins_that_is_not_there_is_made)
{
	struct rawbpf_object *one, *two;

	need_objects();
	one = open_in(NULL, "/sys/fs/bpf/app");
	two = open_in(NULL, "/sys/fs/bpf/app");
	obj_load(one);
	ck_assert_int_eq(access("/sys/fs/bpf/app/devices", F_OK), 0);
	obj_load(two);
	ck_assert_uint_eq(id(one, "devices"), id(two, "devices"));
	rawbpf_object_close(one);
	rawbpf_object_close(two);
}
END_TEST

START_TEST(a_folder_that_was_made_for_nothing_is_removed)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;

	need_objects();
	memset(&d, 0, sizeof(d));
	o = open_in(NULL, "/tmp/rawbpf-test-no-bpffs");
	ck_assert_int_lt(rawbpf_object_load(o, &d), 0);
	ck_assert_msg(strstr(d.msg, "on a bpffs") != NULL, "%s", d.msg);
	ck_assert_int_ne(access("/tmp/rawbpf-test-no-bpffs", F_OK), 0);
	rawbpf_object_close(o);
}
END_TEST

static const struct {
	const char *name, *difference;
	struct rawbpf_map_spec spec;
} others[] = {
	{ "devices", "another number of entries",
		{ .type = BPF_MAP_TYPE_DEVMAP, .key_size = 4, .value_size = 4, .max_entries = 5 } },
	{ "devices", "another type",
		{ .type = BPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 4, .max_entries = 4 } },
	{ "devices", "another value size",
		{ .type = BPF_MAP_TYPE_DEVMAP, .key_size = 4, .value_size = 8, .max_entries = 4 } },
	{ "bloom", "another map_extra",
		{ .type = BPF_MAP_TYPE_BLOOM_FILTER, .value_size = 4, .max_entries = 100,
			.extra = 4 } },
	{ "bloom", "another flags",
		{ .type = BPF_MAP_TYPE_BLOOM_FILTER, .value_size = 4, .max_entries = 100,
			.extra = 3, .flags = BPF_F_RDONLY_PROG } },
};

START_TEST(a_map_that_differs_is_refused_with_the_difference)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	char path[64] = MOUNTNS_BPFFS "/";
	int fd;

	if (!strcmp(others[_i].name, "bloom"))
		need_kernel(5, 16);
	need_objects();
	fd = rawbpf_map_create(NULL, &others[_i].spec, NULL);
	assert_ok(fd);
	strcat(path, others[_i].name);
	assert_ok(rawbpf_pin(NULL, fd, path, NULL));
	o = open_object(NULL);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_object_load(o, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, others[_i].difference) != NULL, "%s", d.msg);
	rawbpf_object_close(o);
	close(fd);
}
END_TEST

/* Another loader pins its map between our look and our pin. */
static int gets;

static int first_look_finds_nothing(const struct rawbpf_request *r)
{
	return r->call == CALL_BPF && r->command == BPF_OBJ_GET && !gets++ ? -ENOENT : 0;
}

START_TEST(the_map_of_a_faster_loader_is_used)
{
	struct rawbpf_object *one, *two;
	struct fault fault;
	struct fds before;

	need_objects();
	one = open_object(NULL);
	obj_load(one);
	fds_take(&before);
	gets = 0;
	fault_init(&fault, 0, 0);
	fault.refuse = first_look_finds_nothing;
	two = open_object(&fault.kernel);
	obj_load(two);
	ck_assert_uint_eq(id(one, "devices"), id(two, "devices"));
	rawbpf_object_close(two);
	fds_same(&before);
	ck_assert_int_eq(access(MOUNTNS_BPFFS "/devices", F_OK), 0);
	rawbpf_object_close(one);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("map_pin");
	TCase *t = tcase_create("shared");

	tcase_add_test(t, a_second_object_has_the_same_maps);
	tcase_add_test(t, a_folder_for_pins_that_is_not_there_is_made);
	tcase_add_test(t, a_folder_that_was_made_for_nothing_is_removed);
	tcase_add_loop_test(t, a_map_that_differs_is_refused_with_the_difference, 0,
		sizeof(others) / sizeof(*others));
	tcase_add_test(t, the_map_of_a_faster_loader_is_used);
	suite_add_tcase(s, t);
	return s;
}
