/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rawbpf - load and attach BPF programs with nothing between you and the kernel.
 *
 * This header is the whole public interface, in the order of use:
 *
 *	failures	struct rawbpf_diag
 *	the kernel	struct rawbpf_kernel		(NULL everywhere means the real one)
 *	by hand		rawbpf_map_create, rawbpf_prog_load: maps and instructions without a file
 *	from a file	rawbpf_object_open, _load, _attach, _close
 *	attaching	rawbpf_attach, rawbpf_link_*
 *	reading		rawbpf_map_*, rawbpf_entries_*, rawbpf_events_*
 *
 * Every function that can fail returns 0 or a value >= 0, or -errno; errno itself means nothing.
 * What went wrong in words is in the caller's struct rawbpf_diag, which may always be NULL.
 * The library never prints, never exits, reads no environment, raises no limit, has no global
 * state. All its descriptors are close-on-exec and above 2. Loading needs CAP_BPF (with
 * CAP_PERFMON or CAP_NET_ADMIN by program type) since 5.8, CAP_SYS_ADMIN before.
 */
#ifndef RAWBPF_H
#define RAWBPF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RAWBPF_VERSION "0.1.0"

struct bpf_insn;    /* <linux/bpf.h>: one 8-byte instruction */
struct sock_filter; /* <linux/filter.h>: one classic instruction */
struct rawbpf_object;
struct rawbpf_prog;
struct rawbpf_map;
struct rawbpf_link;
struct rawbpf_kernel;

/* ---- failures ------------------------------------------------------------------------------ */

/* How far the work had come. The command's exit codes follow from it. */
enum rawbpf_stage {
	RAWBPF_STAGE_NONE,
	RAWBPF_STAGE_OPEN,   /* reading the file: ELF, BTF, map definitions, relocations */
	RAWBPF_STAGE_MAP,    /* creating, filling, pinning a map */
	RAWBPF_STAGE_BTF,    /* giving BTF to the kernel */
	RAWBPF_STAGE_LOAD,   /* the verifier */
	RAWBPF_STAGE_ATTACH, /* attaching, linking, pinning a link */
	RAWBPF_STAGE_READ,   /* reading events or entries */
	RAWBPF_STAGE_USE,    /* the call itself: a name or value that does not exist or fit */
};

/*
 * One failure, as data. Zero it before the first call; the first failure is kept, later ones do
 * not overwrite it. Give the log back with rawbpf_diag_free().
 */
struct rawbpf_diag {
	int err; /* the first -errno */
	enum rawbpf_stage stage;
	char msg[512]; /* one sentence: what, where, what to do about it */
	char *log;     /* the verifier's log, NUL-terminated, or NULL */
};

void rawbpf_diag_free(struct rawbpf_diag *d);

/* ---- the door to the kernel ----------------------------------------------------------------- */

/*
 * All requests to the kernel go through one function. A stand-in can print them, count them, let
 * the k-th fail, or answer without a kernel. `attr` are the arguments as one struct, which
 * src/kernel/request.h describes field by field.
 */
struct rawbpf_request {
	unsigned int call;    /* enum rawbpf_call: which system call */
	unsigned int command; /* bpf: BPF_MAP_CREATE ...; else the call's own number or 0 */
	void *attr;
	unsigned int size;
};

struct rawbpf_kernel {
	/* 0 or a result >= 0 (a descriptor, a length), or -errno */
	long (*ask)(struct rawbpf_kernel *k, struct rawbpf_request *r);
};

/* The real kernel. The same object for every caller; it has no state. */
struct rawbpf_kernel *rawbpf_kernel(void);

/*
 * A kernel that hands each request on to `inner` and then gives one line about it to `line`:
 * text as strace would print it, or a JSON object. Links the tables of all field names.
 */
struct rawbpf_explain {
	struct rawbpf_kernel kernel; /* pass &explain.kernel */
	struct rawbpf_kernel *inner;
	bool json;
	void (*line)(void *ctx, const char *text);
	void *ctx;
};

void rawbpf_explain_init(struct rawbpf_explain *x, struct rawbpf_kernel *inner);

/* ---- maps and programs by hand --------------------------------------------------------------- */

/* All zero but type means: as the kernel's default. Sizes in bytes. */
struct rawbpf_map_spec {
	const char *name; /* cut to 15 characters; since 4.15 */
	uint32_t type;    /* BPF_MAP_TYPE_... */
	uint32_t key_size, value_size, max_entries;
	uint32_t flags; /* BPF_F_... */
	uint32_t numa_node;
	uint64_t extra;   /* map_extra, since 5.16 */
	int inner_map_fd; /* maps of maps: a map to copy the inner shape from; 0 is none */
	int btf_fd;       /* 0 is none */
	uint32_t btf_key_type_id, btf_value_type_id;
	/* struct_ops (5.6): the value, a type of the kernel's own or (6.9) of a module's BTF */
	uint32_t btf_vmlinux_value_type_id;
	int value_type_btf_fd; /* 0: the kernel's own */
	int token_fd;          /* 0 is none, since 6.9 */
	/* SHA-256 of the only program that may use it, 32 bytes (6.18); NULL: all may */
	const uint8_t *excl_prog_hash;
	uint32_t ifindex;      /* on the card of this interface, since 4.16; 0: the kernel's memory */
};

/* Returns a new descriptor that the caller closes. */
int rawbpf_map_create(struct rawbpf_kernel *k, const struct rawbpf_map_spec *m,
	struct rawbpf_diag *d);

struct rawbpf_prog_spec {
	const char *name;
	uint32_t type;            /* BPF_PROG_TYPE_... */
	uint32_t expected_attach; /* BPF_CGROUP_INET_EGRESS ..., where the type has one */
	const struct bpf_insn *insns;
	uint32_t insn_cnt; /* in 8-byte slots */
	const char *license; /* "GPL" opens the GPL-only helpers; NULL is "" */
	uint32_t kern_version, flags, ifindex;
	int btf_fd; /* 0 is none; with it the two tables below */
	const void *func_info, *line_info;
	uint32_t func_info_cnt, line_info_cnt;
	uint32_t func_info_rec_size, line_info_rec_size;
	uint32_t log_level; /* 0: none unless refused; 1, 2, 4 as the kernel has it */
	/* tracing, LSM, struct_ops, freplace: the function or type meant, since 5.5 */
	uint32_t attach_btf_id;
	/* ... of this module's BTF (5.11), or of this program's (5.5), instead of the kernel's; 0 none */
	int attach_btf_fd, attach_prog_fd;
	int token_fd; /* 0 is none, since 6.9 */
	const int *fd_array; /* modules' BTF that calls of kernel functions refer to, since 5.16 */
};

/*
 * Load instructions. The first try asks for no log; if refused, a second one asks for it, and the
 * first error is the one reported. Returns a new descriptor that the caller closes.
 */
int rawbpf_prog_load(struct rawbpf_kernel *k, const struct rawbpf_prog_spec *p,
	struct rawbpf_diag *d);

/* Input and result of a test run, BPF_PROG_TEST_RUN. Since 4.12; ctx 5.2. */
struct rawbpf_test_run {
	const void *data_in, *ctx_in;
	uint32_t data_in_size, ctx_in_size;
	void *data_out, *ctx_out;
	uint32_t data_out_size, ctx_out_size; /* in: room; out: what the kernel had */
	uint32_t repeat, flags, cpu, batch_size;
	uint32_t retval;   /* out */
	uint32_t duration; /* out: average nanoseconds */
};

int rawbpf_test_run(struct rawbpf_kernel *k, int prog_fd, struct rawbpf_test_run *t,
	struct rawbpf_diag *d);

/* ---- objects ----------------------------------------------------------------------------------- */

/*
 * What other loaders have and this one does not, and what to do instead:
 *
 *	headers made of an object, programs that load programs, with or without a signature
 *			open it by rawbpf_object_open_mem(); all in it is found by name
 *	handlers for sections of one's own
 *			rawbpf_prog_set_type() and _set_flags() after opening
 *	a loaded program loaded again for another function
 *			open the object again, and rawbpf_prog_set_attach_target()
 *	asking what a kernel can do
 *			load it: what is missing is told by name, and passed over where possible
 *	a token from /sys/fs/bpf or the environment without being asked
 *			token_path below
 *	making and linking BTF and objects
 *			the command: rawbpf gen, rawbpf btf
 *	programs and maps on a device; programs bound to a struct_ops map (7.0)
 *			nothing
 */

struct rawbpf_open_opts {
	const char *name;     /* object name; NULL: the file's, up to its first dot */
	const char *pin_root; /* where maps pinned by name live, made if missing; NULL: /sys/fs/bpf */
	struct rawbpf_kernel *kernel;
	uint32_t log_level; /* for every program */
	/* a bpffs that delegates rights to this user namespace (6.9), for loading; NULL: none */
	const char *token_path;
	/*
	 * Types to fit CO-RE accesses to instead of the running kernel's (and its modules'): raw BTF
	 * or an ELF file that has it, for kernels that do not show theirs. NULL: the kernel's
	 */
	const char *btf_file;
	/*
	 * Settings of the kernel for __kconfig externs: text as in /boot/config-*, and a file of
	 * that, plain or gzip. What neither has is looked for in the system's; NULL: all of it.
	 */
	const char *kconfig, *kconfig_file;
};

/*
 * Read a BPF object (ELF64 relocatable, clang -target bpf) and understand all of it. Touches
 * nothing in the kernel, needs no privileges. -ENOENT, -EACCES: the file; -EINVAL: malformed;
 * -EOPNOTSUPP: well-formed but needs what rawbpf cannot do. *out is set on success only; give it
 * back with rawbpf_object_close(), which takes NULL and half-loaded objects.
 */
int rawbpf_object_open(const char *path, const struct rawbpf_open_opts *opts,
	struct rawbpf_object **out, struct rawbpf_diag *d);
/* The same from memory, which may be freed afterwards; `name` stands in messages. */
int rawbpf_object_open_mem(const char *name, const void *bytes, size_t size,
	const struct rawbpf_open_opts *opts, struct rawbpf_object **out, struct rawbpf_diag *d);

/* Load BTF, create the maps, load the programs. On failure the object can only be closed. */
int rawbpf_object_load(struct rawbpf_object *o, struct rawbpf_diag *d);
/*
 * Only what comes before the programs: the maps can be filled, pinned or handed on while none is
 * there yet. Of what can be set before loading only rawbpf_prog_set_autoload(p, false) still counts;
 * other functions that set it return -EBUSY, and those that return nothing do nothing.
 * rawbpf_object_load() does what is left.
 */
int rawbpf_object_prepare(struct rawbpf_object *o, struct rawbpf_diag *d);

/*
 * Attach every loaded program whose section names its target, and register what struct_ops there
 * is. Links are the object's.
 */
int rawbpf_object_attach(struct rawbpf_object *o, struct rawbpf_diag *d);

/* Detaches, closes and frees everything that is not pinned. */
void rawbpf_object_close(struct rawbpf_object *o);

const char *rawbpf_object_name(const struct rawbpf_object *o);

/* Iterate: pass NULL for the first; NULL after the last. */
struct rawbpf_prog *rawbpf_object_next_prog(const struct rawbpf_object *o,
	const struct rawbpf_prog *p);
struct rawbpf_map *rawbpf_object_next_map(const struct rawbpf_object *o, const struct rawbpf_map *m);
struct rawbpf_link *rawbpf_object_next_link(const struct rawbpf_object *o,
	const struct rawbpf_link *l);
/* By name; NULL if there is none. */
struct rawbpf_prog *rawbpf_object_prog(const struct rawbpf_object *o, const char *name);
struct rawbpf_map *rawbpf_object_map(const struct rawbpf_object *o, const char *name);

const char *rawbpf_prog_name(const struct rawbpf_prog *p);
const char *rawbpf_prog_section(const struct rawbpf_prog *p);
uint32_t rawbpf_prog_type(const struct rawbpf_prog *p);
int rawbpf_prog_fd(const struct rawbpf_prog *p); /* -1 before loading; lent, not given */
/*
 * Before loading: whether to load it at all, and as what. Programs of a struct_ops are loaded with
 * the map that they are in: rawbpf_map_set_autocreate().
 */
void rawbpf_prog_set_autoload(struct rawbpf_prog *p, bool on);
bool rawbpf_prog_autoload(const struct rawbpf_prog *p);
int rawbpf_prog_set_type(struct rawbpf_prog *p, uint32_t prog_type, uint32_t expected_attach);
/* The same for BPF_F_SLEEPABLE, BPF_F_XDP_HAS_FRAGS ..., of which the section's name says some. */
int rawbpf_prog_set_flags(struct rawbpf_prog *p, uint32_t flags);
uint32_t rawbpf_prog_flags(const struct rawbpf_prog *p);
/*
 * Before loading, for tracing, LSM, iterator and freplace programs: what they are for, if the
 * section does not say it or says something else ("vfs_read", "module:function"). With prog_fd
 * (duplicated; 0 is none) a function of that program; func NULL leaves the section's.
 */
int rawbpf_prog_set_attach_target(struct rawbpf_prog *p, int prog_fd, const char *func,
	struct rawbpf_diag *d);

/*
 * Before loading, for an XDP program that shall share interfaces with others (5.10): it is loaded as
 * what can be put into a slot of a dispatcher, and rawbpf_prog_attach() wants "xdp:eth0,slot=any".
 */
int rawbpf_prog_set_slot(struct rawbpf_prog *p, struct rawbpf_diag *d);

/*
 * Before loading, for programs (and all maps of the object) that are to run on the card of this
 * interface: XDP "xdpoffload:eth0". Since 4.15, few cards can.
 */
void rawbpf_prog_set_ifindex(struct rawbpf_prog *p, uint32_t ifindex);

const char *rawbpf_map_name(const struct rawbpf_map *m);
int rawbpf_map_fd(const struct rawbpf_map *m); /* -1 before loading; lent, not given */
const struct rawbpf_map_spec *rawbpf_map_spec(const struct rawbpf_map *m);
/* Before loading: use this map instead of creating one. The descriptor is duplicated. */
int rawbpf_map_reuse(struct rawbpf_map *m, int fd, struct rawbpf_diag *d);
/*
 * Before loading: another type, other sizes, flags, a numa_node or extra, an inner_map_fd (lent until
 * then). Copy rawbpf_map_spec() and change that; descriptors and types of BTF are the object's.
 */
int rawbpf_map_set_spec(struct rawbpf_map *m, const struct rawbpf_map_spec *s,
	struct rawbpf_diag *d);
/* Before loading: a map that only this program of the object may use, since 6.18; NULL: all may. */
int rawbpf_map_set_exclusive(struct rawbpf_map *m, struct rawbpf_prog *p, struct rawbpf_diag *d);
/* Before loading: another size for this run. */
int rawbpf_map_set_max_entries(struct rawbpf_map *m, uint32_t max_entries);
/*
 * The same of values. Global data may grow or shrink where its last variable is an array, which
 * then has that many elements; pointers from rawbpf_global() before are no longer good.
 */
int rawbpf_map_set_value_size(struct rawbpf_map *m, uint32_t size);
/* Before loading: whether to create it. Without, those of sections that begin with '?' are not. */
void rawbpf_map_set_autocreate(struct rawbpf_map *m, bool on);
bool rawbpf_map_autocreate(const struct rawbpf_map *m);
/*
 * Before loading, a map of struct_ops: another program for a member of its struct, or none (NULL).
 * Members that are no functions are variables to rawbpf_global: "MAP.MEMBER".
 */
int rawbpf_map_set_member(struct rawbpf_map *m, const char *member, struct rawbpf_prog *p,
	struct rawbpf_diag *d);

/*
 * Global variables (.data, .rodata, .bss and custom sections). Before loading: the initial
 * image; afterwards: the kernel's memory where the map is mmapable, so that a store is seen by
 * the program at once. NULL if there is no such variable. `set` parses text by the variable's
 * BTF type: numbers, enumerator names, true, false, characters, strings.
 */
void *rawbpf_global(struct rawbpf_object *o, const char *name, size_t *size);
int rawbpf_global_set(struct rawbpf_object *o, const char *name, const char *text,
	struct rawbpf_diag *d);

/*
 * Memory that a loaded map shares with its programs: an arena (6.9), or the data section that a map
 * of global data is. NULL if there is none.
 */
void *rawbpf_map_memory(const struct rawbpf_map *m, size_t *size);

/* ---- attaching ----------------------------------------------------------------------------------- */

/*
 * How to attach; all zero is the usual. A target can say most of it behind its WHERE:
 * "tc/ingress:eth0,priority=2,handle=1", see src/attach/where.c.
 */
struct rawbpf_attach_opts {
	/* XDP: XDP_FLAGS_...; cgroup: BPF_F_ALLOW_...; tcx, netkit, cgroup: BPF_F_BEFORE, AFTER;
	 * netfilter: BPF_F_NETFILTER_IP_DEFRAG */
	uint32_t flags;
	int replace_prog_fd; /* replace only this program, else fail; 0 is none */
	int socket_fd;       /* sockets: this one instead of a new one; 0 is none */
	bool no_link;        /* use the older way even where bpf_link is there */
	/* attach nothing: take hold of what an earlier process left there with this program, by
	 * PROG_ATTACH or netlink (XDP, tcx, netkit, tc, routes, flow_dissector, sockmaps, LIRC), to
	 * detach it. -ENOENT where it is not; some hooks say that only when detaching */
	bool adopt;
	bool exclusive;      /* cgroup: no other program there, nor in a cgroup below */
	bool lock;           /* socket filters: nobody can change it or take it off any more, 3.9 */
	/* BPF_F_BEFORE and AFTER: of this program, or with BPF_F_LINK link, or with BPF_F_ID the one
	 * of that id; neither: of all. Since 6.6, cgroups 6.17 */
	int relative_fd;
	uint32_t relative_id;
	/* only if nothing there has changed since it was this, as a query tells; 0: any */
	uint64_t expected_revision;
	int32_t priority;       /* tc: 1 to 65535, netfilter: any; lower runs earlier; tc 0: a free one;
				 * routes: the metric */
	uint32_t handle, chain; /* tc: of the filter; handle 0: a free one */
	const char *via;        /* routes: address of the next hop; NULL: none */
	uint32_t table;         /* routes: 0 is the main one */
	uint32_t headroom;      /* lwt_xmit: bytes that the program puts in front; up to 256 */
	/*
	 * XDP, several programs on an interface, of those that rawbpf_prog_set_slot() was called for: "0"
	 * to "9", in this order, or "any": a free one. Then after which verdicts ("pass+drop", "none")
	 * the next program is asked; NULL: XDP_PASS. See src/attach/dispatcher.c
	 */
	const char *slot, *next;
};

/*
 * Attach a loaded program. `target` is [HOOK:]WHERE as in "xdp:eth0"; without HOOK the
 * program's section decides; NULL takes both from the section. Of network namespaces it is our own
 * that is meant if none is named.
 */
int rawbpf_prog_attach(struct rawbpf_prog *p, const char *target,
	const struct rawbpf_attach_opts *opts, struct rawbpf_link **out, struct rawbpf_diag *d);

/* The same for a descriptor; HOOK must be given. */
int rawbpf_attach(struct rawbpf_kernel *k, int prog_fd, const char *target,
	const struct rawbpf_attach_opts *opts, struct rawbpf_link **out, struct rawbpf_diag *d);

/*
 * Classic BPF on a socket: SO_ATTACH_FILTER. target: "socket:lo", "socket:PID/FD", or opts->socket_fd.
 * For "sk_reuseport:..." which socket of a group gets a packet, by its number: SO_ATTACH_REUSEPORT_CBPF.
 */
int rawbpf_attach_classic(struct rawbpf_kernel *k, const struct sock_filter *insns,
	uint16_t insn_cnt, const char *target, const struct rawbpf_attach_opts *opts,
	struct rawbpf_link **out, struct rawbpf_diag *d);

/*
 * Register a struct_ops map of a loaded object: by a bpf_link (6.4) if it was made for that, or by
 * writing it. From now on the kernel calls its programs where someone asks for them by its name.
 */
int rawbpf_map_attach(struct rawbpf_map *m, struct rawbpf_link **out, struct rawbpf_diag *d);

int rawbpf_link_fd(const struct rawbpf_link *l);
const char *rawbpf_link_hook(const struct rawbpf_link *l);  /* "xdp" */
const char *rawbpf_link_where(const struct rawbpf_link *l); /* "eth0" */
const char *rawbpf_link_how(const struct rawbpf_link *l);   /* "bpf_link", "netlink", ... */
/*
 * Exchange the program without a moment in between in which there is none: a bpf_link of XDP, tcx,
 * netkit, a cgroup, a network namespace, or (6.4, fd is a map) struct_ops; XDP by netlink. With
 * old_fd only if that one is still there, 0 for no matter which: -EPERM, -EEXIST if it is not.
 */
int rawbpf_link_update(struct rawbpf_link *l, int fd, int old_fd, struct rawbpf_diag *d);
/*
 * Pin a bpf_link to a bpffs path: it outlives the process. -EOPNOTSUPP for other kinds. Of an XDP program
 * in a slot there are two, the dispatcher's own is pinned to that path with -xdp behind it, and
 * both pins have to go.
 */
int rawbpf_link_pin(struct rawbpf_link *l, const char *path, struct rawbpf_diag *d);
/*
 * Close and free, and leave attached what stays by itself: a pinned bpf_link, PROG_ATTACH, netlink.
 * -EOPNOTSUPP for what ends with its descriptors; then nothing has happened. NULL is fine.
 */
int rawbpf_link_leave(struct rawbpf_link *l);
/*
 * Detach (unless pinned) and free. NULL is fine. 0, also if it has gone with its interface; or -errno
 * of a detach that failed, as where another's program is in the place of ours.
 */
int rawbpf_link_detach(struct rawbpf_link *l);

/* ---- reading ------------------------------------------------------------------------------------- */

int rawbpf_map_lookup(struct rawbpf_kernel *k, int map_fd, const void *key, void *value);
int rawbpf_map_update(struct rawbpf_kernel *k, int map_fd, const void *key, const void *value,
	uint64_t flags);
int rawbpf_map_delete(struct rawbpf_kernel *k, int map_fd, const void *key);
/* key NULL: the first one; -ENOENT after the last */
int rawbpf_map_next_key(struct rawbpf_kernel *k, int map_fd, const void *key, void *next_key);
int rawbpf_pin(struct rawbpf_kernel *k, int fd, const char *path, struct rawbpf_diag *d);
/* Returns a new descriptor. */
int rawbpf_pin_open(struct rawbpf_kernel *k, const char *path, struct rawbpf_diag *d);

/*
 * All entries of a map, in batches where the kernel has them (5.6), one by one where not.
 * A per-CPU value is one value of `value_size` rounded up to 8 for each possible CPU.
 *
 *	err = rawbpf_entries_open(NULL, fd, &it, d);
 *	while ((err = rawbpf_entries_next(it, &key, &value)) > 0)
 *		...
 *	rawbpf_entries_close(it);
 */
struct rawbpf_entries;
int rawbpf_entries_open(struct rawbpf_kernel *k, int map_fd, struct rawbpf_entries **out,
	struct rawbpf_diag *d);
/* 1: an entry, valid until the next call; 0: no more; -errno */
int rawbpf_entries_next(struct rawbpf_entries *it, const void **key, const void **value);
/* 1, or how many values stand in a per-CPU value; and how far apart, in bytes */
uint32_t rawbpf_entries_cpus(const struct rawbpf_entries *it);
uint32_t rawbpf_entries_stride(const struct rawbpf_entries *it);
void rawbpf_entries_close(struct rawbpf_entries *it);

/*
 * Records from ring buffers (5.8) and perf event arrays (4.4), any number of maps together.
 * Either by callback:
 *
 *	rawbpf_events_poll(ev, 100, on_record, ctx);
 *
 * or inline, without an indirect call for each record:
 *
 *	while (rawbpf_events_next(ev, &rec)) ...
 */
struct rawbpf_record {
	const void *data; /* valid until the next call */
	uint32_t size; /* perf buffers: up to 7 bytes of padding counted in */
	int cpu;       /* perf buffers; -1 for a ring buffer */
	void *cookie;  /* what was given to rawbpf_events_add */
};

struct rawbpf_events;
int rawbpf_events_open(struct rawbpf_kernel *k, struct rawbpf_events **out, struct rawbpf_diag *d);
/* pages: per-CPU buffer pages of a perf buffer, a power of two (0: 8). The map stays the caller's. */
int rawbpf_events_add(struct rawbpf_events *e, int map_fd, uint32_t pages, void *cookie,
	struct rawbpf_diag *d);
/*
 * Wait up to timeout_ms (-1: for ever) and hand out the records there are. Returns how many, which
 * may be 0 before the time is up; what comes meanwhile is left to the next call. -EINTR on a
 * signal; a negative value from the callback ends the call and is returned.
 */
typedef int (*rawbpf_record_fn)(void *ctx, const struct rawbpf_record *r);
int rawbpf_events_poll(struct rawbpf_events *e, int timeout_ms, rawbpf_record_fn fn, void *ctx);
/* Only wait: 1 when there is something to read, 0 on timeout, -EINTR. */
int rawbpf_events_wait(struct rawbpf_events *e, int timeout_ms);
/* The next record, or false when all buffers are empty. */
bool rawbpf_events_next(struct rawbpf_events *e, struct rawbpf_record *r);
/* Records the kernel dropped because a perf buffer was full, so far. */
uint64_t rawbpf_events_lost(const struct rawbpf_events *e);
void rawbpf_events_close(struct rawbpf_events *e);

/*
 * Records for a program: a user ring buffer (6.1), which a program empties by
 * bpf_user_ringbuf_drain() when something runs it.
 *
 *	err = rawbpf_user_ring_reserve(ring, sizeof(*r), (void **)&r);
 *	if (!err) {
 *		r->id = 1;
 *		rawbpf_user_ring_submit(ring, r);
 *	}
 *
 * One thread at a time may reserve; submitting in another order is fine, but the program gets
 * nothing that was reserved behind what is still being written. The map stays the caller's.
 */
struct rawbpf_user_ring;
int rawbpf_user_ring_open(struct rawbpf_kernel *k, int map_fd, struct rawbpf_user_ring **out,
	struct rawbpf_diag *d);
/* Room for a record, aligned to 8. -ENOSPC: not now; -E2BIG: never (its size, or 16 MiB) */
int rawbpf_user_ring_reserve(struct rawbpf_user_ring *r, uint32_t size, void **out);
void rawbpf_user_ring_submit(struct rawbpf_user_ring *r, void *record);
/* The program skips it. */
void rawbpf_user_ring_discard(struct rawbpf_user_ring *r, void *record);
/* After -ENOSPC: 1 when a program has drained (or might have), 0 on timeout (-1: none), -EINTR */
int rawbpf_user_ring_wait(struct rawbpf_user_ring *r, int timeout_ms);
void rawbpf_user_ring_close(struct rawbpf_user_ring *r);

/*
 * Whole packets past the network stack: an AF_XDP socket (4.18) on one queue of an interface. An
 * XDP program redirects packets to it by an XSKMAP, in which it has to be put:
 *
 *	err = rawbpf_xsk_open(NULL, "eth0", NULL, &xsk, d);
 *	fd = rawbpf_xsk_fd(xsk);
 *	err = rawbpf_map_update(NULL, xskmap_fd, &queue, &fd, 0);
 *	while (rawbpf_xsk_wait(xsk, -1) >= 0)
 *		while (rawbpf_xsk_next(xsk, &rec))
 *			...
 *
 * Open it before something else on the same queue does, and from one thread.
 */
struct rawbpf_xsk_opts {
	uint32_t queue;
	uint32_t frames;     /* to receive into, and as many to send from: a power of two; 0: 512 */
	uint32_t frame_size; /* a power of two from 2048 (0) to a page; the kernel keeps 256 of it */
	uint32_t flags;      /* XDP_COPY, XDP_ZEROCOPY of <linux/if_xdp.h>; 0: XDP_COPY */
};

struct rawbpf_xsk;
int rawbpf_xsk_open(struct rawbpf_kernel *k, const char *interface,
	const struct rawbpf_xsk_opts *opts, struct rawbpf_xsk **out, struct rawbpf_diag *d);
int rawbpf_xsk_fd(const struct rawbpf_xsk *x); /* lent; poll(2) it for POLLIN */
/* The next packet, valid until the next call; false when there is none. */
bool rawbpf_xsk_next(struct rawbpf_xsk *x, struct rawbpf_record *r);
/* 1 when there is something to read, 0 on timeout (-1: none), -EINTR */
int rawbpf_xsk_wait(struct rawbpf_xsk *x, int timeout_ms);
/* Put a packet in line. -ENOSPC: flush, and try again when some have left; -EMSGSIZE */
int rawbpf_xsk_send(struct rawbpf_xsk *x, const void *bytes, uint32_t size);
/* Send what is in line: 0, or -errno of what stands still: -EAGAIN, -EBUSY, -ENOBUFS: try later */
int rawbpf_xsk_flush(struct rawbpf_xsk *x);
/* Packets that the program redirected here and that were lost: too long, or no frame was free. */
uint64_t rawbpf_xsk_lost(const struct rawbpf_xsk *x);
void rawbpf_xsk_close(struct rawbpf_xsk *x);

/*
 * What bpf_printk writes: opens trace_pipe of tracefs for reading, non-blocking. Reading takes the
 * lines away. While somebody has it open it is -EBUSY for others (6.5; before, they share the lines).
 */
int rawbpf_trace_pipe(struct rawbpf_kernel *k, struct rawbpf_diag *d);

/*
 * What a program wrote to a stream of its own (6.17), without other programs' lines: 1 is its output
 * (bpf_stream_printk), 2 what the kernel says of its faults. Text is taken away by reading, and has
 * no 0 at its end. How many bytes; 0: nothing there now.
 */
int rawbpf_prog_stream(struct rawbpf_kernel *k, int prog_fd, uint32_t stream, void *text,
	uint32_t size, struct rawbpf_diag *d);

#ifdef __cplusplus
}
#endif
#endif
