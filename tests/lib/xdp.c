/* SPDX-License-Identifier: BSD-2-Clause */
#include "xdp.h"

#include <linux/bpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "netns.h"
#include "obj.h"
#include "packet.h"
#include "test.h"

struct rawbpf_object *xdp_open(const char *path, struct rawbpf_kernel *k)
{
	return obj_open(path, k);
}

struct rawbpf_object *xdp_load(struct rawbpf_object *o)
{
	return obj_load(o);
}

struct rawbpf_object *xdp_more(const char *prog, struct rawbpf_kernel *k)
{
	struct rawbpf_object *o = xdp_open(BUILD "/tests/progs/xdp_more.bpf.o", k);

	if (prog)
		rawbpf_prog_set_autoload(rawbpf_object_prog(o, prog), true);
	return xdp_load(o);
}

struct rawbpf_object *xdp_sample(const char *path, const char *variable, const char *value)
{
	struct rawbpf_object *o = xdp_open(path, NULL);

	assert_ok(rawbpf_global_set(o, variable, value, NULL));
	return xdp_load(o);
}

int xdp_try(struct rawbpf_object *o, const char *prog, const char *target,
	const struct rawbpf_attach_opts *opts, struct rawbpf_link **l, struct rawbpf_diag *d)
{
	memset(d, 0, sizeof(*d));
	*l = NULL;
	return rawbpf_prog_attach(rawbpf_object_prog(o, prog), target, opts, l, d);
}

struct rawbpf_link *xdp_attach_to(struct rawbpf_object *o, const char *prog, const char *target,
	const struct rawbpf_attach_opts *opts)
{
	return obj_attach(o, prog, target, opts);
}

int xdp_prog_fd(struct rawbpf_object *o, const char *prog)
{
	return rawbpf_prog_fd(rawbpf_object_prog(o, prog));
}

uint32_t xdp_prog_id(struct rawbpf_object *o, const char *prog)
{
	struct bpf_prog_info info;

	assert_ok(kernel_info(rawbpf_kernel(), xdp_prog_fd(o, prog), &info, sizeof(info)));
	return info.id;
}

uint32_t xdp_map_id(struct rawbpf_object *o, const char *map)
{
	struct bpf_map_info info;

	assert_ok(kernel_info(
		rawbpf_kernel(), rawbpf_map_fd(rawbpf_object_map(o, map)), &info, sizeof(info)));
	return info.id;
}

uint32_t xdp_link_id(const struct rawbpf_link *l)
{
	struct bpf_link_info info;

	assert_ok(kernel_info(rawbpf_kernel(), rawbpf_link_fd(l), &info, sizeof(info)));
	return info.id;
}

uint64_t xdp_counter(struct rawbpf_object *o, const char *name)
{
	return *(volatile uint64_t *)rawbpf_global(o, name, NULL);
}

int xdp_command(const char *fmt, ...)
{
	char text[256], *argv[32], *rest = text;
	va_list ap;
	int n;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (n = 0; n < 31 && (argv[n] = strsep(&rest, " ")); n++)
		;
	argv[n] = NULL;
	return cli_main(n, argv, rawbpf_kernel());
}

int row_bind(int netns, const char *address)
{
	int here = netns_current(), fd;

	netns_switch(netns);
	fd = packet_udp_bind(address, ROW_PORT);
	netns_switch(here);
	close(here);
	return fd;
}

void row_open(struct row *r, bool beyond)
{
	netns_enter();
	r->here = netns_current();
	r->there = netns_create();
	netns_veth(r->there);
	r->sender = packet_open("veth0");
	r->beyond = -1;
	if (beyond) {
		netns_switch(r->there);
		r->beyond = netns_create();
		netns_veth(r->beyond);
	}
	netns_switch(r->there); /* where programs are attached */
	r->receiver = row_bind(beyond ? r->beyond : r->there, NETNS_IP1);
}

void row_send(const struct row *r, int n, size_t payload)
{
	static const uint8_t zeros[1024];
	uint8_t frame[1100];
	size_t size = packet_udp_frame(frame, sizeof(frame), ROW_PORT, zeros, payload);

	while (n--)
		ck_assert_int_eq(write(r->sender, frame, size), (int)size);
}

int row_deliver(const struct row *r, int n, size_t payload)
{
	row_send(r, n, payload);
	return packet_count(r->receiver, n, 300);
}

void row_end_takes_frames(struct row *r, int netns, const char *name, struct rawbpf_object *o)
{
	char target[32];

	snprintf(target, sizeof(target), "xdpdrv:%s", name);
	netns_switch(netns);
	xdp_attach_to(o, "pass", target, NULL);
	netns_switch(r->there);
}
