/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_PLACE_H
#define ATTACH_PLACE_H

#include "attach/attach.h"

/*
 * The two ways to put a program in a place: the interface l->ifindex, or what l->other_fd stands for, or
 * if there is neither what the kernel takes for granted. l->attach_type says as what; the order among
 * others comes from the options, but the flags are those given here. 0 or -errno, and then nothing
 * has happened.
 */
int place_link(const struct attach_request *r, struct rawbpf_link *l, uint32_t flags);
/* The link's detach is set to what undoes exactly this. BPF_F_REPLACE: of opts->replace_prog_fd */
int place_prog(const struct attach_request *r, struct rawbpf_link *l, uint32_t flags);

/* The link of a request that says all by itself. */
int place_create(struct rawbpf_link *l, struct bpf_attr_link_create *a);
/* Take off what was put there by place_prog(), and nothing else. target: a descriptor or interface */
int place_empty(struct rawbpf_kernel *k, int target, uint32_t attach_type, int prog_fd);

#endif
