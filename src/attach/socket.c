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
	if (!r->where || !*r->where)
		return attach_fail(r, -EINVAL, d, "name an interface, as in socket:lo");
	l->ifindex = kernel_ifindex(r->kernel, r->where);
	if (l->ifindex < 0)
		return attach_fail(r, l->ifindex, d, "no such network interface");
	l->fd = kernel_socket(r->kernel, AF_PACKET, SOCK_RAW, 0);
	if (l->fd < 0)
		return attach_fail(r, l->fd, d, "cannot open a packet socket: %s%s",
			diag_strerror(l->fd), l->fd == -EPERM ? " (needs CAP_NET_RAW)" : "");
	return 0;
}

/* On a socket that was given the filter goes, on our own everything does when it is closed. */
static int detach(struct rawbpf_link *l)
{
	const int none = 0;

	return kernel_setsockopt(l->kernel, l->fd, SOL_SOCKET, SO_DETACH_BPF, &none, sizeof(none));
}

static int attach(const struct attach_request *r, struct rawbpf_link *l, int option,
	const void *value, uint32_t size, struct rawbpf_diag *d)
{
	int err, given = r->opts->socket_fd;

	l->fd = given ? link_dup(given) : -1;
	err = given ? (l->fd < 0 ? l->fd : 0) : open_socket(r, l, d);
	if (err)
		return attach_fail(r, err, d, "the socket: %s", diag_strerror(err));
	err = kernel_setsockopt(r->kernel, l->fd, SOL_SOCKET, option, value, size);
	if (err)
		return attach_fail(r, err, d, "the socket refused the filter: %s",
			diag_strerror(err));
	l->detach = given ? detach : NULL;
	l->stays = given;
	if (!given)
		err = bind_to(r, l->fd, l->ifindex);
	if (err)
		attach_fail(r, err, d, "cannot bind to it: %s", diag_strerror(err));
	return err;
}

int socket_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	l->how = "SO_ATTACH_BPF";
	return attach(r, l, SO_ATTACH_BPF, &r->prog_fd, sizeof(r->prog_fd), d);
}

int rawbpf_attach_classic(struct rawbpf_kernel *k, const struct sock_filter *insns,
	uint16_t insn_cnt, const char *target, const struct rawbpf_attach_opts *opts,
	struct rawbpf_link **out, struct rawbpf_diag *d)
{
	struct sock_fprog prog = { .len = insn_cnt, .filter = (struct sock_filter *)insns };
	struct attach_request r = { .kernel = kernel_or_real(k), .opts = opts ? opts : &attach_no_opts };
	struct rawbpf_link *l;
	int err;

	r.hook = hook_by_target(target ? target : "socket:", &r.where);
	if (!r.hook || r.hook->mechanism != HOOK_SOCKET)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"%s: classic filters attach to sockets, as in socket:lo", target);
	l = link_new(r.kernel, r.hook->section, r.where);
	if (!l)
		return attach_fail(&r, -ENOMEM, d, "out of memory");
	l->how = "SO_ATTACH_FILTER";
	err = attach(&r, l, SO_ATTACH_FILTER, &prog, sizeof(prog), d);
	if (err) {
		l->detach = NULL;
		rawbpf_link_detach(l);
		return err;
	}
	*out = l;
	return 0;
}
