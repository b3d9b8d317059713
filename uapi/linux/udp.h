/* SPDX-License-Identifier: BSD-2-Clause */
/* The UDP header. */
#ifndef _LINUX_UDP_H
#define _LINUX_UDP_H

#include <linux/types.h>

struct udphdr {
	__be16 source;
	__be16 dest;
	__be16 len;	/* header included */
	__sum16 check;	/* 0: none */
};

#endif /* _LINUX_UDP_H */
