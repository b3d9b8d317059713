/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_ATTACH_H
#define ATTACH_ATTACH_H

#include "base/diag.h"
#include "hook/hook.h"
#include "object/link.h"

struct attach_request {
	struct rawbpf_kernel *kernel;
	int prog_fd;
	const struct rawbpf_object *object; /* whose program it is, or NULL */
	const struct sock_fprog *classic;   /* instead of a program, or NULL */
	const struct hook *hook;
	const char *where;
	bool frags; /* XDP: it takes packets of several pages */
	const struct rawbpf_attach_opts *opts; /* never NULL */
};

/*
 * One mechanism each: attach as the request says, and put into the link what undoes it. On
 * failure whatever the link holds by then is given back by the caller.
 */
int socket_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int tracepoint_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int raw_tracepoint_attach(const struct attach_request *r, struct rawbpf_link *l,
	struct rawbpf_diag *d);
int xdp_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int cgroup_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int tc_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int mprog_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int route_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int netns_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int netfilter_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int lirc_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int trampoline_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int sockmap_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int reuseport_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);

/* sockmap.c: the only map of an object that has sockets in it, NULL if there are several or none */
const char *sockmap_only(const struct rawbpf_object *o);

/*
 * lent.c: sockets of others, by opts->socket_fd or as PID/FD. lent_open() puts a descriptor into the
 * link; when all is done lent_done() makes it one that stays attached, and is detached by setting
 * an option.
 */
bool lent_is(const struct attach_request *r);
int lent_open(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);
int lent_attach(const struct attach_request *r, struct rawbpf_link *l, int option);
void lent_done(struct rawbpf_link *l, int option);

extern const struct rawbpf_attach_opts attach_no_opts;
/* Find the mechanism and run it; on success the link is the caller's. Without `out` only check. */
int attach_run(const struct attach_request *r, struct rawbpf_link **out, struct rawbpf_diag *d);

/* What of rawbpf_prog_attach() can be said beforehand: the target's hook, place and words. */
int attach_check(const struct rawbpf_prog *p, const char *target, struct rawbpf_diag *d);
/* Can something of this hook outlive the process, without a pin, and be found again? Cgroups aside. */
bool attach_stays(const struct hook *h);

/* A program's id, and its name as others write it where there is room for text: "name:[id]" */
struct attach_identity {
	uint32_t id;
	char name[32];
};
int attach_identify(const struct attach_request *r, int prog_fd, struct attach_identity *out,
	struct rawbpf_diag *d);

/* l->ifindex is the interface of that name. */
int attach_interface(const struct attach_request *r, const char *name, struct rawbpf_link *l,
	struct rawbpf_diag *d);

/* -EOPNOTSUPP, and which kernel was the first that has the hook; or the types, if that is what is wrong */
int attach_lacks(const struct attach_request *r, struct rawbpf_diag *d);
/* for -EINVAL: the types, if the program's is not the hook's; or "" */
const char *attach_other_type(const struct attach_request *r, char *text, size_t size);
/* what the kernel said: the error, and its own words or "" */
int attach_refused(const struct attach_request *r, int err, const char *words,
	struct rawbpf_diag *d);
/* what an error means for this hook, in a list that ends with 0; attach_refused() for others */
struct attach_reason {
	int err;
	const char *why;
};
int attach_because(const struct attach_request *r, int err, const struct attach_reason *reasons,
	struct rawbpf_diag *d);
/* for err: what was said cannot be meant, which is RAWBPF_STAGE_USE and -EINVAL */
enum { ATTACH_USAGE = 1 };
/* "xdp:eth0: " and a sentence */
int attach_fail(const struct attach_request *r, int err, struct rawbpf_diag *d, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

#endif
