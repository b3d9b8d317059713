/* SPDX-License-Identifier: BSD-2-Clause */
/* Programs of tests/progs/xdp_slots in the slots of a dispatcher on veth1. */
#ifndef SLOTS_H
#define SLOTS_H

#include "xdp.h"

#define SLOTS_OBJECT BUILD "/tests/progs/xdp_slots.bpf.o"

/* Skips where functions are not replaced. The machine may refuse it though the kernel could. */
void slots_need(void);
/* All of the object are for slots, also an optional one (or NULL). */
struct rawbpf_object *slots_open(const char *optional, struct rawbpf_kernel *k);
struct rawbpf_object *slots_load(const char *optional);
/* Needs, cables and the object. */
struct rawbpf_object *slots_begin(struct row *r);
void slots_say(struct rawbpf_object *o, const char *variable, uint32_t verdict);
/* One datagram: does it arrive, and which places had a, b and c in its row, 0 for none? */
void slots_one(const struct row *r, struct rawbpf_object *o, bool arrives, uint64_t a, uint64_t b,
	uint64_t c);
/* Nothing is on veth1 any more. The kernel lets go of a killed process's links a moment later. */
bool slots_gone(void);

#endif
