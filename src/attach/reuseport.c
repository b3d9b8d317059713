/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Groups of sockets on one port: all that had SO_REUSEPORT set before they were bound to it. Which
 * one gets a connection or a datagram is a hash's choice, or a program's, which is on the group:
 *
 *	SO_ATTACH_REUSEPORT_CBPF	classic instructions; the result is a number in the group, in the
 *					order of listen() or bind(). UDP since 4.5, TCP 4.6
 *	SO_ATTACH_REUSEPORT_EBPF	a socket filter with such a result, as above; or (4.19)
 *					sk_reuseport, which chooses in a map by bpf_sk_select_reuseport():
 *					REUSEPORT_SOCKARRAY, (5.8) SOCKMAP, SOCKHASH
 *	SO_DETACH_REUSEPORT_BPF		either, since 5.3
 *
 * Any socket of the group will do, also one that is not bound yet. Each attaching takes the place of the
 * program before, and nobody tells whether there is one or whose it is: so it is only said that this may
 * have happened, and detaching takes off what is there. It goes with the last socket of the group.
 *
 * When a listening socket is closed, so are the connections that it has not accepted. A program loaded
 * as sk_reuseport/migrate (5.14) is asked for each of them which other socket of the group shall have
 * it. Before 5.14 nobody looked what a program was loaded as, nonsense included: that is how such a
 * kernel is told. Needs CAP_BPF for loading, nothing for attaching.
 */
#include "attach/attach.h"

#include <errno.h>
#include <sys/socket.h>

#include "kernel/kernel.h"

static bool lacks_migration(struct rawbpf_kernel *k)
{
	const struct bpf_insn drop[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	struct bpf_attr_prog_load a;
	int fd;

	memset(&a, 0, sizeof(a));
	a.prog_type = BPF_PROG_TYPE_SK_REUSEPORT;
	a.insns = kernel_ptr(drop);
	a.insn_cnt = sizeof(drop) / sizeof(*drop);
	a.license = kernel_ptr("");
	a.expected_attach_type = UINT32_MAX;
	fd = kernel_prog_load(k, &a);
	kernel_close(k, fd);
	return fd >= 0;
}

static const char *hint(int err)
{
	switch (err) {
	case -EINVAL:
		return " (it has to have SO_REUSEPORT set before it is bound)";
	case -524: /* ENOTSUPP, which is the kernel's own */
		return " (it is neither TCP nor UDP)";
	}
	return "";
}

int reuseport_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	bool migrates = r->hook->attach_type == BPF_SK_REUSEPORT_SELECT_OR_MIGRATE;
	int err;

	if (migrates && !r->classic && lacks_migration(r->kernel))
		return attach_lacks(r, d);
	l->how = r->classic ? "SO_ATTACH_REUSEPORT_CBPF, in the place of any program before" :
		"SO_ATTACH_REUSEPORT_EBPF, in the place of any program before";
	err = lent_open(r, l, d);
	if (err)
		return err;
	err = lent_attach(r, l, r->classic ? SO_ATTACH_REUSEPORT_CBPF : SO_ATTACH_REUSEPORT_EBPF);
	if (err)
		return attach_fail(r, err, d, "the socket refused the program: %s%s",
			diag_strerror(err), hint(err));
	lent_done(l, SO_DETACH_REUSEPORT_BPF);
	return 0;
}
