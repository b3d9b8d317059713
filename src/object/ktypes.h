/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The types of the running kernel and of its modules, read when first asked for, kept until
 * ktypes_free().
 */
#ifndef OBJECT_KTYPES_H
#define OBJECT_KTYPES_H

#include "format/btf_names.h"
#include "rawbpf.h"

/* A file of BTF: raw, or an ELF file with a section .BTF. */
struct ktypes_file {
	void *bytes;
	size_t size;
	bool mapped; /* else from malloc */
	struct btf btf;
};

struct ktypes_module {
	const char *name;
	uint32_t id;
	int fd; /* of its BTF, for instructions and programs that refer to it */
	struct btf btf;
};

struct ktypes {
	struct rawbpf_kernel *kernel;
	struct arena arena;
	struct ktypes_file vmlinux;
	int err;      /* why there is none */
	int unseen;   /* why not all modules could be read; 0 */
	bool tried, listed;
	struct ktypes_module *modules;
	uint32_t module_cnt, module_room;
};

void ktypes_init(struct ktypes *t, struct rawbpf_kernel *k);
void ktypes_free(struct ktypes *t);
/*
 * The kernel's own types; t stays their owner. -ENOENT when it has none (CONFIG_DEBUG_INFO_BTF is
 * not set, or it is older than 5.2) and no vmlinux file with them lies where distributions put it.
 */
int ktypes_vmlinux(struct ktypes *t, const struct btf **out, struct rawbpf_diag *d);
/*
 * Read those of all modules (5.11): t->modules. None if that is not permitted or not known, which
 * is no failure. Needs CAP_SYS_ADMIN.
 */
int ktypes_modules(struct ktypes *t, struct rawbpf_diag *d);
/*
 * Answer names from the kernel's types, and those that are still open from its modules'. The first
 * time this is the walk that reading takes anyway.
 */
int ktypes_search(struct ktypes *t, struct btf_names *names, struct rawbpf_diag *d);
/* The module that these types are of; NULL if they are vmlinux's. */
const struct ktypes_module *ktypes_module(const struct ktypes *t, const struct btf *b);

/*
 * Read BTF from a file, and answer names from it; base and names may be NULL. Give it back with
 * ktypes_file_free().
 */
int ktypes_file_read(struct rawbpf_kernel *k, struct arena *a, const char *path,
	const struct btf *base, struct btf_names *names, struct ktypes_file *f,
	struct rawbpf_diag *d);
/* Only to look at: types may go on from a base that the file brings along, instead of the one given. */
int ktypes_file_show(struct rawbpf_kernel *k, struct arena *a, const char *path,
	const struct btf *base, struct ktypes_file *f, struct rawbpf_diag *d);
void ktypes_file_free(struct ktypes_file *f);

/* The bytes of BTF that is loaded, by descriptor, in the arena; info as the kernel fills it in. */
struct bpf_btf_info;
int ktypes_by_fd(struct rawbpf_kernel *k, int fd, struct arena *a, struct bpf_btf_info *info,
	void **bytes);

#endif
