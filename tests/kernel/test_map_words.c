/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every type of map that <linux/bpf.h> has, from the command line: made, filled and read, or told why not.
 * What programs do with them: test_map_types.
 */
#include "tests/lib/test.h"

#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "rawbpf.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/child.h"
#include "tests/lib/map_row.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"

#define MAP MOUNTNS_BPFFS "/map"

/* ---- things that a key or a value refers to: words in which they are for the command ------------------- */

static char thing[600];

static const char *process(void)
{
	need_pidfd();
	snprintf(thing, sizeof(thing), "pid %d", getpid());
	return thing;
}

static const char *of_this_process(const char *word, int fd)
{
	need_pidfd();
	ck_assert_int_ge(fd, 0);
	snprintf(thing, sizeof(thing), "%s %d:%d", word, getpid(), fd);
	return thing;
}

static const char *a_socket(void)
{
	uint16_t port = 0;

	return of_this_process("socket", udp(&port));
}

static const char *a_mapped_socket(void)
{
	need_config("CONFIG_BPF_STREAM_PARSER");
	return a_socket();
}

static const char *a_ring(void)
{
	static struct rawbpf_xsk *xsk; /* open until the test ends */

	need_config("CONFIG_XDP_SOCKETS");
	assert_ok(rawbpf_xsk_open(NULL, "lo", NULL, &xsk, NULL));
	return of_this_process("socket", rawbpf_xsk_fd(xsk));
}

static const char *an_event(void)
{
	struct perf_event_attr a;

	memset(&a, 0, sizeof(a));
	a.size = sizeof(a);
	a.type = PERF_TYPE_SOFTWARE;
	a.config = PERF_COUNT_SW_BPF_OUTPUT;
	a.sample_type = PERF_SAMPLE_RAW;
	return of_this_process("event", (int)syscall(SYS_perf_event_open, &a, -1, 0, -1, 0));
}

static const char *a_cgroup(void)
{
	static struct cgroup c;

	need_cgroup2();
	cgroup_create(&c);
	snprintf(thing, sizeof(thing), "cgroup %s", c.path);
	return thing;
}

/* Where bpf is not among the active LSMs, the command refuses: tests/cli/map.sh. */
static const char *a_file(void)
{
	char list[256] = "";

	kernel_read_text(rawbpf_kernel(), "/sys/kernel/security/lsm", list, sizeof(list));
	skip_unless(strstr(list, "bpf"), "bpf is not among the active LSMs");
	return "file /";
}

static const char *a_program(void)
{
	const struct bpf_insn insns[] = { RETURN(1) };

	assert_ok(rawbpf_pin(NULL, LOAD(BPF_PROG_TYPE_SCHED_CLS, insns), MOUNTNS_BPFFS "/prog", NULL));
	return "pinned " MOUNTNS_BPFFS "/prog";
}

#define INNER "pinned " MOUNTNS_BPFFS "/inner"

static const char *a_map(void)
{
	return INNER;
}

static const char *nothing(void)
{
	return "";
}

/* ---- the table ------------------------------------------------------------------------------------------ */

#define SLOT "key 0 0 0 0"
#define FIVE "value 5 6 7 8"
#define BYTES "value: 05 06 07 08"

static const struct words {
	uint32_t type;
	const char *name;
	int major, minor;
	const char *(*thing)(void);  /* takes the place of an @ */
	const char *create, *update; /* NULL: refused with the words of `answer` */
	const char *lookup, *answer; /* what the last of those that are there prints */
} rows[] = {
#define T(name) BPF_MAP_TYPE_##name, #name
	{ T(HASH), 3, 19, nothing, "key 4 value 4 entries 4", "key 1 2 3 4 " FIVE, "key 1 2 3 4", BYTES },
	{ T(ARRAY), 3, 19, nothing, "value 4 entries 4", SLOT " " FIVE, SLOT, BYTES },
	{ T(PROG_ARRAY), 4, 2, a_program, "entries 4", SLOT " value @", SLOT, "prog_id: " },
	{ T(PERF_EVENT_ARRAY), 4, 3, an_event, "entries 4", SLOT " value @", SLOT,
		"does not tell which events" },
	{ T(PERCPU_HASH), 4, 6, nothing, "key 4 value 4 entries 4", "key 1 2 3 4 " FIVE, "key 1 2 3 4",
		"value (CPU 00): 05 06 07 08" },
	{ T(PERCPU_ARRAY), 4, 6, nothing, "value 4 entries 4", SLOT " " FIVE, SLOT,
		"value (CPU 00): 05 06 07 08" },
	{ T(STACK_TRACE), 4, 6, nothing, "value 16 entries 4", NULL, NULL, "only programs fill it" },
	{ T(CGROUP_ARRAY), 4, 8, a_cgroup, "entries 4", SLOT " value @", SLOT, "does not tell which cgroups" },
	{ T(LRU_HASH), 4, 10, nothing, "key 4 value 4 entries 64", "key 1 2 3 4 " FIVE, "key 1 2 3 4", BYTES },
	{ T(LRU_PERCPU_HASH), 4, 10, nothing, "key 4 value 4 entries 64", "key 1 2 3 4 " FIVE, "key 1 2 3 4",
		"value (CPU 00): 05 06 07 08" },
	{ T(LPM_TRIE), 4, 11, nothing, "key 8 value 4 entries 4", "key 0 0 0 0 10 0 0 0 " FIVE,
		"key 0 0 0 0 10 1 2 3", BYTES },
	{ T(ARRAY_OF_MAPS), 4, 12, a_map, "entries 4 inner_map @", SLOT " value @", SLOT, "inner_map_id: " },
	{ T(HASH_OF_MAPS), 4, 12, a_map, "key 4 entries 4 inner_map @", "key 1 2 3 4 value @", "key 1 2 3 4",
		"inner_map_id: " },
	{ T(DEVMAP), 4, 14, nothing, "entries 4", SLOT " value dev lo", SLOT, "ifindex: 1" },
	{ T(SOCKMAP), 4, 14, a_mapped_socket, "entries 4", SLOT " value @", SLOT, "socket_cookie: " },
	{ T(CPUMAP), 4, 15, nothing, "entries 1", SLOT " value qsize 64", SLOT, "qsize: 64" },
	{ T(XSKMAP), 4, 18, a_ring, "entries 4", SLOT " value @", SLOT, "does not tell which sockets" },
	{ T(SOCKHASH), 4, 18, a_mapped_socket, "key 4 entries 4", "key 1 2 3 4 value @", "key 1 2 3 4",
		"socket_cookie: " },
	/* with a program that is attached: test_socket_samples */
	{ T(CGROUP_STORAGE), 4, 19, a_cgroup, "key 16 value 4", NULL, NULL, "attached to" },
	{ T(REUSEPORT_SOCKARRAY), 4, 19, a_socket, "entries 4", SLOT " value @", SLOT, "socket_cookie: " },
	{ T(PERCPU_CGROUP_STORAGE), 4, 20, a_cgroup, "key 16 value 4", NULL, NULL, "attached to" },
	{ T(QUEUE), 4, 20, nothing, "value 4 entries 4", FIVE, "", BYTES },
	{ T(STACK), 4, 20, nothing, "value 4 entries 4", FIVE, "", BYTES },
	{ T(SK_STORAGE), 5, 2, a_socket, "value 4", "key @ " FIVE, "key @", "[5, 6, 7, 8]" },
	{ T(DEVMAP_HASH), 5, 4, nothing, "key 4 entries 4", "key 1 2 3 4 value dev lo", "key 1 2 3 4",
		"ifindex: 1" },
	{ T(STRUCT_OPS), 5, 6, nothing, NULL, NULL, NULL, "run makes it of an object" },
	{ T(RINGBUF), 5, 8, nothing, "entries 65536", NULL, NULL, "map event_pipe shows what comes" },
	{ T(INODE_STORAGE), 5, 10, a_file, "value 4", "key @ " FIVE, "key @", "[5, 6, 7, 8]" },
	{ T(TASK_STORAGE), 5, 11, process, "value 4", "key @ " FIVE, "key @", "[5, 6, 7, 8]" },
	{ T(BLOOM_FILTER), 5, 16, nothing, "value 4 entries 16", FIVE, FIVE, BYTES },
	{ T(USER_RINGBUF), 6, 1, nothing, "entries 65536", NULL, NULL, "processes write records to it" },
	{ T(CGRP_STORAGE), 6, 2, a_cgroup, "value 4", "key @ " FIVE, "key @", "[5, 6, 7, 8]" },
	{ T(ARENA), 6, 9, nothing, "entries 1", NULL, NULL, "it is memory" },
	{ T(INSN_ARRAY), 6, 19, nothing, "entries 2", SLOT " value 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", SLOT,
		"orig_off: 0" },
	{ T(RHASH), 7, 2, nothing, "key 4 value 4 entries 4", "key 1 2 3 4 " FIVE, "key 1 2 3 4", BYTES },
};

static const struct words *row_of(uint32_t type)
{
	const struct words *w;

	for (w = rows; w < rows + sizeof(rows) / sizeof(*rows); w++)
		if (w->type == type)
			return w;
	ck_abort_msg("map type %u has no row", type);
}

/* The words with the thing for an @. */
static const char *with(const char *words, const char *what)
{
	static char text[800];
	const char *at = words ? strchr(words, '@') : NULL;

	snprintf(text, sizeof(text), "%.*s%s%s", at ? (int)(at - words) : 0, words ? words : "", at ? what : "",
		at ? at + 1 : words ? words : "");
	return text;
}

/* What the kernel refuses for want of memory, or of a machine for it, need not work. */
static int done(const char *words, const char *what, const char *verb, const char *rest)
{
	const char *mark = *rest ? " " : "";

	return child_says(words, "map %s %s" MAP "%s%s", verb, strcmp(verb, "create") ? "pinned " : "", mark,
		with(rest, what));
}

static const char *any_update(const struct words *w)
{
	if (w->type == BPF_MAP_TYPE_STACK_TRACE)
		return SLOT " value 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0";
	return w->thing == a_cgroup ? "key @ ingress value 1 2 3 4" : "value 1 2 3 4";
}

START_TEST(a_map_of_this_type_is_made_filled_and_read_by_words)
{
	const struct words *w = row_of(_i);
	char create[200], name[40];
	const char *what, *c;
	int code, i;

	need_root();
	need_kernel(w->major, w->minor);
	if (w->type == BPF_MAP_TYPE_INODE_STORAGE || w->type == BPF_MAP_TYPE_ARENA)
		need_jit();
	netns_enter();
	mountns_enter();
	what = w->thing();
	for (i = 0; w->name[i]; i++)
		name[i] = (char)(w->name[i] >= 'A' && w->name[i] <= 'Z' ? w->name[i] + 32 : w->name[i]);
	name[i] = '\0';
	ck_assert_int_eq(child_says("", "map create " MOUNTNS_BPFFS "/inner type array value 4 entries 4"), 0);
	c = w->create ? with(w->create, what) : "";
	snprintf(create, sizeof(create), "type %s%s%s", name, *c ? " " : "", c);
	code = done(w->create ? "" : w->answer, what, "create", create);
	skip_unless(!code || w->type != BPF_MAP_TYPE_ARENA, "no arenas on this machine: exit code %d",
		code);
	ck_assert_int_eq(code, w->create ? 0 : EXIT_REFUSED);
	if (!w->create)
		return;
	if (!w->update) {
		ck_assert_int_ne(done(w->answer, what, "update", any_update(w)), 0);
		return;
	}
	code = done("", what, "update", w->update);
	skip_unless(code != EXIT_SYSTEM || !strstr(w->name, "_STORAGE"), "the kernel has no memory for it");
	ck_assert_int_eq(code, 0);
	code = done(w->answer, what, "lookup", w->lookup);
	ck_assert_int_eq(code, strncmp(w->answer, "does not", 8) ? 0 : EXIT_LACKING);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("map_words");
	TCase *t = tcase_create("types");

	tcase_add_loop_test(t, a_map_of_this_type_is_made_filled_and_read_by_words, BPF_MAP_TYPE_UNSPEC + 1,
		__MAX_BPF_MAP_TYPE);
	suite_add_tcase(s, t);
	return s;
}
