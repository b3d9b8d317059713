/* SPDX-License-Identifier: BSD-2-Clause */
/* TCA_ACT_OPTIONS of an action of kind "bpf" (4.1). */
#ifndef __LINUX_TC_BPF_H
#define __LINUX_TC_BPF_H

#include <linux/types.h>

/* What TCA_ACT_BPF_PARMS holds; all actions begin so. */
struct tc_act_bpf {
	__u32 index;	/* 0: choose one */
	__u32 capab;
	int action;	/* what a program's TC_ACT_UNSPEC becomes */
	int refcnt;
	int bindcnt;
};

enum {
	TCA_ACT_BPF_UNSPEC = 0,
	TCA_ACT_BPF_TM = 1,
	TCA_ACT_BPF_PARMS = 2,
	TCA_ACT_BPF_OPS_LEN = 3,
	TCA_ACT_BPF_OPS = 4,
	TCA_ACT_BPF_FD = 5,
	TCA_ACT_BPF_NAME = 6,
	TCA_ACT_BPF_PAD = 7,
	TCA_ACT_BPF_TAG = 8,
	TCA_ACT_BPF_ID = 9,
	__TCA_ACT_BPF_MAX = 10,
};
#define TCA_ACT_BPF_MAX (__TCA_ACT_BPF_MAX - 1)

#endif /* __LINUX_TC_BPF_H */
