/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which system calls there are behind the door, and their arguments as structs, in the order of
 * the call's. What their fields are is written in fields_bpf.c and fields_call.c.
 */
#ifndef KERNEL_REQUEST_H
#define KERNEL_REQUEST_H

#include <stdint.h>

#include "rawbpf.h"

enum rawbpf_call {
	CALL_BPF, /* attr: struct bpf_attr_<command> of <linux/bpf_attr.h> */
	CALL_PERF_EVENT_OPEN,
	CALL_IOCTL,
	CALL_SOCKET,
	CALL_BIND,
	CALL_SETSOCKOPT,
	CALL_GETSOCKOPT,
	CALL_PIDFD_OPEN,
	CALL_PIDFD_GETFD,
	CALL_SEND,
	CALL_OPEN,
	CALL_READ,
	CALL_LSEEK,
	CALL_MMAP,
	CALL_WRITE,
	CALL_MOUNT,
	CALL_MKDIR,
	CALL_CHMOD,
	CALL_CHOWN,
	CALL_UNLINK,
	CALL_RMDIR,
	CALL_CLOSE,
};

struct call_perf_event_open {
	void *attr; /* struct perf_event_attr */
	int32_t pid, cpu, group_fd;
	uint32_t flags;
};

struct call_ioctl {
	int32_t fd;
	uint32_t request;
	void *arg; /* or a number in a pointer's clothes, as the request has it */
};

struct call_socket {
	int32_t family, type, protocol;
};

struct call_bind {
	int32_t fd;
	const void *addr;
	uint32_t size;
};

struct call_setsockopt {
	int32_t fd, level, name;
	const void *value;
	uint32_t size;
};

struct call_getsockopt {
	int32_t fd, level, name;
	void *value;
	uint32_t size; /* in: room; out: what there is */
};

struct call_pidfd_open {
	int32_t pid;
};

struct call_pidfd_getfd {
	int32_t pidfd, their_fd; /* as that process has it */
};

struct call_send {
	int32_t fd;
	const void *bytes;
	uint32_t size;
};

struct call_open {
	const char *path;
	int32_t flags;
};

struct call_read {
	int32_t fd;
	void *bytes;
	uint32_t size;
};

struct call_lseek {
	int32_t fd, whence;
	int64_t offset;
};

struct call_mmap {
	uint64_t size;
	int32_t prot, flags, fd;
	uint64_t offset;
	void *address; /* in: where, or NULL; out: where it is */
};

struct call_write {
	int32_t fd;
	const void *bytes;
	uint32_t size;
};

struct call_mount {
	const char *source, *target, *type;
	uint32_t flags; /* MS_... */
	const char *data;
};

/* mkdir, chmod */
struct call_mode {
	const char *path;
	uint32_t mode;
};

struct call_chown {
	const char *path;
	int32_t owner, group; /* -1: as it is */
};

/* unlink, rmdir */
struct call_path {
	const char *path;
};

struct call_close {
	int32_t fd;
};

#endif
