/* SPDX-License-Identifier: BSD-2-Clause */
/* Programs among the chains of netfilter: packets that are dropped on their way, and no others. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/netfilter.h>
#include <unistd.h>

#include "asm/insn.h"
#include "rawbpf.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/packet.h"
#include "tests/lib/source.h"

/* A program that counts in a map and has a verdict: it needs no types of the kernel. */
static int verdict(int what, int count)
{
	const struct bpf_insn insns[] = {
		BPF_LD_MAP_VALUE(BPF_REG_1, count, 0),
		BPF_MOV64_IMM(BPF_REG_2, 1),
		BPF_STX_XADD(BPF_DW, BPF_REG_1, BPF_REG_2, 0),
		BPF_MOV64_IMM(BPF_REG_0, what),
		BPF_EXIT_INSN(),
	};

	return obj_program("verdict", BPF_PROG_TYPE_NETFILTER, BPF_NETFILTER, insns,
		sizeof(insns) / sizeof(*insns));
}

static int start(int what)
{
	need_root();
	need_kernel(6, 4);
	netns_enter();
	return verdict(what, source_map(BPF_MAP_TYPE_ARRAY, 4, 8, 1));
}

static struct rawbpf_link *attach(int prog, const char *target)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	int err;

	memset(&d, 0, sizeof(d));
	err = rawbpf_attach(NULL, prog, target, NULL, &l, &d);
	ck_assert_msg(!err, "%s", d.msg);
	ck_assert_str_eq(rawbpf_link_how(l), "bpf_link");
	return l;
}

static void refused(int prog, const char *target, int want, const char *words)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	struct fds fds;

	fds_take(&fds);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_attach(NULL, prog, target, NULL, &l, &d), want);
	ck_assert_msg(strstr(d.msg, words) != NULL, "%s", d.msg);
	ck_assert_ptr_null(l);
	fds_same(&fds);
}

/* How many of three datagrams over lo arrive. */
static int arrive(const char *address, uint16_t port)
{
	int n, fd = packet_udp_bind(address, port);

	packet_udp_send(address, port, 3, 10);
	n = packet_count(fd, 3, 200);
	close(fd);
	return n;
}

static const char *const stops[] = { "netfilter:ipv4/local_in", "netfilter:ipv4/local_out",
	"netfilter:ipv4/pre_routing,priority=-50", "netfilter:ipv4/post_routing,priority=50" };

START_TEST(a_program_drops_packets_at_its_hook_until_detached)
{
	int prog = start(NF_DROP);
	struct rawbpf_link *l;

	ck_assert_int_eq(arrive("127.0.0.1", 4000), 3);
	l = attach(prog, stops[_i]);
	ck_assert_int_eq(arrive("127.0.0.1", 4000), 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(arrive("127.0.0.1", 4000), 3);
	close(prog);
}
END_TEST

START_TEST(a_program_for_one_family_leaves_the_other_alone)
{
	int prog = start(NF_DROP);
	struct rawbpf_link *l;

	need_file("/proc/net/if_inet6");
	l = attach(prog, "netfilter:ipv6/local_in");
	ck_assert_int_eq(arrive("127.0.0.1", 4000), 3);
	ck_assert_int_eq(arrive("::1", 4000), 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(arrive("::1", 4000), 3);
	close(prog);
}
END_TEST

START_TEST(what_is_only_passed_on_is_not_stopped_by_a_program_at_forward)
{
	int prog = start(NF_DROP);
	struct rawbpf_link *l = attach(prog, "netfilter:ipv4/forward");

	ck_assert_int_eq(arrive("127.0.0.1", 4000), 3);
	assert_ok(rawbpf_link_detach(l));
	close(prog);
}
END_TEST

/* A datagram of three fragments, from the other end of a cable: how many packets the program sees. */
static uint64_t fragments_seen(const char *target)
{
	int here, other, receiver, count, prog;
	const uint32_t zero = 0;
	struct rawbpf_link *l;
	uint64_t n = 0;

	netns_enter();
	here = netns_current();
	other = netns_create();
	netns_veth(other);
	count = source_map(BPF_MAP_TYPE_ARRAY, 4, 8, 1);
	prog = verdict(NF_ACCEPT, count);
	receiver = packet_udp_bind(NETNS_IP0, 4000);
	netns_switch(other);
	/* old qemu's s390x, for one, has it wrong */
	skip_unless(packet_udp_send(NETNS_IP0, 4001, 1, 4000) == 1,
		"this machine cannot send fragments: %s", strerror(errno));
	netns_switch(here);
	l = attach(prog, target);
	netns_switch(other);
	ck_assert_int_eq(packet_udp_send(NETNS_IP0, 4000, 1, 4000), 1);
	netns_switch(here);
	ck_assert_int_eq(packet_count(receiver, 1, 1000), 1);
	assert_ok(rawbpf_map_lookup(NULL, count, &zero, &n));
	assert_ok(rawbpf_link_detach(l));
	close(receiver);
	close(prog);
	close(count);
	return n;
}

START_TEST(fragments_are_put_together_before_the_program_if_that_is_asked_for)
{
	need_root();
	need_kernel(6, 6);
	need_module("nf_defrag_ipv4");
	ck_assert_uint_eq(fragments_seen("netfilter:ipv4/pre_routing,priority=-100"), 3);
	ck_assert_uint_eq(fragments_seen("netfilter:ipv4/pre_routing,priority=-100,defrag"), 1);
}
END_TEST

START_TEST(a_priority_that_is_taken_is_refused_and_another_is_not)
{
	int prog = start(NF_ACCEPT);
	struct rawbpf_link *l = attach(prog, "netfilter:ipv4/local_in,priority=7");

	refused(prog, "netfilter:ipv4/local_in,priority=7", -EBUSY, "something has priority 7 there");
	assert_ok(rawbpf_link_detach(attach(prog, "netfilter:ipv4/local_in,priority=8")));
	assert_ok(rawbpf_link_detach(attach(prog, "netfilter:ipv4/local_out,priority=7")));
	refused(prog, "netfilter:ipv4/local_in,priority=-2147483648", -ERANGE,
		"priority -2147483648 is not for programs");
	refused(prog, "netfilter:ipv4/local_in,priority=-400,defrag", -ERANGE,
		"not behind defragmentation");
	assert_ok(rawbpf_link_detach(l));
	close(prog);
}
END_TEST

static const char *const wrong[] = { "netfilter:", "netfilter:ipv4", "netfilter:ipv4/",
	"netfilter:inet/local_in", "netfilter:ipv4/ingress", "netfilter:ipv4/local_in/x" };

START_TEST(a_place_that_does_not_exist_is_refused_with_those_that_do)
{
	refused(0, wrong[_i], -EINVAL, "one of pre_routing, local_in, forward, local_out, "
				       "post_routing");
}
END_TEST

START_TEST(the_sample_drops_one_port)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	int err;

	need_root();
	need_kernel(6, 6);
	need_btf();
	need_jit();
	need_file(BUILD "/progs/netfilter.bpf.o");
	netns_enter();
	memset(&d, 0, sizeof(d));
	err = rawbpf_object_open(BUILD "/progs/netfilter.bpf.o", NULL, &o, &d);
	if (!err)
		err = rawbpf_global_set(o, "port", "4000", &d);
	if (!err)
		err = rawbpf_object_load(o, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
	err = rawbpf_prog_attach(rawbpf_object_prog(o, "drop_port"), "ipv4/local_in", NULL, &l, &d);
	ck_assert_msg(!err, "%s", d.msg);
	ck_assert_int_eq(arrive("127.0.0.1", 4000), 0);
	ck_assert_int_eq(arrive("127.0.0.1", 4001), 3);
	ck_assert_uint_eq(*(uint64_t *)rawbpf_global(o, "dropped", NULL), 3);
	ck_assert_uint_eq(*(uint64_t *)rawbpf_global(o, "accepted", NULL), 3);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(arrive("127.0.0.1", 4000), 3);
	rawbpf_object_close(o);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("netfilter");
	TCase *t = tcase_create("effect");

	tcase_add_loop_test(t, a_program_drops_packets_at_its_hook_until_detached, 0,
		sizeof(stops) / sizeof(*stops));
	tcase_add_test(t, a_program_for_one_family_leaves_the_other_alone);
	tcase_add_test(t, what_is_only_passed_on_is_not_stopped_by_a_program_at_forward);
	tcase_add_test(t, fragments_are_put_together_before_the_program_if_that_is_asked_for);
	tcase_add_test(t, a_priority_that_is_taken_is_refused_and_another_is_not);
	tcase_add_loop_test(t, a_place_that_does_not_exist_is_refused_with_those_that_do, 0,
		sizeof(wrong) / sizeof(*wrong));
	tcase_add_test(t, the_sample_drops_one_port);
	suite_add_tcase(s, t);
	return s;
}
