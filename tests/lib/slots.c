/* SPDX-License-Identifier: BSD-2-Clause */
#include "slots.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "netns.h"
#include "test.h"


struct rawbpf_object *slots_open(const char *optional, struct rawbpf_kernel *k)
{
	static const char *const usual[] = { "a", "b", "c", "moves" };
	struct rawbpf_object *o = xdp_open(SLOTS_OBJECT, k);
	struct rawbpf_diag d;
	size_t i;

	memset(&d, 0, sizeof(d));
	for (i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		ck_assert_msg(!rawbpf_prog_set_slot(rawbpf_object_prog(o, usual[i]), &d), "%s", d.msg);
	if (optional) {
		rawbpf_prog_set_autoload(rawbpf_object_prog(o, optional), true);
		assert_ok(rawbpf_prog_set_slot(rawbpf_object_prog(o, optional), NULL));
	}
	return o;
}

struct rawbpf_object *slots_load(const char *optional)
{
	return xdp_load(slots_open(optional, NULL));
}

void slots_need(void)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	struct rawbpf_link *l;
	int here, err;

	need_root();
	need_jit();
	need_btf();
	need_kernel(5, 10);
	memset(&d, 0, sizeof(d));
	o = xdp_open(SLOTS_OBJECT, NULL);
	assert_ok(rawbpf_prog_set_slot(rawbpf_object_prog(o, "a"), &d));
	err = rawbpf_object_load(o, &d);
	if (err == -EPERM)
		skip("root may not load this here: %s", d.msg);
	ck_assert_msg(!err, "%s", d.msg);
	here = netns_current();
	netns_enter();
	err = xdp_try(o, "a", "xdpgeneric:lo,slot=0", NULL, &l, &d);
	if (err == -524)
		skip("no function of a program can be exchanged on this machine");
	ck_assert_msg(!err, "%s", d.msg);
	rawbpf_object_close(o);
	netns_switch(here);
	close(here);
}

struct rawbpf_object *slots_begin(struct row *r)
{
	slots_need();
	row_open(r, false);
	return slots_load(NULL);
}

void slots_say(struct rawbpf_object *o, const char *variable, uint32_t verdict)
{
	*(volatile uint32_t *)rawbpf_global(o, variable, NULL) = verdict;
}

static void forget(struct rawbpf_object *o)
{
	static const char *const names[] = { "row", "a_ran", "b_ran", "c_ran", "a_place", "b_place",
		"c_place" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		*(volatile uint64_t *)rawbpf_global(o, names[i], NULL) = 0;
}

void slots_one(const struct row *r, struct rawbpf_object *o, bool arrives, uint64_t a, uint64_t b,
	uint64_t c)
{
	forget(o);
	ck_assert_int_eq(row_deliver(r, 1, 10), arrives);
	ck_assert_uint_eq(xdp_counter(o, "a_place"), a);
	ck_assert_uint_eq(xdp_counter(o, "b_place"), b);
	ck_assert_uint_eq(xdp_counter(o, "c_place"), c);
}

bool slots_gone(void)
{
	int tries;

	for (tries = 0; netns_has_xdp("veth1") && tries < 300; tries++)
		usleep(10000);
	return !netns_has_xdp("veth1");
}
