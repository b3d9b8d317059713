/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `rawbpf map ...` with its k-th request failing, for every k: it ends with a message, or does
 * without what it did not get; no descriptor is left open, and what failed is not there.
 */
#include "tests/lib/test.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/lib/cli_fault.h"
#include "tests/lib/mountns.h"

#define MAP MOUNTNS_BPFFS "/map"

static void make(const char *words)
{
	char line[256];

	snprintf(line, sizeof(line), "map create " MAP " %s", words);
	ck_assert_int_eq(cli_fault_command(line, rawbpf_kernel()), 0);
}

static void is_there_if_made(int code)
{
	ck_assert_int_eq(access(MAP, F_OK) == 0, code == 0);
	unlink(MAP);
}

static void nothing_else(int code)
{
	(void)code;
}

START_TEST(a_map_that_was_not_made_is_not_there)
{
	cli_fault_each("map create " MAP " type hash key 4 value 4 entries 4", 2, is_there_if_made);
}
END_TEST

START_TEST(local_storage_that_was_not_made_is_not_there)
{
	cli_fault_each("map create " MAP " type sk_storage value 4", 3, is_there_if_made);
}
END_TEST

START_TEST(what_is_referred_to_is_given_back)
{
	make("type devmap_hash key 4 value 8 entries 4");
	cli_fault_each("map update pinned " MAP " key 1 0 0 0 value dev lo", 5, nothing_else);
	unlink(MAP);
	make("type cgroup_array entries 4");
	cli_fault_each("map update pinned " MAP " key 1 0 0 0 value cgroup /proc", 4, nothing_else);
	unlink(MAP);
	make("type cgroup_storage key 16 value 4");
	cli_fault_each("map update pinned " MAP " key cgroup /proc ingress value 1 2 3 4", 5, nothing_else);
}
END_TEST

START_TEST(a_process_is_given_back)
{
	char line[128];

	need_kernel(5, 11);
	make("type task_storage value 4");
	snprintf(line, sizeof(line), "map update pinned " MAP " key pid %d value 1 2 3 4", getpid());
	cli_fault_each(line, 4, nothing_else);
}
END_TEST

START_TEST(a_socket_of_a_process_is_given_back)
{
	char line[128];

	make("type sockmap entries 4");
	snprintf(line, sizeof(line), "map update pinned " MAP " key 1 0 0 0 value socket %d:1",
		getpid());
	cli_fault_each(line, 5, nothing_else);
}
END_TEST

START_TEST(what_was_pushed_is_looked_at_without_leaving_a_descriptor)
{
	make("type queue value 4 entries 4");
	ck_assert_int_eq(cli_fault_command("map push pinned " MAP " value 1 2 3 4",
		rawbpf_kernel()), 0);
	cli_fault_each("map peek pinned " MAP, 3, nothing_else);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("map_fault");
	TCase *t = tcase_create("every request");

	tcase_add_checked_fixture(t, cli_fault_setup, NULL);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, a_map_that_was_not_made_is_not_there);
	tcase_add_test(t, local_storage_that_was_not_made_is_not_there);
	tcase_add_test(t, what_is_referred_to_is_given_back);
	tcase_add_test(t, a_process_is_given_back);
	tcase_add_test(t, a_socket_of_a_process_is_given_back);
	tcase_add_test(t, what_was_pushed_is_looked_at_without_leaving_a_descriptor);
	suite_add_tcase(s, t);
	return s;
}
