/* SPDX-License-Identifier: BSD-2-Clause */
/* What explain says about requests that fail, are unknown or too long, and its lines as JSON. */
#include <errno.h>

#include "tests/unit/explain_fake.h"

/* ---- failures ---- */

START_TEST(a_failure_has_a_name_words_and_a_reason)
{
	char want[300];

	fake.result = -E2BIG;
	map_create();
	snprintf(want, sizeof(want),
		"} = -E2BIG (%s): a field is too large, or this kernel does not know it yet",
		strerror(E2BIG));
	ck_assert_str_eq(strchr(line, '}'), want);
}
END_TEST

START_TEST(error_524_is_explained)
{
	fake.result = -524;
	kernel_map_freeze(&x.kernel, 4);
	assert_part(" = -ENOTSUPP (");
	assert_part("): this type, device or machine cannot do this");
}
END_TEST

START_TEST(an_error_without_a_name_is_a_number)
{
	fake.result = -4095;
	kernel_close(&x.kernel, 4);
	assert_part("close {fd=4} = -4095 (");
}
END_TEST

START_TEST(a_log_tells_a_refused_program_from_an_unknown_type)
{
	char log[64] = "";

	fake.result = -EINVAL;
	prog_load(1, log);
	assert_part("): the verifier was not reached: this kernel lacks");
	strcpy(log, "R0 !read_ok\n");
	prog_load(1, log);
	assert_part("): the verifier refuses the program; the reason is in log_buf");
}
END_TEST

START_TEST(a_bad_pointer_is_not_followed)
{
	fake.result = -EFAULT;
	kernel_obj_pin(&x.kernel, 4, (const char *)16);
	assert_part("{pathname=0x10, bpf_fd=4} = -EFAULT (");
}
END_TEST

START_TEST(an_unknown_command_is_shown_as_bytes)
{
	unsigned char attr[] = { 1, 2, 3, 4 };
	struct rawbpf_request r = { CALL_BPF, 99, attr, sizeof(attr) };

	fake.result = 3;
	x.kernel.ask(&x.kernel, &r);
	assert_line("bpf command 99 {attr=[01 02 03 04]} = 3");
	r.call = 77;
	x.kernel.ask(&x.kernel, &r);
	assert_line("call 77 {attr=[01 02 03 04]} = 3");
}
END_TEST

START_TEST(an_unknown_enumerator_or_flag_is_a_number)
{
	struct bpf_attr_map_create a;

	memset(&a, 0, sizeof(a));
	a.map_type = 1000;
	a.map_flags = BPF_F_MMAPABLE | 1U << 30;
	kernel_map_create(&x.kernel, &a);
	assert_line("BPF_MAP_CREATE {map_type=1000, map_flags=BPF_F_MMAPABLE|0x40000000} = 0");
}
END_TEST

/* ---- bounds ---- */

START_TEST(a_long_string_is_cut)
{
	char path[5000];

	memset(path, 'a', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	kernel_obj_get(&x.kernel, path);
	ck_assert_uint_lt(strlen(line), 300);
	assert_part("aaa...\"} = 0");
}
END_TEST

/* As long as a line can get: many names of many bytes that are all escaped. */
static void link_many(void)
{
	char name[400];
	const char *syms[1000];
	struct bpf_attr_link_create a;
	size_t i;

	memset(name, 1, sizeof(name));
	name[sizeof(name) - 1] = '\0';
	for (i = 0; i < 1000; i++)
		syms[i] = name;
	memset(&a, 0, sizeof(a));
	a.prog_fd = 5;
	a.attach_type = BPF_TRACE_KPROBE_MULTI;
	a.kprobe_multi.cnt = 1000;
	a.kprobe_multi.syms = kernel_ptr(syms);
	a.kprobe_multi.cookies = kernel_ptr(syms);
	kernel_link_create(&x.kernel, &a);
}

START_TEST(a_long_list_is_cut_and_the_result_still_there)
{
	fake.result = 6;
	link_many();
	ck_assert_uint_lt(strlen(line), 10000);
	assert_part("...\", ...], ...} = 6");
}
END_TEST

START_TEST(a_cut_line_of_json_is_closed)
{
	fake.result = 6;
	link_many();
	ck_assert_uint_lt(strlen(line), 10000);
	assert_part("...\",\"...\"],\"...\":true},\"result\":6}");
}
END_TEST

START_TEST(a_name_without_an_end_stays_inside_its_field)
{
	struct bpf_attr_map_create a;

	memset(&a, 0, sizeof(a));
	memset(a.map_name, 'n', sizeof(a.map_name));
	a.map_ifindex = 0x6e6e6e6e;
	kernel_map_create(&x.kernel, &a);
	assert_part("map_name=\"nnnnnnnnnnnnnnnn\", map_ifindex=");
}
END_TEST

START_TEST(fields_behind_the_given_size_are_not_read)
{
	struct bpf_attr_map_create a;
	struct rawbpf_request r = { CALL_BPF, BPF_MAP_CREATE, &a, 8 };

	memset(&a, 'n', sizeof(a));
	a.map_type = BPF_MAP_TYPE_ARRAY;
	a.key_size = 4;
	x.kernel.ask(&x.kernel, &r);
	assert_line("BPF_MAP_CREATE {map_type=BPF_MAP_TYPE_ARRAY, key_size=4} = 0");
}
END_TEST

START_TEST(the_request_and_the_result_stay_as_they_are)
{
	struct bpf_attr_map_elem a, before;
	struct rawbpf_request r = { CALL_BPF, BPF_MAP_LOOKUP_ELEM, &a, sizeof(a) };
	uint64_t key = 1, value = 2;

	memset(&a, 0, sizeof(a));
	a.map_fd = 4;
	a.key = kernel_ptr(&key);
	a.value = kernel_ptr(&value);
	before = a;
	fake.key_size = fake.value_size = 8;
	fake.result = 12345;
	ck_assert_int_eq(x.kernel.ask(&x.kernel, &r), 12345);
	ck_assert_mem_eq(&a, &before, sizeof(a));
	ck_assert_uint_eq(key, 1);
	ck_assert_uint_eq(value, 2);
	ck_assert_int_eq(lines, 1);
}
END_TEST

START_TEST(without_a_listener_requests_go_through_in_silence)
{
	x.line = NULL;
	fake.result = 4;
	ck_assert_int_eq(kernel_obj_get(&x.kernel, "/x"), 4);
	ck_assert_int_eq(lines, 0);
}
END_TEST

/* ---- JSON ---- */

START_TEST(json_of_a_map)
{
	fake.result = 4;
	map_create();
	assert_line("{\"request\":\"bpf\",\"command\":\"BPF_MAP_CREATE\",\"fields\":{"
		    "\"map_type\":\"BPF_MAP_TYPE_HASH\",\"key_size\":4,\"value_size\":16,"
		    "\"max_entries\":256,\"map_flags\":\"BPF_F_NO_PREALLOC|BPF_F_RDONLY_PROG\","
		    "\"map_name\":\"protocols\",\"btf_fd\":3},\"result\":4}");
}
END_TEST

START_TEST(json_of_a_failure)
{
	fake.result = -ENOENT;
	kernel_raw_tracepoint_open(&x.kernel, "no_such", 5);
	assert_line("{\"request\":\"bpf\",\"command\":\"BPF_RAW_TRACEPOINT_OPEN\",\"fields\":{"
		    "\"name\":\"no_such\",\"prog_fd\":5},\"result\":-2,\"error\":\"ENOENT\","
		    "\"why\":\"neither the kernel nor a module has this tracepoint\"}");
}
END_TEST

START_TEST(json_of_other_calls_has_no_command)
{
	kernel_close(&x.kernel, 4);
	assert_line("{\"request\":\"close\",\"fields\":{\"fd\":4},\"result\":0}");
}
END_TEST

START_TEST(json_of_a_netlink_message_is_nested)
{
	fake.result = 52;
	set_link_xdp();
	assert_line("{\"request\":\"send\",\"fields\":{\"fd\":5,\"bytes\":{"
		    "\"nlmsg_type\":\"RTM_SETLINK\",\"nlmsg_flags\":\"NLM_F_REQUEST|NLM_F_ACK\","
		    "\"nlmsg_seq\":1,\"ifi_index\":2,\"IFLA_XDP\":{\"IFLA_XDP_FD\":7,"
		    "\"IFLA_XDP_FLAGS\":\"XDP_FLAGS_SKB_MODE\"}},\"size\":52},\"result\":52}");
}
END_TEST

START_TEST(json_escapes_what_is_no_utf8)
{
	kernel_obj_get(&x.kernel, "a\"\\\n\x01\xc3\xa9\xff");
	assert_part("\"pathname\":\"a\\\"\\\\\\n\\u0001\xc3\xa9\\u00ff\"");
}
END_TEST

START_TEST(json_of_bytes_and_addresses_is_a_string)
{
	unsigned char key[] = { 6, 0, 0, 0 };

	fake.key_size = fake.value_size = 4;
	kernel_map_delete(&x.kernel, 4, key);
	assert_part("\"key\":\"06 00 00 00\"");
	fake.result = -EFAULT;
	kernel_obj_get(&x.kernel, (const char *)16);
	assert_part("\"pathname\":\"0x10\"");
}
END_TEST

START_TEST(json_of_an_unknown_command_has_its_number)
{
	unsigned char attr[] = { 1, 2, 3, 4 };
	struct rawbpf_request r = { CALL_BPF, 99, attr, sizeof(attr) };

	fake.result = -EINVAL;
	x.kernel.ask(&x.kernel, &r);
	ck_assert_ptr_eq(
		strstr(line,
			"{\"request\":\"bpf\",\"command\":99,\"fields\":{\"attr\":\"01 02 03 04\"},"
			"\"result\":-22,\"error\":\"EINVAL\",\"why\":\""),
		line);
}
END_TEST

static TCase *failure_case(void)
{
	TCase *t = tcase_create("failures");

	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_test(t, a_failure_has_a_name_words_and_a_reason);
	tcase_add_test(t, error_524_is_explained);
	tcase_add_test(t, an_error_without_a_name_is_a_number);
	tcase_add_test(t, a_log_tells_a_refused_program_from_an_unknown_type);
	tcase_add_test(t, a_bad_pointer_is_not_followed);
	tcase_add_test(t, an_unknown_command_is_shown_as_bytes);
	tcase_add_test(t, an_unknown_enumerator_or_flag_is_a_number);
	tcase_add_test(t, a_long_string_is_cut);
	tcase_add_test(t, a_long_list_is_cut_and_the_result_still_there);
	tcase_add_test(t, a_name_without_an_end_stays_inside_its_field);
	tcase_add_test(t, fields_behind_the_given_size_are_not_read);
	tcase_add_test(t, the_request_and_the_result_stay_as_they_are);
	tcase_add_test(t, without_a_listener_requests_go_through_in_silence);
	return t;
}

static TCase *json_case(void)
{
	TCase *t = tcase_create("json");

	tcase_add_checked_fixture(t, setup_json, NULL);
	tcase_add_test(t, json_of_a_map);
	tcase_add_test(t, json_of_a_failure);
	tcase_add_test(t, json_of_other_calls_has_no_command);
	tcase_add_test(t, json_of_a_netlink_message_is_nested);
	tcase_add_test(t, json_escapes_what_is_no_utf8);
	tcase_add_test(t, json_of_bytes_and_addresses_is_a_string);
	tcase_add_test(t, json_of_an_unknown_command_has_its_number);
	tcase_add_test(t, a_cut_line_of_json_is_closed);
	return t;
}

Suite *test_suite(void)
{
	Suite *s = suite_create("explain_json");

	suite_add_tcase(s, failure_case());
	suite_add_tcase(s, json_case());
	return s;
}
