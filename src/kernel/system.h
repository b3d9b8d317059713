/* SPDX-License-Identifier: BSD-2-Clause */
/* Facts about the running system: those that are in files, and the time. */
#ifndef KERNEL_SYSTEM_H
#define KERNEL_SYSTEM_H

#include "rawbpf.h"

/*
 * How many CPUs there could ever be: how many values a per-CPU map gives. Their numbers may have
 * gaps; what is indexed by CPU number takes system_cpu_ids(), the highest number plus one.
 */
int system_possible_cpus(struct rawbpf_kernel *k);
int system_cpu_ids(struct rawbpf_kernel *k);
/* Call fn for each CPU of a list like "0-3,8"; stops when it returns other than 0. */
int system_each_cpu(const char *list, int (*fn)(void *ctx, int cpu), void *ctx);
/* The text of a file below tracefs, wherever that is mounted. -ENODEV if nowhere. */
int system_read_tracefs(struct rawbpf_kernel *k, const char *file, char *text, size_t size);
int system_open_tracefs(struct rawbpf_kernel *k, const char *file, int flags);
/* mounts.c: call fn for each mount, until it returns false. 0 or -errno. */
typedef bool (*system_mount)(void *ctx, const char *path, const char *type, const char *options);
int system_mounts(struct rawbpf_kernel *k, system_mount fn, void *ctx);
/* open(2), close-on-exec; or -errno. libc's own has code for flags that nobody here gives. */
int system_open(const char *path, int flags, int mode);
/* What a clock (CLOCK_MONOTONIC, ...) says, in ns. */
int64_t system_clock(int clock);

#endif
