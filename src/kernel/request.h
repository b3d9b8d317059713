/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which system calls there are behind the door, their arguments as structs, and the table that
 * names every field of every one: what explain prints is read from it.
 */
#ifndef KERNEL_REQUEST_H
#define KERNEL_REQUEST_H

#include <stdint.h>

#include "kernel/names.h"
#include "rawbpf.h"

enum rawbpf_call {
	CALL_BPF, /* attr: struct bpf_attr_<command> of <linux/bpf_attr.h> */
	CALL_PERF_EVENT_OPEN,
	CALL_IOCTL,
	CALL_SOCKET,
	CALL_BIND,
	CALL_SETSOCKOPT,
	CALL_SEND,
	CALL_OPEN,
	CALL_READ,
	CALL_MMAP,
	CALL_CLOSE,
};

struct call_perf_event_open {
	void *attr; /* struct perf_event_attr */
	int32_t pid, cpu, group_fd;
	uint32_t flags;
};

struct call_ioctl {
	void *arg; /* or a number in a pointer's clothes, as the request has it */
	int32_t fd;
	uint32_t request;
};

struct call_socket {
	int32_t family, type, protocol;
};

struct call_bind {
	const void *addr;
	int32_t fd;
	uint32_t size;
};

struct call_setsockopt {
	const void *value;
	int32_t fd, level, name;
	uint32_t size;
};

struct call_send {
	const void *bytes;
	int32_t fd;
	uint32_t size;
};

struct call_open {
	const char *path;
	int32_t flags;
};

struct call_read {
	void *bytes;
	int32_t fd;
	uint32_t size;
};

struct call_mmap {
	void *address; /* out */
	uint64_t offset, size;
	int32_t fd, prot;
};

struct call_close {
	int32_t fd;
};

/* What a field's bytes are. All from FIELD_POINTER on are pointers; `by` counts what is there. */
enum field_kind {
	FIELD_NUMBER,
	FIELD_SIGNED,
	FIELD_HEX,
	FIELD_FD,
	FIELD_ENUM,  /* a number with a name */
	FIELD_FLAGS, /* bits with names */
	FIELD_BITS,  /* C bit-fields, each named, all in one integer */
	FIELD_NET16, /* an enum in network byte order, in an integer that may be wider */
	FIELD_TEXT,  /* characters in the struct itself */
	FIELD_DATA,  /* bytes in the struct itself */
	FIELD_ATTRS, /* netlink attributes in the struct itself */
	FIELD_POINTER,
	FIELD_STRING,  /* text */
	FIELD_BYTES,   /* bytes, or text if it looks like that */
	FIELD_ARRAY,   /* numbers of 4 bytes */
	FIELD_ARRAY64, /* numbers of 8 bytes */
	FIELD_STRINGS, /* pointers to text */
	FIELD_RECORDS, /* records, whose size is in another field */
	FIELD_INSNS,   /* instructions, eBPF or classic: both have 8 bytes */
	FIELD_INT,     /* one int */
	FIELD_STRUCT,  /* a struct with fields */
	FIELD_NETLINK, /* a netlink message */
	FIELD_KEY,     /* as many bytes as a key of the map in map_fd */
	FIELD_VALUE,   /* as many as a value of it */
};

/* When a field is worth a word. */
enum field_when {
	WHEN_SET,    /* it is not zero */
	WHEN_ALWAYS, /* zero means something */
	WHEN_OUT,    /* the kernel writes it, zero too */
	WHEN_FILLED, /* the kernel fills what it points at, if it succeeds */
};

#define FIELD_BY_RESULT 0xff /* as many as the result of the request says */

struct field {
	const char *name;
	uint16_t offset; /* of netlink attributes: the type */
	uint8_t size;
	uint8_t kind;
	uint16_t only; /* bits of the shape's variant it needs */
	uint8_t when;
	uint8_t by; /* offset of the field that counts, or FIELD_BY_RESULT */
	union {
		const struct names *names;
		const struct shape *shape;
	};
};

/* A struct, field by field. */
struct shape {
	const struct field *fields; /* up to one without a name */
	uint16_t size;
	/* Which parts of its unions are in use; NULL: it has none. */
	uint16_t (*variant)(const void *attr, size_t size);
};

struct request_desc {
	unsigned int call, command;
	const char *name;
	struct shape shape;
};

/* NULL for what the table does not know */
const struct request_desc *request_desc(const struct rawbpf_request *r);

/* A field's number, pointers as well, of a struct of which only `size` bytes were given. */
uint64_t field_get(const struct field *f, const void *attr, size_t size);
/* Whether the field belongs to the variant that this struct is. */
bool field_applies(const struct field *f, const struct shape *s, const void *attr, size_t size);
/* The field at this offset, or NULL. */
const struct field *field_at(const struct shape *s, uint16_t offset);

#endif
