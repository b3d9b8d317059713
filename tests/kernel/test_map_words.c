/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every type of map that <linux/bpf.h> has, from the command line: made, filled and read, or told why not,
 * and by an older kernel refused with the kernel that it came with. What came with 5.10 or before, no kernel of
 * the matrix can contradict.
 * What programs do with them: test_map_types.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "object/map_least.h"
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
	snprintf(thing, sizeof(thing), "%s %d/%d", word, getpid(), fd);
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
	const char *(*thing)(void);  /* takes the place of an @ */
	const char *create, *update; /* NULL: refused with the words of `answer` */
	const char *lookup, *answer; /* what the last of those that are there prints */
} rows[] = {
#define T(name) BPF_MAP_TYPE_##name, #name
	{ T(HASH), nothing, "key 4 value 4 entries 4", "key 1 2 3 4 " FIVE, "key 1 2 3 4", BYTES },
	{ T(ARRAY), nothing, "value 4 entries 4", SLOT " " FIVE, SLOT, BYTES },
	{ T(PROG_ARRAY), a_program, "entries 4", SLOT " value @", SLOT, "prog_id: " },
	{ T(PERF_EVENT_ARRAY), an_event, "entries 4", SLOT " value @", SLOT,
		"does not tell which events" },
	{ T(PERCPU_HASH), nothing, "key 4 value 4 entries 4", "key 1 2 3 4 " FIVE, "key 1 2 3 4",
		"value (CPU 00): 05 06 07 08" },
	{ T(PERCPU_ARRAY), nothing, "value 4 entries 4", SLOT " " FIVE, SLOT,
		"value (CPU 00): 05 06 07 08" },
	{ T(STACK_TRACE), nothing, "value 16 entries 4", NULL, NULL, "only programs fill it" },
	{ T(CGROUP_ARRAY), a_cgroup, "entries 4", SLOT " value @", SLOT, "does not tell which cgroups" },
	{ T(LRU_HASH), nothing, "key 4 value 4 entries 64", "key 1 2 3 4 " FIVE, "key 1 2 3 4", BYTES },
	{ T(LRU_PERCPU_HASH), nothing, "key 4 value 4 entries 64", "key 1 2 3 4 " FIVE, "key 1 2 3 4",
		"value (CPU 00): 05 06 07 08" },
	{ T(LPM_TRIE), nothing, "key 8 value 4 entries 4", "key 0 0 0 0 10 0 0 0 " FIVE,
		"key 0 0 0 0 10 1 2 3", BYTES },
	{ T(ARRAY_OF_MAPS), a_map, "entries 4 inner_map @", SLOT " value @", SLOT, "inner_map_id: " },
	{ T(HASH_OF_MAPS), a_map, "key 4 entries 4 inner_map @", "key 1 2 3 4 value @", "key 1 2 3 4",
		"inner_map_id: " },
	{ T(DEVMAP), nothing, "entries 4", SLOT " value dev lo", SLOT, "ifindex: 1" },
	{ T(SOCKMAP), a_mapped_socket, "entries 4", SLOT " value @", SLOT, "socket_cookie: " },
	{ T(CPUMAP), nothing, "entries 1", SLOT " value qsize 64", SLOT, "qsize: 64" },
	{ T(XSKMAP), a_ring, "entries 4", SLOT " value @", SLOT, "does not tell which sockets" },
	{ T(SOCKHASH), a_mapped_socket, "key 4 entries 4", "key 1 2 3 4 value @", "key 1 2 3 4",
		"socket_cookie: " },
	/* with a program that is attached: test_socket_samples */
	{ T(CGROUP_STORAGE), a_cgroup, "key 16 value 4", NULL, NULL, "attached to" },
	{ T(REUSEPORT_SOCKARRAY), a_socket, "entries 4", SLOT " value @", SLOT, "socket_cookie: " },
	{ T(PERCPU_CGROUP_STORAGE), a_cgroup, "key 16 value 4", NULL, NULL, "attached to" },
	{ T(QUEUE), nothing, "value 4 entries 4", FIVE, "", BYTES },
	{ T(STACK), nothing, "value 4 entries 4", FIVE, "", BYTES },
	{ T(SK_STORAGE), a_socket, "value 4", "key @ " FIVE, "key @", "[5, 6, 7, 8]" },
	{ T(DEVMAP_HASH), nothing, "key 4 entries 4", "key 1 2 3 4 value dev lo", "key 1 2 3 4",
		"ifindex: 1" },
	{ T(STRUCT_OPS), nothing, NULL, NULL, NULL, "run makes it of an object" },
	{ T(RINGBUF), nothing, "entries 65536", NULL, NULL, "map event_pipe shows what comes" },
	{ T(INODE_STORAGE), a_file, "value 4", "key @ " FIVE, "key @", "[5, 6, 7, 8]" },
	{ T(TASK_STORAGE), process, "value 4", "key @ " FIVE, "key @", "[5, 6, 7, 8]" },
	{ T(BLOOM_FILTER), nothing, "value 4 entries 16", FIVE, FIVE, BYTES },
	{ T(USER_RINGBUF), nothing, "entries 65536", NULL, NULL, "processes write records to it" },
	{ T(CGRP_STORAGE), a_cgroup, "value 4", "key @ " FIVE, "key @", "[5, 6, 7, 8]" },
	{ T(ARENA), nothing, "entries 1", NULL, NULL, "it is memory" },
	{ T(INSN_ARRAY), nothing, "entries 2", SLOT " value 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", SLOT,
		"orig_off: 0" },
	{ T(RHASH), nothing, "key 4 value 4 entries 4", "key 1 2 3 4 " FIVE, "key 1 2 3 4", BYTES },
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

/* "type lru_hash key 4" */
static const char *creation(const struct words *w, const char *what)
{
	static char text[200];
	const char *words = w->create ? with(w->create, what) : "";
	int i;

	snprintf(text, sizeof(text), "type %s%s%s", w->name, *words ? " " : "", words);
	for (i = 5; text[i] && text[i] != ' '; i++)
		text[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
	return text;
}

static void is_refused_with_the_first_kernel(const struct words *w)
{
	const struct map_least *l = &map_least_table[w->type];
	char words[80];

	mountns_enter();
	snprintf(words, sizeof(words), ", which came with %u.%u (or is built", l->major, l->minor);
	ck_assert_int_eq(done(words, "", "create", creation(w, "")), EXIT_LACKING);
	ck_assert_int_ne(access(MAP, F_OK), 0);
}

/* What the kernel has no memory for need not work; the answer says that it is that. */
static int made(const struct words *w, const char *what)
{
	int code = done(w->create ? "" : w->answer, what, "create", creation(w, what));

	if (code && w->type == BPF_MAP_TYPE_ARENA) {
		done("Cannot allocate memory", what, "create", creation(w, what));
		skip("the kernel has no memory for it");
	}
	return code;
}

START_TEST(a_map_of_this_type_is_made_filled_and_read_by_words)
{
	const struct map_least *l = &map_least_table[_i];
	const struct words *w = row_of(_i);
	const char *what;
	int code;

	need_root();
	if (!kernel_is(l->major, l->minor)) {
		is_refused_with_the_first_kernel(w);
		return;
	}
	if (w->type == BPF_MAP_TYPE_INODE_STORAGE || w->type == BPF_MAP_TYPE_ARENA ||
		(w->type == BPF_MAP_TYPE_STRUCT_OPS && config_has("CONFIG_BPF_JIT") != 1))
		need_jit();
	netns_enter();
	mountns_enter();
	what = w->thing();
	ck_assert_int_eq(child_says("", "map create " MOUNTNS_BPFFS "/inner type array value 4 entries 4"), 0);
	code = made(w, what);
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

/* Has it, for all that is known, been left out? Of arenas, only some JITs know. */
static bool may_lack(uint32_t type)
{
	struct utsname u;

	uname(&u);
	switch (type) {
	case BPF_MAP_TYPE_INODE_STORAGE:
	case BPF_MAP_TYPE_TASK_STORAGE:
		return config_has("CONFIG_BPF_LSM") != 1;
	case BPF_MAP_TYPE_STRUCT_OPS:
		return config_has("CONFIG_BPF_JIT") != 1;
	case BPF_MAP_TYPE_XSKMAP:
		return config_has("CONFIG_XDP_SOCKETS") != 1;
	case BPF_MAP_TYPE_SOCKMAP:
	case BPF_MAP_TYPE_SOCKHASH:
		return config_has("CONFIG_BPF_STREAM_PARSER") != 1;
	case BPF_MAP_TYPE_ARENA:
		return strcmp(u.machine, "x86_64") != 0;
	}
	return false;
}

START_TEST(a_map_that_does_not_fit_its_type_is_not_taken_for_one_of_a_type_that_is_lacking)
{
	const struct map_least *l = &map_least_table[_i];
	struct rawbpf_map_spec m;
	int err;

	need_root();
	memset(&m, 0, sizeof(m));
	m.type = _i;
	m.key_size = m.value_size = m.max_entries = 3;
	m.flags = 1U << 30;
	err = rawbpf_map_create(NULL, &m, NULL);
	if (!kernel_is(l->major, l->minor))
		assert_err(err, -EOPNOTSUPP);
	else if (err != -EOPNOTSUPP || !may_lack(_i))
		assert_err(err, -EINVAL);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("map_words");
	TCase *t = tcase_create("types");

	tcase_add_loop_test(t, a_map_of_this_type_is_made_filled_and_read_by_words, BPF_MAP_TYPE_UNSPEC + 1,
		__MAX_BPF_MAP_TYPE);
	tcase_add_loop_test(t, a_map_that_does_not_fit_its_type_is_not_taken_for_one_of_a_type_that_is_lacking,
		BPF_MAP_TYPE_UNSPEC + 1, __MAX_BPF_MAP_TYPE);
	suite_add_tcase(s, t);
	return s;
}
