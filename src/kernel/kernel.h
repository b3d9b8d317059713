/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one door to the kernel: every function here is one request, and grepping for `kernel_`
 * finds every conversation rawbpf has with it.
 *
 * All return a result >= 0 or -errno. A new descriptor is the caller's, close-on-exec, above 2.
 * What may block, poll(2) and reads of shared memory, is not a request and does not come by here.
 */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include <linux/bpf.h>

#include "rawbpf.h"

struct perf_event_attr;
struct sock_fprog;

/* the caller's kernel, or the real one */
struct rawbpf_kernel *kernel_or_real(struct rawbpf_kernel *k);

/* bpf.c: the system call itself */
long kernel_bpf(struct rawbpf_kernel *k, enum bpf_cmd cmd, void *attr, size_t size);
/* bytes up to the last one in use, so that an old kernel accepts what a new header knows */
size_t kernel_attr_used(const void *attr, size_t size);
/* pointers travel as 64 bits on every machine */
static inline uint64_t kernel_ptr(const void *p)
{
	return (uintptr_t)p;
}

/* map.c */
int kernel_map_create(struct rawbpf_kernel *k, struct bpf_attr_map_create *a);
int kernel_map_lookup(struct rawbpf_kernel *k, int fd, const void *key, void *value);
int kernel_map_update(struct rawbpf_kernel *k, int fd, const void *key, const void *value,
	uint64_t flags);
int kernel_map_delete(struct rawbpf_kernel *k, int fd, const void *key);
int kernel_map_pop(struct rawbpf_kernel *k, int fd, const void *key, void *value);
int kernel_map_next_key(struct rawbpf_kernel *k, int fd, const void *key, void *next);
int kernel_map_lookup_batch(struct rawbpf_kernel *k, struct bpf_attr_map_batch *a);
int kernel_map_lookup_and_delete_batch(struct rawbpf_kernel *k, struct bpf_attr_map_batch *a);
int kernel_map_update_batch(struct rawbpf_kernel *k, struct bpf_attr_map_batch *a);
int kernel_map_delete_batch(struct rawbpf_kernel *k, struct bpf_attr_map_batch *a);
int kernel_map_freeze(struct rawbpf_kernel *k, int fd);

/* prog.c */
int kernel_prog_load(struct rawbpf_kernel *k, struct bpf_attr_prog_load *a);
int kernel_prog_test_run(struct rawbpf_kernel *k, struct bpf_attr_test_run *a);
int kernel_prog_attach(struct rawbpf_kernel *k, struct bpf_attr_prog_attach *a);
int kernel_prog_detach(struct rawbpf_kernel *k, struct bpf_attr_prog_attach *a);
int kernel_prog_query(struct rawbpf_kernel *k, struct bpf_attr_prog_query *a);
/* the same, of nothing but a descriptor or an interface's number; a: the answer */
int kernel_prog_ids(struct rawbpf_kernel *k, int target, uint32_t attach_type, uint32_t *ids,
	uint32_t room, struct bpf_attr_prog_query *a);
int kernel_prog_stream_read(struct rawbpf_kernel *k, int prog_fd, uint32_t id, void *text,
	uint32_t size);
int kernel_prog_bind_map(struct rawbpf_kernel *k, int prog_fd, int map_fd);

/* link.c */
int kernel_link_create(struct rawbpf_kernel *k, struct bpf_attr_link_create *a);
/* old_fd: only if this program is the one there; 0: whichever is */
int kernel_link_update(struct rawbpf_kernel *k, int link_fd, int prog_fd, int old_fd);
int kernel_link_detach(struct rawbpf_kernel *k, int fd);
int kernel_raw_tracepoint_open(struct rawbpf_kernel *k, const char *name, int prog_fd);

/* obj.c: what all kinds of BPF objects share: BTF, pins, ids, information */
int kernel_token_create(struct rawbpf_kernel *k, int bpffs_fd);
int kernel_btf_load(struct rawbpf_kernel *k, struct bpf_attr_btf_load *a);
int kernel_obj_pin(struct rawbpf_kernel *k, int fd, const char *path);
int kernel_obj_get(struct rawbpf_kernel *k, const char *path);
int kernel_obj_info(struct rawbpf_kernel *k, int fd, void *info, uint32_t *size);
/* the same, of an info that is cleared before, so that nothing is asked for that has a size of its own */
int kernel_info(struct rawbpf_kernel *k, int fd, void *info, uint32_t size);
int kernel_next_id(struct rawbpf_kernel *k, enum bpf_cmd cmd, uint32_t id, uint32_t *next);
int kernel_fd_by_id(struct rawbpf_kernel *k, enum bpf_cmd cmd, uint32_t id);
/* kernel_info() of what has this id; -ENOENT: it has gone, and the info is zeros */
int kernel_info_by_id(struct rawbpf_kernel *k, enum bpf_cmd cmd, uint32_t id, void *info,
	uint32_t size);
/* The next link above info->id that may be asked about; -ENOENT: there is none. */
int kernel_next_link(struct rawbpf_kernel *k, struct bpf_link_info *info);

/* perf.c */
int kernel_perf_event_open(struct rawbpf_kernel *k, struct perf_event_attr *attr, int pid, int cpu);
int kernel_perf_set_bpf(struct rawbpf_kernel *k, int perf_fd, int prog_fd);
int kernel_perf_enable(struct rawbpf_kernel *k, int perf_fd);
int kernel_perf_disable(struct rawbpf_kernel *k, int perf_fd);

/* socket.c */
int kernel_socket(struct rawbpf_kernel *k, int family, int type, int protocol);
int kernel_bind(struct rawbpf_kernel *k, int fd, const void *addr, uint32_t size);
int kernel_setsockopt(struct rawbpf_kernel *k, int fd, int level, int name, const void *value,
	uint32_t size);
/* *size: in: room; out: what there is */
int kernel_getsockopt(struct rawbpf_kernel *k, int fd, int level, int name, void *value,
	uint32_t *size);
int kernel_ioctl(struct rawbpf_kernel *k, int fd, unsigned long request, void *arg);
int kernel_ifindex(struct rawbpf_kernel *k, const char *name);
/* of IF_NAMESIZE bytes */
int kernel_ifname(struct rawbpf_kernel *k, int index, char *name);

/* file.c */
int kernel_open(struct rawbpf_kernel *k, const char *path, int flags);
long kernel_read(struct rawbpf_kernel *k, int fd, void *bytes, size_t size);
long kernel_send(struct rawbpf_kernel *k, int fd, const void *bytes, size_t size);
long kernel_write(struct rawbpf_kernel *k, int fd, const void *bytes, size_t size);
/* bytes in a file; the next read begins at its start */
long kernel_file_size(struct rawbpf_kernel *k, int fd);
/* Shared with the kernel: ring buffers, perf buffers, global data. munmap(2) undoes it. */
int kernel_mmap(struct rawbpf_kernel *k, int fd, size_t size, int prot, uint64_t offset,
	void **out);
/* the same of all of an arena, at this address or, if that is 0, anywhere; -EEXIST: it is taken */
int kernel_mmap_at(struct rawbpf_kernel *k, int fd, size_t size, uint64_t address, void **out);
/* memory of nobody else's; one that a child shares instead of getting a copy of it */
int kernel_mmap_memory(struct rawbpf_kernel *k, size_t size, void **out);
/* a file's bytes from its start, to be read only */
int kernel_mmap_file(struct rawbpf_kernel *k, int fd, size_t size, void **out);
int kernel_close(struct rawbpf_kernel *k, int fd); /* what is below 0 is none */
/* a small text file as a string; -E2BIG if it does not fit */
int kernel_read_text(struct rawbpf_kernel *k, const char *path, char *text, size_t size);

/* process.c: a process (5.3), and a descriptor of our own for what one of its refers to (5.6) */
int kernel_pidfd_open(struct rawbpf_kernel *k, int pid);
int kernel_pidfd_getfd(struct rawbpf_kernel *k, int pidfd, int their_fd);
/* both of it */
int kernel_process_fd(struct rawbpf_kernel *k, int pid, int fd);

/* path.c */
int kernel_mount(struct rawbpf_kernel *k, const char *type, const char *target, uint32_t flags,
	const char *data);
int kernel_mkdir(struct rawbpf_kernel *k, const char *path, uint32_t mode);
int kernel_chmod(struct rawbpf_kernel *k, const char *path, uint32_t mode);
int kernel_chown(struct rawbpf_kernel *k, const char *path, int32_t owner, int32_t group);
int kernel_unlink(struct rawbpf_kernel *k, const char *path);
int kernel_rmdir(struct rawbpf_kernel *k, const char *path);

#endif
