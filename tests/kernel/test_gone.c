/* SPDX-License-Identifier: BSD-2-Clause */
/* The interface goes while programs are on it: they are gone with it, and that is no failure. */
#include "tests/lib/test.h"

#include <net/if.h>

#include "rawbpf.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/rtnl.h"
#include "tests/lib/wire.h"

static const struct {
	const char *object, *prog, *target, *how;
	const char *module, *config;
	int major, minor;
} on[] = {
	{ "progs/xdp_count", "xdp_count", "xdp:veth0,nolink", "netlink", NULL, NULL, 5, 10 },
	{ "progs/xdp_count", "xdp_count", "xdp:veth0", "bpf_link", NULL, NULL, 5, 10 },
	{ "progs/tc_filter", "received", "tc/ingress:veth0", "clsact filter", "cls_bpf", NULL, 5, 10 },
	{ "progs/tcx", "tcx_in", "tcx/ingress:veth0,nolink", "PROG_ATTACH", NULL, NULL, 6, 6 },
	{ "progs/tcx", "tcx_in", "tcx/ingress:veth0", "bpf_link", NULL, NULL, 6, 6 },
	{ "progs/lwt", "sending", "lwt_out:10.8.0.0/24@veth0", "route", NULL,
		"CONFIG_LWTUNNEL_BPF", 5, 10 },
	{ "progs/lwt", "sending", "lwt_out:fd08::/64@veth0", "route", NULL,
		"CONFIG_LWTUNNEL_BPF", 5, 10 },
};

static void delete_veth0(void)
{
	enum { RTM_DELLINK = 17 };
	struct ifinfo {
		uint8_t family, pad;
		uint16_t type;
		int32_t index;
		uint32_t flags, change;
	} body = { 0, 0, 0, (int32_t)if_nametoindex("veth0"), 0, 0 };
	struct rtnl m;

	rtnl_begin(&m, RTM_DELLINK, 0, &body, sizeof(body));
	assert_ok(rtnl_send(&m));
}

START_TEST(a_program_is_gone_with_its_interface)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct fds fds;
	struct wire w;

	need_root();
	need_kernel(on[_i].major, on[_i].minor);
	if (on[_i].module)
		need_module("sch_ingress");
	if (on[_i].module)
		need_module(on[_i].module);
	if (on[_i].config)
		need_config(on[_i].config);
	wire_open(&w);
	netns_veth_ipv6(w.peer);
	o = wire_load(on[_i].object, NULL, NULL, NULL);
	fds_take(&fds);
	l = wire_attach(o, on[_i].prog, on[_i].target);
	ck_assert_str_eq(rawbpf_link_how(l), on[_i].how);
	delete_veth0();
	assert_ok(rawbpf_link_detach(l));
	fds_same(&fds);
	rawbpf_object_close(o);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("gone");
	TCase *t = tcase_create("interfaces");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_program_is_gone_with_its_interface, 0, sizeof(on) / sizeof(*on));
	suite_add_tcase(s, t);
	return s;
}
