/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Socket filters: the oldest hook. A program on a socket sees each packet that would be queued on
 * it and answers how many bytes of it to keep; 0 drops it, for this socket only. What it sees
 * depends on the socket: a packet socket (AF_PACKET) on an interface gets a copy of everything
 * that passes there, from the link header on.
 *
 *	SO_ATTACH_BPF		a loaded program's descriptor; since 3.19
 *	SO_ATTACH_FILTER	classic instructions as they are; since 2.2
 *	SO_DETACH_BPF		either; closing the last descriptor of the socket does it too
 *	SO_LOCK_FILTER		from now on it is neither changed nor taken off, by nobody, until the
 *				socket ends; since 3.9. For who opens a socket with privileges and gives
 *				it to who has none
 *
 * A socket has one filter, and each attaching takes the place of the one before. On a socket of another
 * process, socket:PID/FD, that is refused: the filter is asked for first, and one that its owner sets
 * between both requests is lost. Which filter is taken off: attach/lent.c.
 *
 * Opening packet sockets needs CAP_NET_RAW. See them with `ss -0 -b`.
 */
#include "attach/attach.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/socket.h>

#include "kernel/kernel.h"

/* Anything that came in between socket() and bind() would have passed unfiltered. */
static int bind_to(const struct attach_request *r, int fd, int ifindex)
{
	struct sockaddr_ll a;

	memset(&a, 0, sizeof(a));
	a.sll_family = AF_PACKET;
	a.sll_protocol = htons(ETH_P_ALL);
	a.sll_ifindex = ifindex;
	return kernel_bind(r->kernel, fd, &a, sizeof(a));
}

/* Protocol 0 gives a packet socket that gets nothing until it is bound. */
static int open_socket(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	int err = attach_interface(r, r->where, l, d);

	if (err)
		return err;
	l->fd = kernel_socket(r->kernel, AF_PACKET, SOCK_RAW, 0);
	if (l->fd < 0)
		return attach_fail(r, l->fd, d, "cannot open a packet socket: %s%s",
			diag_strerror(l->fd), l->fd == -EPERM ? " (needs CAP_NET_RAW)" : "");
	return 0;
}

/*
 * SO_ATTACH_FILTER read (SO_GET_FILTER, 3.8) tells how long a classic filter is, and refuses if it is
 * not one. The caller's own socket is the caller's affair.
 */
static int check_free(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	uint32_t insns = 0;
	int err;

	if (l->other_fd < 0)
		return 0;
	err = kernel_getsockopt(r->kernel, l->fd, SOL_SOCKET, SO_ATTACH_FILTER, NULL, &insns);
	if (!err && !insns)
		return 0;
	return attach_fail(r, err && err != -EACCES ? err : -EBUSY, d, err && err != -EACCES ?
		"the socket cannot be asked for its filter" : "the socket has a filter already");
}

/* A filter that cannot be locked is not left there unlocked. */
static int lock(const struct attach_request *r, struct rawbpf_link *l)
{
	const int on = 1;
	int err;

	if (!r->opts->lock)
		return 0;
	err = kernel_setsockopt(r->kernel, l->fd, SOL_SOCKET, SO_LOCK_FILTER, &on, sizeof(on));
	if (err)
		kernel_setsockopt(r->kernel, l->fd, SOL_SOCKET, SO_DETACH_BPF, &on, sizeof(on));
	return err;
}

static int put_filter(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	int err = lent_attach(r, l, r->classic ? SO_ATTACH_FILTER : SO_ATTACH_BPF);

	l->how = r->classic ? "SO_ATTACH_FILTER" : "SO_ATTACH_BPF";
	if (!err)
		err = lock(r, l);
	if (err == -EPERM)
		return attach_fail(r, err, d, "the socket has a filter that is locked");
	return err ? attach_refused(r, err, "", d) : 0;
}

/* On a socket of others the filter goes, on our own everything does when it is closed. */
int socket_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	bool lent = lent_is(r);
	int err = lent ? lent_open(r, l, d) : open_socket(r, l, d);

	if (!err)
		err = check_free(r, l, d);
	if (!err)
		err = put_filter(r, l, d);
	if (!err && lent)
		lent_done(l, SO_DETACH_BPF);
	if (err || lent)
		return err;
	err = bind_to(r, l->fd, l->ifindex);
	return err ? attach_fail(r, err, d, "cannot bind to it: %s", diag_strerror(err)) : 0;
}

int rawbpf_attach_classic(struct rawbpf_kernel *k, const struct sock_filter *insns,
	uint16_t insn_cnt, const char *target, const struct rawbpf_attach_opts *opts,
	struct rawbpf_link **out, struct rawbpf_diag *d)
{
	struct attach_request r = { .kernel = kernel_or_real(k), .prog_fd = -1 };
	struct sock_fprog prog;

	memset(&prog, 0, sizeof(prog));
	prog.len = insn_cnt;
	prog.filter = (struct sock_filter *)insns;
	r.classic = &prog;
	r.opts = opts ? opts : &attach_no_opts;
	r.hook = hook_by_target(target ? target : "socket:", &r.where);
	if (!r.hook || (r.hook->mechanism != HOOK_SOCKET && r.hook->mechanism != HOOK_REUSEPORT))
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"%s: classic filters attach to sockets, as in socket:lo", target);
	return attach_run(&r, out, d);
}
