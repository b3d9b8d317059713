/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire.h"

#include <linux/bpf.h>
#include <linux/bpf_info.h>
#include <stdio.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "netns.h"
#include "obj.h"
#include "packet.h"
#include "test.h"

#define PORT 4000

static void wire(struct wire *w, unsigned int (*cable)(int peer))
{
	int here;

	netns_enter();
	here = netns_current();
	w->peer = netns_create();
	cable(w->peer);
	w->here_socket = packet_udp_bind(NETNS_IP0, PORT);
	netns_switch(w->peer);
	w->peer_socket = packet_udp_bind(NETNS_IP1, PORT);
	netns_switch(here);
	close(here);
}

void wire_open(struct wire *w)
{
	wire(w, netns_veth);
}

void wire_open_netkit(struct wire *w)
{
	wire(w, netns_netkit);
}

int wire_in(const struct wire *w, int n)
{
	int here = netns_current();

	netns_switch(w->peer);
	packet_udp_send(NETNS_IP0, PORT, n, 20);
	netns_switch(here);
	close(here);
	return packet_count(w->here_socket, n, 300);
}

int wire_out(const struct wire *w, int n)
{
	packet_udp_send(NETNS_IP1, PORT, n, 20);
	return packet_count(w->peer_socket, n, 300);
}

struct rawbpf_object *wire_load(
	const char *name, const char *variable, const char *value, struct rawbpf_kernel *k)
{
	struct rawbpf_object *o;
	char path[128];

	snprintf(path, sizeof(path), BUILD "/%s.bpf.o", name);
	o = obj_open(path, k);
	if (variable)
		assert_ok(rawbpf_global_set(o, variable, value, NULL));
	return obj_load(o);
}

struct rawbpf_link *wire_attach(struct rawbpf_object *o, const char *prog, const char *target)
{
	return obj_attach(o, prog, target, NULL);
}

void wire_refused(
	struct rawbpf_object *o, const char *prog, const char *target, int err, const char *words)
{
	obj_refused(o, prog, target, err, words);
}

uint64_t wire_number(struct rawbpf_object *o, const char *variable)
{
	return *(uint64_t *)rawbpf_global(o, variable, NULL);
}

uint64_t wire_packets(struct rawbpf_object *o, const char *counter)
{
	return ((struct wire_count *)rawbpf_global(o, counter, NULL))->packets;
}

uint32_t wire_prog_id(struct rawbpf_object *o, const char *prog)
{
	struct bpf_prog_info info;

	assert_ok(kernel_info(
		rawbpf_kernel(), rawbpf_prog_fd(rawbpf_object_prog(o, prog)), &info, sizeof(info)));
	return info.id;
}
