/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OBJECT_LINK_H
#define OBJECT_LINK_H

#include "object/object.h"

/*
 * One attachment and what undoes it. Closing `fd` is enough for a bpf_link and for a socket of
 * our own; whatever else there is to do stands in `detach`, which runs before the descriptors
 * are closed.
 */
struct rawbpf_link {
	struct rawbpf_kernel *kernel;
	struct rawbpf_object *object; /* whose list it is in, or NULL */
	const struct rawbpf_prog *prog; /* of that object, or NULL ... */
	const struct rawbpf_map *map;   /* ... for a struct_ops map of it */
	struct rawbpf_link *next;
	const char *hook, *how;
	char *where;
	int fd;       /* bpf_link, perf event or socket */
	int other_fd; /* what it hangs on: perf event, cgroup; -1 none */
	int below_fd; /* XDP link of the dispatcher it is in, to be kept with it; -1 none */
	int prog_fd;  /* our own, where detaching names the program; -1 none */
	int ifindex;
	uint32_t attach_type, flags;
	/* a socket of another process, which other_fd is: see attach/lent.c */
	int their_fd, option;
	uint32_t insns; /* classic ones on it; 0: a program */
	uint64_t cookie;
	bool is_link, pinned;
	bool stays; /* by itself, after the process has ended */
	void *own;  /* what else the mechanism keeps for detaching; freed with the link */
	int (*detach)(struct rawbpf_link *l);
	/* the program for `prog_fd`, where it is no bpf_link and there is a way; NULL */
	int (*exchange)(struct rawbpf_link *l, int prog_fd);
	bool unanswered; /* the last exchange: whether it was done is not known */
};

struct rawbpf_link *link_new(struct rawbpf_kernel *k, const char *hook, const char *where);
/*
 * The path, or name, of what an XDP program in a slot needs to stay: the pin of below_fd beside its own,
 * with a character that no program's name has. false: no room
 */
bool link_below(char *below, size_t size, const char *path);
/* a descriptor of our own for the same thing */
int link_dup(int fd);

#endif
