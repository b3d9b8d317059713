/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Handles of queueing disciplines and classes: major << 16 | minor.  "clsact" (4.5) is no queue,
 * only a place for filters; it is made at parent TC_H_CLSACT with handle TC_H_CLSACT's major.
 */
#ifndef __LINUX_PKT_SCHED_H
#define __LINUX_PKT_SCHED_H

#include <linux/types.h>

#define TC_H_MAJ_MASK (0xFFFF0000U)
#define TC_H_MIN_MASK (0x0000FFFFU)
#define TC_H_MAJ(h) ((h) & TC_H_MAJ_MASK)
#define TC_H_MIN(h) ((h) & TC_H_MIN_MASK)
#define TC_H_MAKE(maj, min) (((maj) & TC_H_MAJ_MASK) | ((min) & TC_H_MIN_MASK))

#define TC_H_UNSPEC (0U)
#define TC_H_ROOT (0xFFFFFFFFU)
#define TC_H_INGRESS (0xFFFFFFF1U)
#define TC_H_CLSACT TC_H_INGRESS

/* Parent of a filter: TC_H_MAKE(TC_H_CLSACT, one of these). */
#define TC_H_MIN_PRIORITY 0xFFE0U
#define TC_H_MIN_INGRESS 0xFFF2U
#define TC_H_MIN_EGRESS 0xFFF3U

/* A rate and how lengths are rounded: of queues, and of the police action of filters. */
struct tc_ratespec {
	unsigned char cell_log;
	__u8 linklayer;
	unsigned short overhead;
	short cell_align;
	unsigned short mpu;
	__u32 rate;	/* bytes per second */
};

#endif /* __LINUX_PKT_SCHED_H */
