/* SPDX-License-Identifier: BSD-2-Clause */
/* For BPF programs, which have no architecture: ours.  Host code gets the system's. */
#ifdef __bpf__
#include <linux/types.h>
#else
#include_next <asm/types.h>
#endif
