/* SPDX-License-Identifier: BSD-2-Clause */
/* CO-RE on the running kernel: what programs read through fitted accesses is what is there. */
#include "tests/lib/test.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "format/btf_names.h"
#include "gen/min_core_btf.h"
#include "kernel/kernel.h"
#include "kernel/request.h"
#include "object/object.h"
#include "tests/lib/btf_build.h"

#define PACKET	64
#define PAYLOAD (PACKET - 14) /* a socket filter is run behind the Ethernet header */
#define CORE	BUILD "/tests/progs/core.bpf.o"

static struct rawbpf_object *object;
static struct rawbpf_diag diag;
#define HEADERS BUILD "/progs/sockex1.bpf.o" /* whose types have __sk_buff as the headers have it */

static char btf_path[] = "/tmp/rawbpf-core-XXXXXX";

static void setup(void)
{
	memset(&diag, 0, sizeof(diag));
}

static void teardown(void)
{
	rawbpf_object_close(object);
	rawbpf_diag_free(&diag);
	unlink(btf_path);
}

/* Open the object and choose one of its programs. */
static void open_for(const char *prog, const char *btf_file, struct rawbpf_kernel *k)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_prog *p = NULL;

	need_root();
	need_file(CORE);
	memset(&opts, 0, sizeof(opts));
	opts.btf_file = btf_file;
	opts.kernel = k;
	assert_ok(rawbpf_object_open(CORE, &opts, &object, &diag));
	while ((p = rawbpf_object_next_prog(object, p)))
		rawbpf_prog_set_autoload(p, !strcmp(rawbpf_prog_name(p), prog));
}

static uint32_t run(const char *prog)
{
	uint8_t packet[PACKET] = { 0 };
	struct rawbpf_test_run t;

	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = sizeof(packet);
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(object, prog)), &t, NULL));
	return t.retval;
}

static uint32_t load_and_run(const char *prog)
{
	int err;

	open_for(prog, NULL, NULL);
	err = rawbpf_object_load(object, &diag);
	ck_assert_msg(!err, "%s\n%s", diag.msg, diag.log ? diag.log : "");
	return run(prog);
}

/* A variable as the program left it. */
static uint64_t value(const char *name)
{
	uint64_t v = 0;
	size_t size;
	const void *at = rawbpf_global(object, name, &size);
	uint32_t small;

	ck_assert_msg(at && size <= 8, "%s", name);
	if (size == 4) {
		memcpy(&small, at, 4);
		return small;
	}
	if (size == 1)
		return *(const uint8_t *)at;
	memcpy(&v, at, size);
	return sizeof(long) == 4 ? (uint32_t)v : v;
}

/* Field n of /proc/self/stat, counted from 1; the second one is in parentheses. */
static uint64_t stat_field(int n)
{
	char line[1024] = "", *at;
	FILE *f = fopen("/proc/self/stat", "re");

	ck_assert_ptr_nonnull(f);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), f));
	fclose(f);
	at = strrchr(line, ')');
	for (n -= 2; n; n--)
		at = strchr(at + 1, ' ');
	return strtoull(at, NULL, 10);
}

/* Elsewhere processes have other numbers than the kernel's own. */
static bool in_first_pid_namespace(void)
{
	char text[64] = "";

	return readlink("/proc/self/ns/pid", text, sizeof(text) - 1) > 0 &&
		!strcmp(text, "pid:[4026531836]");
}

START_TEST(fields_of_the_running_process_are_read)
{
	need_btf();
	prctl(PR_SET_NAME, "core-test");
	ck_assert_uint_eq(load_and_run("task"), 1);
	ck_assert_uint_ne(value("pid"), 0);
	if (in_first_pid_namespace()) {
		ck_assert_uint_eq(value("pid"), (uint64_t)getpid());
		ck_assert_uint_eq(value("parent"), (uint64_t)getppid());
	}
	ck_assert_uint_eq(value("tgid"), value("pid"));
	ck_assert_uint_eq(value("leader"), value("pid"));
	ck_assert_uint_eq(value("number"), value("pid"));
	ck_assert_uint_eq(value("comm3"), 'e');
	ck_assert_uint_eq(value("start_stack"), stat_field(28));
	ck_assert_uint_eq(value("arg_start"), stat_field(48));
}
END_TEST

START_TEST(a_bit_field_is_read_as_it_changes)
{
	const struct sched_param param = { 0 };

	need_btf();
	load_and_run("task");
	ck_assert_uint_eq(value("reset_on_fork"), 0);
	assert_ok(sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &param));
	run("task");
	ck_assert_uint_eq(value("reset_on_fork"), 1);
}
END_TEST

START_TEST(a_renamed_field_is_found_by_one_of_two_flavors)
{
	need_btf();
	load_and_run("task");
	ck_assert_uint_eq(value("state_is_new"), kernel_is(5, 14));
	ck_assert_uint_eq(value("state_is_old"), !kernel_is(5, 14));
}
END_TEST

START_TEST(a_field_of_the_context_is_loaded)
{
	need_btf();
	ck_assert_uint_eq(load_and_run("context"), PAYLOAD);
}
END_TEST

START_TEST(facts_about_fields_types_and_enumerators_are_right)
{
	static const struct {
		const char *name;
		uint64_t value;
	} facts[] = { { "comm_size", 16 }, { "pid_size", 4 }, { "pid_signed", 1 },
		{ "flags_signed", 0 }, { "has_comm", 1 }, { "has_made_up", 0 }, { "has_task", 1 },
		{ "has_struct_made_up", 0 }, { "has_atomic", 1 }, { "atomic_size", 4 },
		{ "has_array", 1 }, { "has_enum_made_up", 0 },
		{ "array_value", BPF_MAP_TYPE_ARRAY }, { "ringbuf_value", BPF_MAP_TYPE_RINGBUF } };
	const struct btf *b;
	uint32_t id;
	size_t i;

	need_btf();
	load_and_run("facts");
	for (i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		ck_assert_msg(value(facts[i].name) == facts[i].value, "%s: %llu", facts[i].name,
			(unsigned long long)value(facts[i].name));
	assert_ok(ktypes_vmlinux(&object->ktypes, &b, NULL));
	id = btf_find(b, "upid", BTF_KIND_STRUCT);
	ck_assert_uint_eq(value("upid_id"), id);
	ck_assert_uint_eq(value("upid_size"), (uint64_t)btf_size(b, id));
	id = btf_find(b, "task_struct", BTF_KIND_STRUCT);
	ck_assert_uint_eq(value("task_size"), (uint64_t)btf_size(b, id));
	id = btf_find(&object->unit.btf, "upid", BTF_KIND_STRUCT);
	ck_assert_uint_eq(value("local_id"), id);
}
END_TEST

START_TEST(what_is_missing_does_no_harm_to_who_asks_first)
{
	need_btf();
	ck_assert_uint_eq(load_and_run("guarded"), 1);
}
END_TEST

static void assert_load_fails(const char *prog, const char *why)
{
	char begin[64];

	ck_assert_int_lt(rawbpf_object_load(object, &diag), 0);
	ck_assert_int_eq(diag.stage, RAWBPF_STAGE_LOAD);
	snprintf(begin, sizeof(begin), "program %s: ", prog);
	ck_assert_msg(strstr(diag.msg, begin) == diag.msg, "%s", diag.msg);
	ck_assert_msg(strstr(diag.msg, "tests/progs/core.bpf.c:") != NULL, "%s", diag.msg);
	ck_assert_msg(strstr(diag.msg, why) != NULL, "%s", diag.msg);
	ck_assert_ptr_nonnull(diag.log);
}

START_TEST(who_does_not_ask_is_told_field_type_and_source_line)
{
	need_btf();
	open_for("unguarded", NULL, NULL);
	assert_load_fails("unguarded", "needs struct task_struct.made_up (byte offset), but it is "
		"not in the kernel's struct task_struct; guard it with bpf_core_field_exists()");
}
END_TEST

START_TEST(a_signed_field_of_another_size_is_refused_with_both_sizes)
{
	need_btf();
	open_for("resized", NULL, NULL);
	assert_load_fails("resized", "\"return skb->len;\": accesses struct "
		"__sk_buff___short.len as 2 bytes, but the kernel's has 4, and only pointers and "
		"unsigned integers can be loaded and stored in another size; copy it with "
		"bpf_core_read()");
}
END_TEST

static void write_btf(const void *bytes, size_t size)
{
	int fd = mkstemp(btf_path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, size), size);
	close(fd);
}

/* A file of types where "len" of a socket buffer is at this place. */
static void make_btf(uint32_t offset)
{
	struct btf_build b;
	const uint8_t *bytes;
	uint32_t u32;
	size_t size;

	btf_build_init(&b, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	u32 = btf_build_int(&b, "unsigned int", 4, 0);
	btf_build_struct(&b, "__sk_buff", 192, 1);
	btf_build_member(&b, "len", u32, offset * 8);
	bytes = btf_build_done(&b, &size);
	write_btf(bytes, size);
	btf_build_free(&b);
}

/* What the object needs of the types that programs see, which are the same in every kernel. */
static void gen_btf(void)
{
	struct gen_file core = { .name = CORE };
	struct arena arena = { NULL };
	struct ktypes_file headers;
	const struct btf_type *t;
	void *bytes, *code;
	struct btf made;
	uint64_t size;
	long n;

	need_file(CORE);
	need_file(HEADERS);
	code = malloc(1 << 20);
	n = kernel_read_text(rawbpf_kernel(), CORE, code, 1 << 20);
	ck_assert_int_gt(n, 0);
	core.bytes = code;
	core.size = n;
	memset(&headers, 0, sizeof(headers));
	assert_ok(ktypes_file_read(rawbpf_kernel(), &arena, HEADERS, NULL, NULL, &headers, &diag));
	assert_ok(min_core_btf(&arena, &headers.btf, &core, 1, &bytes, &size, &diag));
	assert_ok(btf_parse(&arena, "made", bytes, size, NULL, &made, &diag));
	t = btf_type(&made, btf_find(&made, "__sk_buff", BTF_KIND_STRUCT));
	ck_assert_msg(t && btf_vlen(t) == 1, "not a struct __sk_buff with a length alone");
	write_btf(bytes, size);
	ktypes_file_free(&headers);
	arena_free(&arena);
	free(code);
}

/* Needs no types from the kernel. */
START_TEST(types_from_a_file_fit_an_object_to_a_kernel_without)
{
	make_btf(0);
	open_for("context", btf_path, NULL);
	assert_ok(rawbpf_object_load(object, &diag));
	ck_assert_uint_eq(run("context"), PAYLOAD);
}
END_TEST

START_TEST(types_that_gen_wrote_fit_an_object_to_a_kernel_without)
{
	gen_btf();
	open_for("context", btf_path, NULL);
	assert_ok(rawbpf_object_load(object, &diag));
	ck_assert_uint_eq(run("context"), PAYLOAD);
	ck_assert(!object->ktypes.tried);
}
END_TEST

/* There the context has the packet's mark, which is 0. */
START_TEST(types_from_a_file_count_instead_of_the_kernels)
{
	make_btf(8);
	open_for("context", btf_path, NULL);
	assert_ok(rawbpf_object_load(object, &diag));
	ck_assert_uint_eq(run("context"), 0);
	ck_assert(!object->ktypes.tried);
}
END_TEST

START_TEST(a_file_without_types_is_named)
{
	open_for("context", "/proc/self/exe", NULL);
	assert_err(rawbpf_object_load(object, &diag), -ENODATA);
	ck_assert_msg(strstr(diag.msg, "/proc/self/exe: has no types (section .BTF)") == diag.msg,
		"%s", diag.msg);
}
END_TEST

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	(void)k;
	return r->call == CALL_OPEN ? -ENOENT : rawbpf_kernel()->ask(rawbpf_kernel(), r);
}

START_TEST(a_kernel_without_types_asks_for_a_file)
{
	struct rawbpf_kernel blind = { .ask = ask };

	open_for("context", NULL, &blind);
	assert_err(rawbpf_object_load(object, &diag), -ENOENT);
	ck_assert_msg(strstr(diag.msg, "this kernel does not show its types") &&
			strstr(diag.msg, "--btf FILE"), "%s", diag.msg);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("core");
	TCase *t = tcase_create("core");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, fields_of_the_running_process_are_read);
	tcase_add_test(t, a_bit_field_is_read_as_it_changes);
	tcase_add_test(t, a_renamed_field_is_found_by_one_of_two_flavors);
	tcase_add_test(t, a_field_of_the_context_is_loaded);
	tcase_add_test(t, facts_about_fields_types_and_enumerators_are_right);
	tcase_add_test(t, what_is_missing_does_no_harm_to_who_asks_first);
	tcase_add_test(t, who_does_not_ask_is_told_field_type_and_source_line);
	tcase_add_test(t, a_signed_field_of_another_size_is_refused_with_both_sizes);
	tcase_add_test(t, types_from_a_file_fit_an_object_to_a_kernel_without);
	tcase_add_test(t, types_that_gen_wrote_fit_an_object_to_a_kernel_without);
	tcase_add_test(t, types_from_a_file_count_instead_of_the_kernels);
	tcase_add_test(t, a_file_without_types_is_named);
	tcase_add_test(t, a_kernel_without_types_asks_for_a_file);
	suite_add_tcase(s, t);
	return s;
}
