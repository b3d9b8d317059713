/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SHOW_EXPLAIN_H
#define SHOW_EXPLAIN_H

#include "kernel/fields.h"
#include "show/emit.h"

#define EXPLAIN_MOST 6144U /* bytes: no field begins behind it */

/* What is known while one line is written. */
struct explain {
	struct out *out;
	struct json json;
	struct emit emit;
	struct rawbpf_kernel *inner;
	const struct rawbpf_request *request;
	long result;
};

/* A struct, or as much of it as the request gave, and what fields.h says about it. */
struct explain_view {
	const char *fields;
	const void *at;
	size_t size;
};

/* "name=" or "name": before a value */
void explain_name(struct explain *e, const char *name);
/* Before each field: false if there is no more room, after a mark that fields are left out. */
bool explain_room(struct explain *e);

/* explain_field.c: name and value of each field worth a word; how large the struct is */
size_t explain_fields(struct explain *e, const struct explain_view *v);
void explain_value(struct explain *e, const struct explain_view *v, const struct field *f);
/* bytes that have no description */
void explain_bytes(struct explain *e, const void *bytes, size_t size);

/* explain_netlink.c: false, and nothing written, if it is no message that is known */
bool explain_netlink(struct explain *e, const void *bytes, size_t size);
/* attributes inside one of type `parent`; 0: in the message itself */
void explain_attrs(struct explain *e, const void *bytes, size_t size, uint32_t in);

/* explain_why.c; err is positive */
const char *explain_why(const struct rawbpf_request *r, int err); /* a likely cause, or NULL */

#endif
