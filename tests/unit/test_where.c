/* SPDX-License-Identifier: BSD-2-Clause */
/* What stands behind the place in a target: attach/where.c. */
#include "attach/where.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kernel/kernel.h"
#include "tests/lib/test.h"

static struct where w;
static struct rawbpf_diag diag;

static int read_target(const char *target)
{
	struct attach_request r;
	struct rawbpf_attach_opts none;

	memset(&r, 0, sizeof(r));
	memset(&none, 0, sizeof(none));
	memset(&diag, 0, sizeof(diag));
	r.kernel = rawbpf_kernel();
	r.opts = &none;
	r.hook = hook_by_target(target, &r.where);
	ck_assert_ptr_nonnull(r.hook);
	return where_read(&r, &w, &diag);
}

START_TEST(a_place_alone_is_what_it_is)
{
	assert_ok(read_target("xdp:eth0"));
	ck_assert_str_eq(w.request.where, "eth0");
	ck_assert_uint_eq(w.opts.flags, 0);
	ck_assert(!w.opts.no_link);
	where_free(&w);
}
END_TEST

START_TEST(words_of_another_hook_belong_to_the_place)
{
	assert_ok(read_target("cgroup_skb/egress:/a,b,defrag"));
	ck_assert_str_eq(w.request.where, "/a,b,defrag");
	where_free(&w);
}
END_TEST

START_TEST(words_stand_behind_a_place_with_a_comma)
{
	assert_ok(read_target("cgroup_skb/egress:/a,b,override,nolink"));
	ck_assert_str_eq(w.request.where, "/a,b");
	ck_assert_uint_eq(w.opts.flags, BPF_F_ALLOW_OVERRIDE);
	ck_assert(w.opts.no_link);
	where_free(&w);
}
END_TEST

START_TEST(a_program_that_is_to_be_alone_has_no_flag)
{
	assert_ok(read_target("cgroup_skb/egress:/a,exclusive"));
	ck_assert(w.opts.exclusive);
	ck_assert(!w.opts.no_link);
	ck_assert_uint_eq(w.opts.flags, 0);
	where_free(&w);
}
END_TEST

static const struct {
	const char *words;
	uint32_t flags, id;
} beside[] = {
	{ "before", BPF_F_BEFORE, 0 },
	{ "before=17", BPF_F_BEFORE | BPF_F_ID, 17 },
	{ "after=link:0x11", BPF_F_AFTER | BPF_F_LINK | BPF_F_ID, 17 },
	{ "revision=18446744073709551615,after", BPF_F_AFTER, 0 },
};

START_TEST(an_order_is_given_by_program_or_link)
{
	char target[80];

	snprintf(target, sizeof(target), "cgroup_skb/egress:/a,%s", beside[_i].words);
	assert_ok(read_target(target));
	ck_assert_uint_eq(w.opts.flags, beside[_i].flags);
	ck_assert_uint_eq(w.opts.relative_id, beside[_i].id);
	ck_assert_uint_eq(w.opts.expected_revision, _i == 3 ? UINT64_MAX : 0);
	where_free(&w);
}
END_TEST

START_TEST(a_filter_is_locked_by_a_word)
{
	assert_ok(read_target("socket:1234/5,lock"));
	ck_assert_str_eq(w.request.where, "1234/5");
	ck_assert(w.opts.lock);
	ck_assert(!w.opts.no_link);
	where_free(&w);
}
END_TEST

static const struct {
	const char *target, *sentence;
} bad[] = {
	{ "cgroup_skb/egress:/a,before=x", "before=x: give a number from 0 to 4294967295" },
	{ "cgroup_skb/egress:/a,before=4294967296", "give a number from 0 to 4294967295" },
	{ "cgroup_skb/egress:/a,revision=-1", "give a number from 0 to 18446744073709551615" },
	{ "cgroup_skb/egress:/a,revision", "revision=: give a number" },
	{ "cgroup_skb/egress:/a,nolink=1", "this word has no value" },
	{ "cgroup_skb/egress:/a,nolink,backwards", "\"backwards\" is no word of this hook, which has before=, " },
	{ "cgroup_skb/egress:/a,nolink,", "\"\" is no word of this hook" },
	{ "cgroup_skb/egress:/a,replace=veth", "give a program's id" },
	{ "tcx/ingress:eth0,after=3,before", "before and after exclude each other" },
	{ "tcx/ingress:eth0,prioirty=2", "\"prioirty=2\" is no word of this hook, which has before=, after=, "
		"revision=, replace=, nolink" },
	{ "tcx/ingress:eth0,priority=2", "\"priority=2\" is no word of this hook" },
	{ "xdp:eth0,mode=generic", "\"mode=generic\" is no word of this hook, which has replace=, "
		"slot=, next=, nolink" },
	{ "netfilter:ipv4/local_in,defrags", "which has priority=, defrag" },
	{ "lwt_xmit:10.0.0.0/8@lo,gw=1", "which has priority=, via=, headroom=, table=" },
	{ "sk_reuseport:1/2,lock", "\"lock\" is no word of this hook, which has none" },
	{ "netfilter:ipv4/local_in,priority=99999999999",
		"priority=99999999999: give a number from -2147483648 to 2147483647" },
	{ "lwt_xmit:10.0.0.0/8@lo,headroom=257", "headroom=257: give a number from 0 to 256" },
};

START_TEST(a_wrong_word_is_named)
{
	assert_err(read_target(bad[_i].target), -EINVAL);
	ck_assert_msg(strstr(diag.msg, bad[_i].sentence), "%s", diag.msg);
	where_free(&w);
}
END_TEST

START_TEST(numbers_reach_from_their_least_to_their_most)
{
	assert_ok(read_target("netfilter:ipv4/local_in,priority=-2147483648"));
	ck_assert_int_eq(w.opts.priority, INT32_MIN);
	where_free(&w);
	assert_ok(read_target("netfilter:ipv4/local_in,priority=2147483647"));
	ck_assert_int_eq(w.opts.priority, INT32_MAX);
	where_free(&w);
	assert_ok(read_target("lwt_xmit:10.0.0.0/8@lo,headroom=256,table=4294967295"));
	ck_assert_uint_eq(w.opts.headroom, 256);
	ck_assert_uint_eq(w.opts.table, UINT32_MAX);
	where_free(&w);
}
END_TEST

static const struct {
	const char *target, *hint;
} missing[] = {
	{ "cgroup_skb/egress:/no/such,overide", "multi, override, exclusive, preorder, nolink" },
	{ "sk_lookup:/no/such,link", "(words that may stand behind a comma: nolink)" },
};

START_TEST(a_path_with_a_comma_that_is_not_there_may_end_in_a_word)
{
	struct rawbpf_link *l = NULL;

	memset(&diag, 0, sizeof(diag));
	assert_err(rawbpf_attach(NULL, 0, missing[_i].target, NULL, &l, &diag), -ENOENT);
	ck_assert_msg(strstr(diag.msg, missing[_i].hint), "%s", diag.msg);
}
END_TEST

START_TEST(a_filter_has_a_place_of_its_own)
{
	assert_ok(read_target("tc/egress:eth0,priority=2,handle=0x30,chain=4"));
	ck_assert_str_eq(w.request.where, "eth0");
	ck_assert_int_eq(w.opts.priority, 2);
	ck_assert_uint_eq(w.opts.handle, 0x30);
	ck_assert_uint_eq(w.opts.chain, 4);
	where_free(&w);
}
END_TEST

START_TEST(a_route_has_a_next_hop_a_metric_and_a_table)
{
	assert_ok(read_target("lwt_out:fd08::/64@eth0,via=fd09::1,priority=9,table=300"));
	ck_assert_str_eq(w.request.where, "fd08::/64@eth0");
	ck_assert_str_eq(w.opts.via, "fd09::1");
	ck_assert_int_eq(w.opts.priority, 9);
	ck_assert_uint_eq(w.opts.table, 300);
	where_free(&w);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("where");
	TCase *t = tcase_create("words");

	tcase_add_test(t, a_place_alone_is_what_it_is);
	tcase_add_test(t, words_of_another_hook_belong_to_the_place);
	tcase_add_test(t, words_stand_behind_a_place_with_a_comma);
	tcase_add_test(t, a_program_that_is_to_be_alone_has_no_flag);
	tcase_add_test(t, a_filter_is_locked_by_a_word);
	tcase_add_loop_test(t, an_order_is_given_by_program_or_link, 0,
		sizeof(beside) / sizeof(*beside));
	tcase_add_loop_test(t, a_wrong_word_is_named, 0, sizeof(bad) / sizeof(*bad));
	tcase_add_test(t, numbers_reach_from_their_least_to_their_most);
	tcase_add_loop_test(t, a_path_with_a_comma_that_is_not_there_may_end_in_a_word, 0,
		sizeof(missing) / sizeof(*missing));
	tcase_add_test(t, a_filter_has_a_place_of_its_own);
	tcase_add_test(t, a_route_has_a_next_hop_a_metric_and_a_table);
	suite_add_tcase(s, t);
	return s;
}
