/* SPDX-License-Identifier: BSD-2-Clause */
/* Filters and actions of traffic control: what programs return, and how they are attached. */
#ifndef __LINUX_PKT_CLS_H
#define __LINUX_PKT_CLS_H

#include <linux/types.h>
#include <linux/pkt_sched.h>

/* What a program of a filter in direct-action mode returns, and every action. */
#define TC_ACT_UNSPEC (-1)	/* as the filter or action is configured; tcx: the next program */
#define TC_ACT_OK 0
#define TC_ACT_RECLASSIFY 1
#define TC_ACT_SHOT 2	/* drop */
#define TC_ACT_PIPE 3	/* the next action */
#define TC_ACT_STOLEN 4
#define TC_ACT_QUEUED 5
#define TC_ACT_REPEAT 6
#define TC_ACT_REDIRECT 7	/* to where the helper redirect said */
#define TC_ACT_TRAP 8
#define TC_ACT_VALUE_MAX TC_ACT_TRAP

/* TCA_OPTIONS of a filter of kind "bpf" */
enum {
	TCA_BPF_UNSPEC = 0,
	TCA_BPF_ACT = 1,
	TCA_BPF_POLICE = 2,
	TCA_BPF_CLASSID = 3,
	TCA_BPF_OPS_LEN = 4,
	TCA_BPF_OPS = 5,
	TCA_BPF_FD = 6,
	TCA_BPF_NAME = 7,
	TCA_BPF_FLAGS = 8,
	TCA_BPF_FLAGS_GEN = 9,
	TCA_BPF_TAG = 10,
	TCA_BPF_ID = 11,
	__TCA_BPF_MAX = 12,
};
#define TCA_BPF_MAX (__TCA_BPF_MAX - 1)
#define TCA_BPF_FLAG_ACT_DIRECT (1 << 0)	/* 4.4: the return value is the action */

/* TCA_BPF_FLAGS_GEN (4.9), TCA_MATCHALL_FLAGS */
#define TCA_CLS_FLAGS_SKIP_HW (1 << 0)
#define TCA_CLS_FLAGS_SKIP_SW (1 << 1)
#define TCA_CLS_FLAGS_IN_HW (1 << 2)
#define TCA_CLS_FLAGS_NOT_IN_HW (1 << 3)
#define TCA_CLS_FLAGS_VERBOSE (1 << 4)

/* TCA_OPTIONS of a filter of kind "matchall" (4.8) */
enum {
	TCA_MATCHALL_UNSPEC = 0,
	TCA_MATCHALL_CLASSID = 1,
	TCA_MATCHALL_ACT = 2,
	TCA_MATCHALL_FLAGS = 3,
	TCA_MATCHALL_PCNT = 4,
	TCA_MATCHALL_PAD = 5,
	__TCA_MATCHALL_MAX = 6,
};
#define TCA_MATCHALL_MAX (__TCA_MATCHALL_MAX - 1)

/* An action: in TCA_BPF_ACT and its like, or TCA_ACT_TAB, numbered from 1. */
enum {
	TCA_ACT_UNSPEC = 0,
	TCA_ACT_KIND = 1,
	TCA_ACT_OPTIONS = 2,
	TCA_ACT_INDEX = 3,
	TCA_ACT_STATS = 4,
	TCA_ACT_PAD = 5,
	TCA_ACT_COOKIE = 6,
	TCA_ACT_FLAGS = 7,
	TCA_ACT_HW_STATS = 8,
	TCA_ACT_USED_HW_STATS = 9,
	TCA_ACT_IN_HW_COUNT = 10,
	__TCA_ACT_MAX = 11,
};
#define TCA_ACT_MAX __TCA_ACT_MAX

#define TCA_ACT_BIND 1
#define TCA_ACT_REPLACE 1

#endif /* __LINUX_PKT_CLS_H */
