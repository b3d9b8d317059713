/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XDP programs on cables of the test's own:
 *
 *	here: veth0 ---- veth1 :there: veth0 ---- veth1 :beyond
 *
 * Frames are sent whole, without a UDP checksum: one that a card shall fill in is lost by XDP.
 */
#ifndef TEST_XDP_H
#define TEST_XDP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rawbpf.h"

enum { ROW_PORT = 4000 };

struct row {
	int here, there, beyond; /* namespaces; beyond -1: none */
	int sender, receiver;    /* of frames at veth0 here; of datagrams at the other end */
};

/* Afterwards this process is there. */
void row_open(struct row *r, bool beyond);
/* A UDP socket in that namespace. */
int row_bind(int netns, const char *address);
void row_send(const struct row *r, int n, size_t payload);
/* How many of n arrive at the other end. */
int row_deliver(const struct row *r, int n, size_t payload);
/* veth sends what is no socket buffer only to an end that has a program: `pass` of this object. */
void row_end_takes_frames(struct row *r, int netns, const char *name, struct rawbpf_object *o);

struct rawbpf_object *xdp_open(const char *path, struct rawbpf_kernel *k);
struct rawbpf_object *xdp_load(struct rawbpf_object *o);
/* tests/progs/xdp_more with one of its optional programs, or none */
struct rawbpf_object *xdp_more(const char *prog, struct rawbpf_kernel *k);
struct rawbpf_object *xdp_sample(const char *path, const char *variable, const char *value);
int xdp_try(struct rawbpf_object *o, const char *prog, const char *target,
	const struct rawbpf_attach_opts *opts, struct rawbpf_link **l, struct rawbpf_diag *d);
struct rawbpf_link *xdp_attach_to(struct rawbpf_object *o, const char *prog, const char *target,
	const struct rawbpf_attach_opts *opts);
int xdp_prog_fd(struct rawbpf_object *o, const char *prog);
uint32_t xdp_prog_id(struct rawbpf_object *o, const char *prog);
uint32_t xdp_map_id(struct rawbpf_object *o, const char *map);
uint32_t xdp_link_id(const struct rawbpf_link *l);
uint64_t xdp_counter(struct rawbpf_object *o, const char *name);
/* The command, with words that have a blank between them; its exit code. */
int xdp_command(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
