/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A source of records for the readers of ring and perf buffers: a socket filter of a few
 * instructions, which test runs call. It numbers its records in an array map, so that what is
 * missing, doubled or damaged can be told:
 *
 *	u64 number, then u64 number * FACTOR + 1, + 2, ...	cut to 8 .. 71 bytes by the number
 *
 * Beside the number stands how often the helper refused a record, because the buffer was full.
 */
#ifndef TEST_SOURCE_H
#define TEST_SOURCE_H

#include <stdint.h>

#include "rawbpf.h"

enum source_kind {
	SOURCE_RING,       /* bpf_ringbuf_output() */
	SOURCE_DISCARDING, /* 16 bytes reserved; each third submitted, the others discarded */
	SOURCE_PERF,       /* bpf_perf_event_output() on the CPU it runs on */
};

struct source {
	int map_fd, count_fd, prog_fd;
};

struct source_counts {
	uint64_t number, refused;
};

/* ring_size: in bytes; of no meaning for perf buffers */
struct source source_make(enum source_kind kind, uint32_t ring_size);
/* A map of this shape, which has to succeed. */
int source_map(uint32_t type, uint32_t key_size, uint32_t value_size, uint32_t entries);
/* Run it so many times: 0 or -errno. Nothing else of libcheck is in here: a child may call it. */
int source_run(const struct source *s, uint32_t times);
struct source_counts source_counts(const struct source *s);
/* The number of a record that is whole, or UINT64_MAX. Perf records are padded. */
uint64_t source_number(const struct rawbpf_record *r);

#endif
