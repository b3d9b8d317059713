/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs, maps, BTFs and links have numbers, which bpf(2) can walk: BPF_*_GET_NEXT_ID gives the
 * next greater one in use (programs and maps since 4.13, BTF 5.4, links 5.8). Numbers are given out
 * in turn and not soon again, so a number that was not there before is a new object.
 *
 * It need not be ours: other processes load programs as well. The kernel does not tell who holds an
 * object, but /proc/PID/fdinfo has "prog_id:", "map_id:", "link_id:" and "btf_id:" lines for each
 * descriptor. So an object which another process has open is none of ours, nor is what that object
 * holds in turn: the program of a link, the maps and BTF of a program, the BTF of a map.
 */
#include "kernel_ids.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "test.h"

struct kind {
	const char *name;
	const char *fdinfo;
	int next_id;    /* BPF_*_GET_NEXT_ID */
	int fd_by_id;   /* BPF_*_GET_FD_BY_ID */
	size_t name_at; /* of the name in struct bpf_*_info, 0: has none here */
	size_t btf_at;  /* of the BTF's id */
};

static const struct kind kinds[KERNEL_KINDS] = {
	[KERNEL_PROG] = {"prog", "prog_id:", 11, 13, 64, 128},
	[KERNEL_MAP] = {"map", "map_id:", 12, 14, 24, 64},
	[KERNEL_LINK] = {"link", "link_id:", 31, 30, 0, 0},
	[KERNEL_BTF] = {"btf", "btf_id:", 23, 19, 0, 0},
};

/* A list of numbers, as they come. */
struct set {
	uint32_t *ids;
	size_t count;
};

static void set_add(struct set *s, uint32_t id)
{
	s->ids = realloc(s->ids, (s->count + 1) * sizeof(*s->ids));
	ck_assert_ptr_nonnull(s->ids);
	s->ids[s->count++] = id;
}

static bool set_has(const struct set *s, uint32_t id)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (s->ids[i] == id)
			return true;
	return false;
}

static long bpf(int command, void *attr, size_t size)
{
	return syscall(SYS_bpf, command, attr, size);
}

/* The attributes of both commands begin: number asked about, number found, flags. */
static long next_id(enum kernel_kind kind, uint32_t id, uint32_t *next)
{
	uint32_t attr[3] = {id, 0, 0};
	long result = bpf(kinds[kind].next_id, attr, sizeof(attr));

	*next = attr[1];
	return result;
}

/* struct bpf_*_info of an object, as many bytes as this kernel has; the rest is zero. */
static bool info_of(enum kernel_kind kind, uint32_t id, void *info, uint32_t size)
{
	uint32_t by_id[3] = {id, 0, 0};
	struct {
		uint32_t fd;
		uint32_t size;
		uint64_t info;
	} attr;
	long result;
	int fd = (int)bpf(kinds[kind].fd_by_id, by_id, sizeof(by_id));

	memset(info, 0, size);
	if (fd < 0)
		return false;
	attr.fd = (uint32_t)fd;
	attr.size = size;
	attr.info = (uintptr_t)info;
	result = bpf(15, &attr, sizeof(attr)); /* BPF_OBJ_GET_INFO_BY_FD */
	close(fd);
	return result == 0;
}

static uint32_t info_u32(const void *info, size_t at)
{
	uint32_t value;

	memcpy(&value, (const uint8_t *)info + at, sizeof(value));
	return value;
}

void kernel_ids_take(struct kernel_ids *now)
{
	enum kernel_kind kind;
	struct set s;
	uint32_t id;

	need_root();
	for (kind = 0; kind < KERNEL_KINDS; kind++) {
		memset(&s, 0, sizeof(s));
		for (id = 0; next_id(kind, id, &id) == 0;)
			set_add(&s, id);
		now->ids[kind] = s.ids;
		now->count[kind] = s.count;
	}
}

void kernel_ids_free(struct kernel_ids *s)
{
	enum kernel_kind kind;

	for (kind = 0; kind < KERNEL_KINDS; kind++)
		free(s->ids[kind]);
	memset(s, 0, sizeof(*s));
}

/* ---- what other processes hold ---- */

static void fdinfo_read(int dir, const char *fd, struct set held[KERNEL_KINDS])
{
	enum kernel_kind kind;
	char line[256], path[300];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", dir, fd);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		for (kind = 0; kind < KERNEL_KINDS; kind++)
			if (strncmp(line, kinds[kind].fdinfo, strlen(kinds[kind].fdinfo)) == 0)
				set_add(&held[kind],
					(uint32_t)strtoul(
						line + strlen(kinds[kind].fdinfo), NULL, 10));
	if (f)
		fclose(f);
}

static void process_read(const char *pid, struct set held[KERNEL_KINDS])
{
	struct dirent *entry;
	char path[300];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%s/fdinfo", pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			fdinfo_read(dirfd(dir), entry->d_name, held);
	if (dir)
		closedir(dir);
}

/* struct bpf_prog_info: nr_map_ids at 52, map_ids (an address of ours to be filled) at 56. */
static void add_maps_of(uint32_t prog, struct set *maps)
{
	uint32_t ids[64] = {0}, i, count = 64;
	uint64_t where = (uintptr_t)ids;
	uint8_t info[256];
	uint32_t by_id[3] = {prog, 0, 0};
	struct {
		uint32_t fd;
		uint32_t size;
		uint64_t info;
	} attr = {0, sizeof(info), (uintptr_t)info};
	int fd = (int)bpf(kinds[KERNEL_PROG].fd_by_id, by_id, sizeof(by_id));

	if (fd < 0)
		return;
	memset(info, 0, sizeof(info));
	memcpy(info + 52, &count, sizeof(count));
	memcpy(info + 56, &where, sizeof(where));
	attr.fd = (uint32_t)fd;
	if (bpf(15, &attr, sizeof(attr)) == 0)
		for (i = 0; i < info_u32(info, 52) && i < count; i++)
			set_add(maps, ids[i]);
	close(fd);
}

static void add_btf_of(enum kernel_kind kind, uint32_t id, struct set *btfs)
{
	uint8_t info[256];

	if (info_of(kind, id, info, sizeof(info)) && info_u32(info, kinds[kind].btf_at))
		set_add(btfs, info_u32(info, kinds[kind].btf_at));
}

/* struct bpf_link_info: type, id, prog_id at 8. */
static void add_held_in_turn(struct set held[KERNEL_KINDS])
{
	uint8_t info[256];
	size_t i;

	for (i = 0; i < held[KERNEL_LINK].count; i++)
		if (info_of(KERNEL_LINK, held[KERNEL_LINK].ids[i], info, sizeof(info)))
			set_add(&held[KERNEL_PROG], info_u32(info, 8));
	for (i = 0; i < held[KERNEL_PROG].count; i++) {
		add_maps_of(held[KERNEL_PROG].ids[i], &held[KERNEL_MAP]);
		add_btf_of(KERNEL_PROG, held[KERNEL_PROG].ids[i], &held[KERNEL_BTF]);
	}
	for (i = 0; i < held[KERNEL_MAP].count; i++)
		add_btf_of(KERNEL_MAP, held[KERNEL_MAP].ids[i], &held[KERNEL_BTF]);
}

static void held_by_others(struct set held[KERNEL_KINDS])
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	long pid;

	while (proc && (entry = readdir(proc))) {
		pid = strtol(entry->d_name, NULL, 10);
		if (pid > 0 && pid != getpid() && pid != getppid())
			process_read(entry->d_name, held);
	}
	if (proc)
		closedir(proc);
	add_held_in_turn(held);
}

/* ---- comparison ---- */

/* A BTF of the kernel itself (vmlinux, modules) comes and goes with that: struct
 * bpf_btf_info.kernel_btf. */
static bool is_kernel_btf(enum kernel_kind kind, uint32_t id)
{
	uint8_t info[64];

	return kind == KERNEL_BTF && info_of(kind, id, info, 32) && info_u32(info, 28) == 1;
}

static size_t compare(const struct kernel_ids *before, enum kernel_kind kind, uint32_t *first)
{
	const struct set old = {before->ids[kind], before->count[kind]};
	struct set held[KERNEL_KINDS];
	bool looked = false;
	uint32_t id = 0;
	size_t count = 0;
	int i;

	memset(held, 0, sizeof(held));
	while (next_id(kind, id, &id) == 0) {
		if (set_has(&old, id) || is_kernel_btf(kind, id))
			continue;
		if (!looked)
			held_by_others(held);
		looked = true;
		if (!set_has(&held[kind], id) && count++ == 0)
			*first = id;
	}
	for (i = 0; i < KERNEL_KINDS; i++)
		free(held[i].ids);
	return count;
}

size_t kernel_ids_new(const struct kernel_ids *before, enum kernel_kind kind)
{
	uint32_t first;

	return compare(before, kind, &first);
}

static void complain(enum kernel_kind kind, uint32_t id, size_t count)
{
	uint8_t info[256];

	info_of(kind, id, info, sizeof(info));
	ck_abort_msg("%zu left in the kernel, among them %s %u '%.16s' (its type is %u)", count,
		kinds[kind].name, id, kinds[kind].name_at ? (char *)info + kinds[kind].name_at : "",
		kind == KERNEL_BTF ? 0 : info_u32(info, 0));
}

void kernel_ids_same(struct kernel_ids *before)
{
	struct timespec pause = {.tv_nsec = 20000000};
	enum kernel_kind kind;
	uint32_t first = 0;
	size_t count;
	int i;

	for (kind = 0; kind < KERNEL_KINDS; kind++) {
		count = compare(before, kind, &first);
		for (i = 0; count && i < 150; i++) {
			nanosleep(&pause, NULL);
			count = compare(before, kind, &first);
		}
		if (count)
			complain(kind, first, count);
	}
	kernel_ids_free(before);
}
