/* SPDX-License-Identifier: BSD-2-Clause */
/* Two namespaces, a cable between them, and samples attached to it. */
#ifndef WIRE_H
#define WIRE_H

#include "rawbpf.h"

/* What a sample counts. */
struct wire_count {
	uint64_t packets, bytes;
};

/* Both in a new namespace, veth0 here and veth1 in the other; port 4000 is open on both sides. */
struct wire {
	int peer, here_socket, peer_socket;
};

void wire_open(struct wire *w);
/* The same with a netkit pair. */
void wire_open_netkit(struct wire *w);

/* How many of n datagrams arrive that the other side sends to us, or we to it. */
int wire_in(const struct wire *w, int n);
int wire_out(const struct wire *w, int n);

/* A loaded object of progs/ or tests/progs ("progs/tcx"), a variable of which may be set before. */
struct rawbpf_object *wire_load(const char *name, const char *variable, const char *value,
	struct rawbpf_kernel *k);
/* Attaches a program of it; the test fails if that does. */
struct rawbpf_link *wire_attach(struct rawbpf_object *o, const char *prog, const char *target);
/* Tries to: the error must be this one, and the message have these words in it. */
void wire_refused(struct rawbpf_object *o, const char *prog, const char *target, int err,
	const char *words);

uint64_t wire_number(struct rawbpf_object *o, const char *variable);
uint64_t wire_packets(struct rawbpf_object *o, const char *counter);
uint32_t wire_prog_id(struct rawbpf_object *o, const char *prog);

#endif
