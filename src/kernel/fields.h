/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the table behind request_desc(), a file for each kind of request, and the names
 * its flags have. Only explain and its like include this.
 */
#ifndef KERNEL_FIELDS_H
#define KERNEL_FIELDS_H

#include <stddef.h>

#include "kernel/names.h"
#include "kernel/request.h"

/* Name and place of a member, as the first thing in a row. */
#define FIELD(s, m) .name = #m, .offset = offsetof(struct s, m), .size = sizeof(((struct s *)0)->m)

/* Where the name of a flag stands in an array of names. */
#define BIT(flag) __builtin_ctz(flag)

/* up to one without a name */
extern const struct request_desc fields_map[], fields_prog[], fields_link[], fields_obj[],
	fields_call[];

extern const struct shape fields_perf_event_attr;

/* A kind of netlink message: the struct after the header, and the attributes after that. */
struct fields_netlink {
	uint16_t type;
	struct shape body;
	const struct field *attrs;
};

extern const struct shape fields_nlmsghdr;
/* NULL for a type without a row */
const struct fields_netlink *fields_netlink(uint16_t type);

/* An integer inside a struct of which only `size` bytes were given; the rest counts as zero. */
uint64_t fields_integer(const void *attr, size_t size, size_t offset, size_t width);

/* fields_flags.c */
extern const struct names names_map_flags, names_elem_flags, names_prog_flags, names_attach_flags,
	names_xdp_flags, names_query_flags, names_test_run_flags, names_kprobe_multi_flags,
	names_uprobe_multi_flags, names_netfilter_flags, names_stats_type, names_stream_id,
	names_task_fd_type;

#endif
