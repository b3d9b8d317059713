/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_XDP_H
#define ATTACH_XDP_H

#include <linux/bpf.h>

#include "attach/attach.h"

/* The program on an interface. */
struct xdp_place {
	uint32_t prog_id; /* 0: there is none */
	uint32_t link_id; /* that holds it there; 0: none, or we may not look */
	uint16_t mode;    /* IFLA_XDP_DRV_PROG_ID, _SKB_, _HW_; IFLA_XDP_PROG_ID: not told */
	char name[BPF_OBJ_NAME_LEN + 1];
};

/* xdp_there.c: 0 or -errno, then t says what was found until then. -EAGAIN: it left meanwhile */
int xdp_find(struct rawbpf_kernel *k, int ifindex, struct xdp_place *t);
/* "program 17 (xdp_count) is attached there in the driver by link 5" */
void xdp_there(const struct xdp_place *t, char *text, size_t size);

/* xdp.c: a link, or netlink, refused it */
int xdp_refused(const struct attach_request *r, const struct rawbpf_link *l, int err,
	const char *words, struct rawbpf_diag *d);

#endif
