/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What there is to attach to: one row per section name. The loader takes the program's type from
 * it, attach/ the mechanism, the help and the messages the words.
 */
#ifndef HOOK_HOOK_H
#define HOOK_HOOK_H

#include <stdbool.h>
#include <stdint.h>

/* How the kernel is asked; one file of src/attach each. */
enum hook_mechanism {
	HOOK_NONE, /* can be loaded and pinned, not attached by us */
	HOOK_SOCKET,
	HOOK_TRACEPOINT,
	HOOK_RAW_TRACEPOINT,
	HOOK_XDP,
	HOOK_CGROUP,
	HOOK_TRAMPOLINE,
	HOOK_TC,        /* a filter or an action of traffic control */
	HOOK_MPROG,     /* tcx, netkit: many programs in an order */
	HOOK_ROUTE,     /* lightweight tunnels */
	HOOK_NETNS,     /* a network namespace */
	HOOK_SOCKMAP,   /* the sockets in a map */
	HOOK_REUSEPORT, /* a group of sockets on one port */
	HOOK_NETFILTER,
	HOOK_LIRC,
};

enum hook_flags {
	HOOK_TARGET = 1 << 0,    /* WHERE may follow in the section: name/WHERE */
	HOOK_LOOSE = 1 << 1,     /* older loaders took any section that begins like this */
	HOOK_SLEEPABLE = 1 << 2, /* BPF_F_SLEEPABLE */
	HOOK_FRAGS = 1 << 3,     /* BPF_F_XDP_HAS_FRAGS */
	HOOK_BTF_ID = 1 << 4,    /* the load names a kernel function by BTF id */
	HOOK_GENERIC = 1 << 5,   /* XDP in the network core */
	HOOK_NATIVE = 1 << 6,    /* XDP in the driver */
	HOOK_OFFLOAD = HOOK_GENERIC | HOOK_NATIVE, /* XDP on the card */
	HOOK_NO_TYPE = 1 << 7,   /* may be loaded without its attach type */
};

/*
 * Columns of words, as numbers: most programs never print them. words.c and target.c have a list of
 * words for each, in the same order.
 */
enum hook_target {
	TARGET_NONE, TARGET_INTERFACE, TARGET_FUNCTION, TARGET_FILE_SYMBOL, TARGET_SYSCALL,
	TARGET_CATEGORY_NAME, TARGET_NAME, TARGET_PROG_FUNCTION, TARGET_LSM_HOOK, TARGET_ITERATOR,
	TARGET_MEMBER, TARGET_ROUTE, TARGET_CGROUP, TARGET_MAP, TARGET_DEVICE, TARGET_USDT,
	TARGET_NETNS, TARGET_SOCKET, TARGET_FAMILY_HOOK, TARGET_DIRECTION
};

enum hook_context {
	CONTEXT_SKB, CONTEXT_XDP, CONTEXT_REGS, CONTEXT_RAW_ARGS, CONTEXT_REUSEPORT, CONTEXT_FIELDS,
	CONTEXT_PERF, CONTEXT_ARGUMENTS, CONTEXT_ITERATOR, CONTEXT_CALLER, CONTEXT_SK_LOOKUP,
	CONTEXT_NETFILTER, CONTEXT_SOCK_OPS, CONTEXT_SK_MSG, CONTEXT_LIRC, CONTEXT_SOCK,
	CONTEXT_DEVICE, CONTEXT_SYSCTL, CONTEXT_SOCKOPT, CONTEXT_SOCK_ADDR
};

enum hook_returns {
	RETURNS_KEEP, RETURNS_SK, RETURNS_NOTHING, RETURNS_INSTEAD, RETURNS_AS_TARGET, RETURNS_ERRNO,
	RETURNS_VERDICT, RETURNS_VERDICT_CN, RETURNS_AGAIN, RETURNS_CALLER, RETURNS_XDP,
	RETURNS_XDP_SHORT, RETURNS_TC, RETURNS_NETKIT, RETURNS_LWT, RETURNS_LWT_REDIRECT,
	RETURNS_NETFILTER, RETURNS_BY_OPERATION, RETURNS_LENGTH, RETURNS_ONE, RETURNS_SESSION,
	RETURNS_LWT_IN, RETURNS_LWT_XMIT, RETURNS_BIND, RETURNS_FLOW, RETURNS_ZERO, RETURNS_EITHER,
	RETURNS_XDP_CPU, RETURNS_TCX, RETURNS_PERF
};

enum hook_sample {
	SAMPLE_NONE, SAMPLE_SOCKEX1, SAMPLE_EXECS_RING, SAMPLE_EXECS_PERF, SAMPLE_SYSCOUNT,
	SAMPLE_EXEC_PARENTS, SAMPLE_XDP_COUNT, SAMPLE_XDP_MODES, SAMPLE_XDP_OFFLOAD,
	SAMPLE_XDP_PIECES, SAMPLE_XDP_REDIRECT, SAMPLE_XDP_CPUMAP, SAMPLE_EGRESS, SAMPLE_INGRESS,
	SAMPLE_CGROUP_DEVICE, SAMPLE_TC_FILTER, SAMPLE_TC_ACTION, SAMPLE_TCX, SAMPLE_NETKIT,
	SAMPLE_LWT, SAMPLE_SEG6LOCAL, SAMPLE_CONNECT, SAMPLE_SOCKOPT, SAMPLE_SYSCTL,
	SAMPLE_TCP_STATES, SAMPLE_LSM_CGROUP, SAMPLE_SK_LOOKUP, SAMPLE_FLOW_DISSECTOR,
	SAMPLE_NETFILTER, SAMPLE_LIRC, SAMPLE_TCP_CC, SAMPLE_HANDOVER, SAMPLE_FRAMES,
	SAMPLE_BYPASS, SAMPLE_RELAY, SAMPLE_BIND, SAMPLE_UDP, SAMPLE_SOCKETS, SAMPLE_UNIX_PATH
};

struct hook {
	const char *section;
	uint8_t prog_type, attach_type;
	uint8_t flags;
	/* narrow: there are many rows */
	uint32_t mechanism : 5;
	uint32_t target : 5;           /* what WHERE means */
	uint32_t major : 4, minor : 5; /* first kernel */
	uint32_t context : 5;          /* the program's argument */
	uint32_t returns : 5;
	uint8_t sample; /* in progs/ */
};

extern const struct hook hook_table[];
extern const unsigned int hook_cnt;

/*
 * The row for a section name (without a leading '?'), and in *where what follows the slash, or
 * NULL. An exact name wins, then name/WHERE, then the longest loose beginning.
 */
const struct hook *hook_by_section(const char *section, const char **where);
/*
 * The row for [HOOK:]WHERE; without a known HOOK in front NULL, and *where is all of it.
 */
const struct hook *hook_by_target(const char *target, const char **where);
/* Those columns in words; NULL for no target or sample. */
const char *hook_target_words(const struct hook *h);
const char *hook_context_words(const struct hook *h);
const char *hook_returns_words(const struct hook *h);
const char *hook_sample_name(const struct hook *h);
/* What may stand for WHERE, as it is typed; NULL for no target. */
const char *hook_target_example(const struct hook *h);
/* How the kernel is asked: by bpf_link since major.minor (0: not at all), else as `words` say (NULL: not). */
struct hook_how {
	const char *words;
	uint8_t major, minor;
};
struct hook_how hook_how(const struct hook *h);
/* BPF_F_SLEEPABLE, BPF_F_XDP_HAS_FRAGS */
uint32_t hook_load_flags(const struct hook *h);
/* What a program is loaded as, with those flags. NULL if none. */
const struct hook *hook_by_load(uint32_t prog_type, uint32_t attach_type, uint32_t flags);
/* The first row of a program type, NULL if none. */
const struct hook *hook_by_type(uint32_t prog_type);

#endif
