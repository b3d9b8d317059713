/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Records through real ring and perf buffers. The producer is a socket filter of a few
 * instructions that test runs call; it numbers its records in an array map, so that what is
 * missing, doubled or damaged can be told:
 *
 *	u64 number, then u64 number * FACTOR + 1, + 2, ...	cut to 8 .. 71 bytes by the number
 *
 * Beside the number stands how often the helper refused a record, because the buffer was full.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "asm/insn.h"
#include "rawbpf.h"
#include "tests/lib/fds.h"
#include "tests/lib/test.h"

#define FACTOR 0x9e3779b97f4a7c15ULL
#define WORDS 10
#define STACK (-8 * WORDS)
#define PAGE 4096

enum { R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 };
enum kind { RING, DISCARDING, PERF };

struct source {
	int map_fd, count_fd, prog_fd;
};

struct counts {
	uint64_t number, refused;
};

static int make_map(uint32_t type, uint32_t key_size, uint32_t value_size, uint32_t entries)
{
	struct rawbpf_diag d = { 0 };
	struct rawbpf_map_spec m;
	int fd;

	memset(&m, 0, sizeof(m));
	m.name = "events";
	m.type = type;
	m.key_size = key_size;
	m.value_size = value_size;
	m.max_entries = entries;
	fd = rawbpf_map_create(NULL, &m, &d);
	ck_assert_msg(fd >= 0, "%s", d.msg);
	return fd;
}

/* Takes the next number into r8, r7 is where it is kept, and fills the stack; r3 = the size. */
static size_t put_head(struct bpf_insn *p, int count_fd)
{
	const struct bpf_insn number[] = {
		BPF_MOV64_REG(R6, R1),
		BPF_LD_MAP_VALUE(R7, count_fd, 0),
		BPF_MOV64_IMM(R8, 1),
		BPF_ATOMIC_OP(BPF_DW, BPF_ADD | BPF_FETCH, R7, R8, 0),
		BPF_STX_MEM(BPF_DW, R10, R8, STACK),
		BPF_LD_IMM64(R1, FACTOR),
		BPF_ALU64_REG(BPF_MUL, R1, R8),
	};
	const struct bpf_insn size[] = {
		BPF_MOV64_REG(R3, R8),
		BPF_ALU64_IMM(BPF_AND, R3, 63),
		BPF_ALU64_IMM(BPF_ADD, R3, 8),
	};
	size_t n = sizeof(number) / sizeof(*number);
	int i;

	memcpy(p, number, sizeof(number));
	for (i = 1; i < WORDS; i++) {
		p[n++] = BPF_ALU64_IMM(BPF_ADD, R1, 1);
		p[n++] = BPF_STX_MEM(BPF_DW, R10, R1, STACK + 8 * i);
	}
	memcpy(p + n, size, sizeof(size));
	return n + sizeof(size) / sizeof(*size);
}

/* bpf_ringbuf_output(map, stack, size, 0) */
static size_t put_ring(struct bpf_insn *p, int map_fd)
{
	const struct bpf_insn code[] = {
		BPF_LD_MAP_FD(R1, map_fd),
		BPF_MOV64_REG(R2, R10),
		BPF_ALU64_IMM(BPF_ADD, R2, STACK),
		BPF_MOV64_IMM(R4, 0),
		BPF_EMIT_CALL(BPF_FUNC_ringbuf_output),
	};

	memcpy(p, code, sizeof(code));
	return sizeof(code) / sizeof(*code);
}

/* Reserves 16 bytes for the number; each third record is submitted, the others are discarded. */
static size_t put_discarding(struct bpf_insn *p, int map_fd)
{
	const struct bpf_insn code[] = {
		BPF_LD_MAP_FD(R1, map_fd),
		BPF_MOV64_IMM(R2, 16),
		BPF_MOV64_IMM(R3, 0),
		BPF_EMIT_CALL(BPF_FUNC_ringbuf_reserve),
		BPF_JMP_IMM(BPF_JNE, R0, 0, 2),
		BPF_MOV64_IMM(R0, -1),
		BPF_JMP_A(12),
		BPF_STX_MEM(BPF_DW, R0, R8, 0),
		BPF_STX_MEM(BPF_DW, R0, R8, 8),
		BPF_MOV64_REG(R1, R0),
		BPF_MOV64_IMM(R2, 0),
		BPF_MOV64_REG(R3, R8),
		BPF_ALU64_IMM(BPF_MOD, R3, 3),
		BPF_JMP_IMM(BPF_JEQ, R3, 0, 3),
		BPF_EMIT_CALL(BPF_FUNC_ringbuf_discard),
		BPF_MOV64_IMM(R0, 0),
		BPF_JMP_A(2),
		BPF_EMIT_CALL(BPF_FUNC_ringbuf_submit),
		BPF_MOV64_IMM(R0, 0),
	};

	memcpy(p, code, sizeof(code));
	return sizeof(code) / sizeof(*code);
}

/* bpf_perf_event_output(ctx, map, BPF_F_CURRENT_CPU, stack, size) */
static size_t put_perf(struct bpf_insn *p, int map_fd)
{
	const struct bpf_insn code[] = {
		BPF_MOV64_REG(R5, R3),
		BPF_MOV64_REG(R1, R6),
		BPF_LD_MAP_FD(R2, map_fd),
		BPF_MOV32_IMM(R3, -1),
		BPF_MOV64_REG(R4, R10),
		BPF_ALU64_IMM(BPF_ADD, R4, STACK),
		BPF_EMIT_CALL(BPF_FUNC_perf_event_output),
	};

	memcpy(p, code, sizeof(code));
	return sizeof(code) / sizeof(*code);
}

/* r0 is not 0: count it as refused. */
static size_t put_tail(struct bpf_insn *p)
{
	const struct bpf_insn code[] = {
		BPF_JMP_IMM(BPF_JEQ, R0, 0, 2),
		BPF_MOV64_IMM(R1, 1),
		BPF_ATOMIC_OP(BPF_DW, BPF_ADD, R7, R1, 8),
		BPF_MOV64_IMM(R0, 0),
		BPF_EXIT_INSN(),
	};

	memcpy(p, code, sizeof(code));
	return sizeof(code) / sizeof(*code);
}

static void load(struct source *s, enum kind kind)
{
	struct rawbpf_diag d = { 0 };
	struct rawbpf_prog_spec p;
	struct bpf_insn code[128];
	size_t n = put_head(code, s->count_fd);

	n += kind == RING ? put_ring(code + n, s->map_fd)
		: kind == PERF ? put_perf(code + n, s->map_fd)
			       : put_discarding(code + n, s->map_fd);
	n += put_tail(code + n);
	memset(&p, 0, sizeof(p));
	p.type = BPF_PROG_TYPE_SOCKET_FILTER;
	p.license = "GPL";
	p.insns = code;
	p.insn_cnt = n;
	s->prog_fd = rawbpf_prog_load(NULL, &p, &d);
	ck_assert_msg(s->prog_fd >= 0, "%s\n%s", d.msg, d.log ? d.log : "");
}

static struct source make_source(enum kind kind, uint32_t ring_size)
{
	struct source s;

	need_root();
	need_kernel(5, 12); /* fetching atomics; ring buffers are 5.8 */
	s.map_fd = kind == PERF ? make_map(BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 64)
				: make_map(BPF_MAP_TYPE_RINGBUF, 0, 0, ring_size);
	s.count_fd = make_map(BPF_MAP_TYPE_ARRAY, 4, sizeof(struct counts), 1);
	load(&s, kind);
	return s;
}

/* Run the producer so many times. */
static int produce(const struct source *s, uint32_t times)
{
	static const char packet[64];
	struct rawbpf_test_run t;

	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = sizeof(packet);
	t.repeat = times;
	return rawbpf_test_run(NULL, s->prog_fd, &t, NULL);
}

static struct counts counts_of(const struct source *s)
{
	struct counts c = { 0, 0 };
	uint32_t key = 0;

	rawbpf_map_lookup(NULL, s->count_fd, &key, &c);
	return c;
}

/* Perf records have the order of their CPU only, so all come from one. */
static void stay_on_a_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(set), &set), 0);
}

static struct rawbpf_events *open_events(const struct source *s, uint32_t pages)
{
	struct rawbpf_events *e = NULL;
	struct rawbpf_diag d = { 0 };

	assert_ok(rawbpf_events_open(NULL, &e, &d));
	ck_assert_msg(!rawbpf_events_add(e, s->map_fd, pages, NULL, &d), "%s", d.msg);
	return e;
}

/* The number of a record that is whole, or UINT64_MAX. Perf records are padded. */
static uint64_t number_of(const struct rawbpf_record *r)
{
	uint64_t words[WORDS] = { 0 }, want[WORDS];
	uint32_t i, size;

	if (r->size < 8 || r->size > sizeof(words))
		return UINT64_MAX;
	memcpy(words, r->data, r->size);
	size = 8 + (words[0] & 63);
	want[0] = words[0];
	for (i = 1; i < WORDS; i++)
		want[i] = words[0] * FACTOR + i;
	if (r->cpu < 0 ? r->size != size : r->size < size || r->size >= size + 8)
		return UINT64_MAX;
	return memcmp(words, want, size) ? UINT64_MAX : words[0];
}

struct tally {
	uint64_t next, cnt, wrong, stop_at;
	const struct source *again; /* produce one more for each record */
};

static int take(void *ctx, const struct rawbpf_record *r)
{
	struct tally *t = ctx;

	t->wrong += number_of(r) != t->next++;
	t->cnt++;
	return t->cnt == t->stop_at ? -ECANCELED : 0;
}

static void take_all(struct rawbpf_events *e, struct tally *t)
{
	struct rawbpf_record r;

	while (rawbpf_events_next(e, &r))
		take(t, &r);
}

/* Rounds of a few records each, so that records of all sizes cross the end of the buffer. */
static void check_laps(enum kind kind)
{
	struct source s = make_source(kind, PAGE);
	struct rawbpf_events *e;
	struct tally t = { 0 };
	int round, failed = 0;

	stay_on_a_cpu();
	e = open_events(&s, 1);
	for (round = 0; round < 2000; round++) {
		failed += produce(&s, 1 + round % 23) != 0;
		take_all(e, &t);
	}
	ck_assert_int_eq(failed, 0);
	ck_assert_uint_eq(counts_of(&s).refused, 0);
	ck_assert_uint_eq(t.cnt, counts_of(&s).number);
	ck_assert_uint_eq(t.wrong, 0);
	ck_assert_uint_eq(rawbpf_events_lost(e), 0);
	rawbpf_events_close(e);
}

START_TEST(ring_buffer_gives_whole_records_in_order_over_many_laps)
{
	check_laps(RING);
}
END_TEST

START_TEST(perf_buffer_gives_whole_records_in_order_over_many_laps)
{
	check_laps(PERF);
}
END_TEST

static void check_poll(enum kind kind)
{
	struct source s = make_source(kind, 65536);
	struct rawbpf_events *e;
	struct tally t = { 0 };

	stay_on_a_cpu();
	e = open_events(&s, 16);
	assert_err(rawbpf_events_poll(e, 0, take, &t), 0);
	assert_ok(produce(&s, 100));
	assert_err(rawbpf_events_poll(e, 1000, take, &t), 100);
	assert_err(rawbpf_events_poll(e, 0, take, &t), 0);
	ck_assert_uint_eq(t.cnt, 100);
	ck_assert_uint_eq(t.wrong, 0);
	rawbpf_events_close(e);
}

START_TEST(poll_hands_out_all_records_of_a_ring_buffer)
{
	check_poll(RING);
}
END_TEST

START_TEST(poll_hands_out_all_records_of_a_perf_buffer)
{
	check_poll(PERF);
}
END_TEST

/* What the callback did not get to see yet ends the next wait at once. */
static void check_stop(enum kind kind)
{
	struct source s = make_source(kind, 65536);
	struct rawbpf_events *e;
	struct tally t = { .stop_at = 3 };

	stay_on_a_cpu();
	e = open_events(&s, 16);
	assert_ok(produce(&s, 10));
	assert_err(rawbpf_events_poll(e, 1000, take, &t), -ECANCELED);
	ck_assert_uint_eq(t.cnt, 3);
	assert_err(rawbpf_events_wait(e, 0), 1);
	assert_err(rawbpf_events_poll(e, 1000, take, &t), 7);
	ck_assert_uint_eq(t.wrong, 0);
	assert_err(rawbpf_events_wait(e, 0), 0);
	rawbpf_events_close(e);
}

START_TEST(negative_callback_ends_the_poll_of_a_ring_buffer_and_loses_nothing)
{
	check_stop(RING);
}
END_TEST

START_TEST(negative_callback_ends_the_poll_of_a_perf_buffer_and_loses_nothing)
{
	check_stop(PERF);
}
END_TEST

START_TEST(discarded_records_are_passed_over)
{
	struct source s = make_source(DISCARDING, PAGE);
	struct rawbpf_events *e = open_events(&s, 0);
	struct rawbpf_record r;
	uint64_t next = 0, n;
	int round, wrong = 0;

	for (round = 0; round < 300; round++) {
		assert_ok(produce(&s, 1 + round % 11));
		for (; rawbpf_events_next(e, &r); next += 3) {
			memcpy(&n, r.data, sizeof(n));
			wrong += r.size != 16 || n != next;
		}
	}
	ck_assert_int_eq(wrong, 0);
	ck_assert_uint_eq(counts_of(&s).refused, 0);
	ck_assert_uint_eq(next, (counts_of(&s).number + 2) / 3 * 3);
	rawbpf_events_close(e);
}
END_TEST

START_TEST(ring_buffer_full_of_discarded_records_gives_its_room_back)
{
	struct source s = make_source(DISCARDING, PAGE);
	struct rawbpf_events *e = open_events(&s, 0);
	struct rawbpf_record r;
	int n = 0;

	assert_ok(produce(&s, 1000));
	while (rawbpf_events_next(e, &r))
		n++;
	ck_assert_int_gt(n, 10);
	ck_assert_uint_gt(counts_of(&s).refused, 100);
	assert_ok(produce(&s, 3));
	ck_assert(rawbpf_events_next(e, &r));
	rawbpf_events_close(e);
}
END_TEST

START_TEST(full_ring_buffer_refuses_and_goes_on_after_reading)
{
	struct source s = make_source(RING, PAGE);
	struct rawbpf_events *e = open_events(&s, 0);
	struct tally t = { 0 };
	struct counts c;

	assert_ok(produce(&s, 1000));
	take_all(e, &t);
	c = counts_of(&s);
	ck_assert_uint_gt(t.cnt, 50);
	ck_assert_uint_eq(t.cnt + c.refused, 1000);
	t.next = c.number;
	assert_ok(produce(&s, 50));
	take_all(e, &t);
	ck_assert_uint_eq(t.next, 1050);
	rawbpf_events_close(e);
}
END_TEST

START_TEST(room_is_given_back_before_all_has_been_read)
{
	struct source s = make_source(RING, PAGE);
	struct rawbpf_events *e = open_events(&s, 0);
	struct rawbpf_record r;
	uint64_t refused;
	int i;

	assert_ok(produce(&s, 1000));
	refused = counts_of(&s).refused;
	for (i = 0; i < 40; i++)
		ck_assert(rawbpf_events_next(e, &r));
	assert_ok(produce(&s, 10));
	ck_assert_uint_eq(counts_of(&s).refused, refused);
	rawbpf_events_close(e);
}
END_TEST

/* The kernel tells of lost records with the next one that finds room. */
START_TEST(records_lost_in_a_full_perf_buffer_are_counted)
{
	struct source s = make_source(PERF, 0);
	struct rawbpf_events *e;
	struct tally t = { 0 };

	stay_on_a_cpu();
	e = open_events(&s, 1);
	assert_ok(produce(&s, 1000));
	take_all(e, &t);
	ck_assert_uint_gt(t.cnt, 30);
	ck_assert_uint_lt(t.cnt, 200);
	assert_ok(produce(&s, 1));
	take_all(e, &t);
	ck_assert_uint_eq(t.cnt + rawbpf_events_lost(e), 1001);
	assert_ok(produce(&s, 500));
	take_all(e, &t);
	assert_ok(produce(&s, 1));
	take_all(e, &t);
	ck_assert_uint_eq(t.cnt + rawbpf_events_lost(e), 1502);
	ck_assert_uint_eq(rawbpf_events_lost(e), counts_of(&s).refused);
	rawbpf_events_close(e);
}
END_TEST

/* A producer that stops now and then, so that the reader often sleeps, often does not quite. */
static void produce_slowly(const struct source *s, uint32_t records)
{
	unsigned int seed = 1;
	uint32_t i, n;

	for (; records; records -= n) {
		n = 1 + rand_r(&seed) % 3;
		n = n > records ? records : n;
		if (produce(s, n))
			_exit(1);
		i = rand_r(&seed) % 4 ? rand_r(&seed) % 300 : 0;
		if (i)
			nanosleep(&(struct timespec){ .tv_nsec = i * 100L }, NULL);
	}
	_exit(0);
}

/* Records come from any CPU: here only their number and content count. */
static int count_whole(void *ctx, const struct rawbpf_record *r)
{
	struct tally *t = ctx;

	t->wrong += number_of(r) == UINT64_MAX;
	t->cnt++;
	return 0;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* A poll may end early without a record, but a long one means that nobody woke us. */
static void check_wakeups(enum kind kind)
{
	enum { RECORDS = 20000 };
	struct source s = make_source(kind, 1 << 20);
	struct rawbpf_events *e = open_events(&s, 64);
	double start, longest = 0;
	struct tally t = { 0 };
	int child, n = 0, status = -1;

	child = fork();
	if (!child)
		produce_slowly(&s, RECORDS);
	while (n >= 0 && t.cnt < RECORDS && longest < 2) {
		start = now();
		n = rawbpf_events_poll(e, 3000, count_whole, &t);
		longest = now() - start > longest ? now() - start : longest;
	}
	waitpid(child, &status, 0);
	ck_assert_int_eq(status, 0);
	ck_assert_int_ge(n, 0);
	ck_assert_uint_eq(t.cnt, RECORDS);
	ck_assert_uint_eq(t.wrong, 0);
	ck_assert_uint_eq(counts_of(&s).refused, 0);
	rawbpf_events_close(e);
}

START_TEST(no_wakeup_of_a_ring_buffer_is_missed)
{
	check_wakeups(RING);
}
END_TEST

START_TEST(no_wakeup_of_a_perf_buffer_is_missed)
{
	check_wakeups(PERF);
}
END_TEST

START_TEST(wait_and_next_together_miss_no_wakeup)
{
	enum { RECORDS = 5000 };
	struct source s = make_source(RING, 1 << 20);
	struct rawbpf_events *e = open_events(&s, 0);
	struct tally t = { 0 };
	int child, n = 1;

	child = fork();
	if (!child)
		produce_slowly(&s, RECORDS);
	while (n > 0 && t.cnt < RECORDS) {
		n = rawbpf_events_wait(e, 3000);
		take_all(e, &t);
	}
	waitpid(child, NULL, 0);
	ck_assert_uint_eq(t.cnt, RECORDS);
	ck_assert_uint_eq(t.wrong, 0);
	rawbpf_events_close(e);
}
END_TEST

/* The position is the map's, not the reader's. */
START_TEST(second_reader_of_a_ring_buffer_goes_on_where_the_first_stopped)
{
	struct source s = make_source(RING, 65536);
	struct rawbpf_events *e = open_events(&s, 0);
	struct tally t = { 0 };

	assert_ok(produce(&s, 10));
	take_all(e, &t);
	rawbpf_events_close(e);
	e = open_events(&s, 0);
	take_all(e, &t);
	ck_assert_uint_eq(t.cnt, 10);
	assert_ok(produce(&s, 5));
	take_all(e, &t);
	ck_assert_uint_eq(t.cnt, 15);
	ck_assert_uint_eq(t.wrong, 0);
	rawbpf_events_close(e);
}
END_TEST

static int which[2];

static int note_cookie(void *ctx, const struct rawbpf_record *r)
{
	struct tally *t = ctx;

	t->cnt++;
	if (t->again && r->cookie == &which[0])
		produce(t->again, 1);
	++*(int *)r->cookie;
	return t->cnt == 1000 ? -ECANCELED : 0;
}

START_TEST(ring_and_perf_buffers_are_read_together_and_told_apart)
{
	struct source ring = make_source(RING, 65536), perf = make_source(PERF, 0);
	struct rawbpf_events *e = NULL;
	struct tally t = { 0 };

	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	assert_ok(rawbpf_events_add(e, ring.map_fd, 0, &which[0], NULL));
	assert_ok(rawbpf_events_add(e, perf.map_fd, 8, &which[1], NULL));
	assert_ok(produce(&ring, 30));
	assert_ok(produce(&perf, 20));
	assert_err(rawbpf_events_poll(e, 1000, note_cookie, &t), 50);
	ck_assert_int_eq(which[0], 30);
	ck_assert_int_eq(which[1], 20);
	rawbpf_events_close(e);
}
END_TEST

/* The first buffer gets a new record for each that is read. */
START_TEST(poll_ends_although_more_and_more_records_come)
{
	struct source s = make_source(RING, 65536);
	struct rawbpf_events *e = NULL;
	struct tally t = { .again = &s };
	int n;

	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	assert_ok(rawbpf_events_add(e, s.map_fd, 0, &which[0], NULL));
	assert_ok(produce(&s, 10));
	n = rawbpf_events_poll(e, 1000, note_cookie, &t);
	ck_assert_int_ge(n, 10);
	ck_assert_int_le(n, 50);
	rawbpf_events_close(e);
}
END_TEST

START_TEST(busy_buffer_does_not_keep_another_one_waiting)
{
	struct source busy = make_source(RING, 65536), quiet = make_source(RING, 65536);
	struct rawbpf_events *e = NULL;
	struct rawbpf_record r;
	int i;

	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	assert_ok(rawbpf_events_add(e, busy.map_fd, 0, &which[0], NULL));
	assert_ok(rawbpf_events_add(e, quiet.map_fd, 0, &which[1], NULL));
	assert_ok(produce(&busy, 10));
	assert_ok(produce(&quiet, 1));
	for (i = 0; i < 100 && rawbpf_events_next(e, &r) && r.cookie != &which[1]; i++)
		produce(&busy, 1);
	ck_assert_int_le(i, 20);
	rawbpf_events_close(e);
}
END_TEST

static void catch(int signal)
{
	(void)signal;
}

START_TEST(signal_ends_the_wait)
{
	struct source s = make_source(RING, PAGE);
	struct rawbpf_events *e = open_events(&s, 0);
	struct sigaction act;
	int child;

	memset(&act, 0, sizeof(act));
	act.sa_handler = catch;
	sigaction(SIGUSR1, &act, NULL);
	child = fork();
	if (!child) {
		nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
		kill(getppid(), SIGUSR1);
		_exit(0);
	}
	assert_err(rawbpf_events_wait(e, 5000), -EINTR);
	waitpid(child, NULL, 0);
	rawbpf_events_close(e);
}
END_TEST

START_TEST(closing_leaves_no_descriptor_and_no_event_in_the_map)
{
	struct source s = make_source(PERF, 0);
	struct rawbpf_events *e;
	struct fds before;
	uint32_t cpu = 0;

	fds_take(&before);
	e = open_events(&s, 2);
	assert_ok(produce(&s, 5));
	ck_assert_uint_eq(counts_of(&s).refused, 0);
	rawbpf_events_close(e);
	fds_same(&before);
	assert_ok(produce(&s, 5));
	ck_assert_uint_eq(counts_of(&s).refused, 5);
	assert_err(rawbpf_map_delete(NULL, s.map_fd, &cpu), -ENOENT);
}
END_TEST

START_TEST(map_that_is_no_buffer_is_refused)
{
	struct rawbpf_events *e = NULL;
	struct rawbpf_diag d = { 0 };
	struct fds before;
	int fd;

	need_root();
	fd = make_map(BPF_MAP_TYPE_ARRAY, 4, 4, 1);
	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	fds_take(&before);
	assert_err(rawbpf_events_add(e, fd, 0, NULL, &d), -EINVAL);
	ck_assert_ptr_nonnull(strstr(d.msg, "cannot be read as a buffer"));
	fds_same(&before);
	rawbpf_events_close(e);
}
END_TEST

START_TEST(perf_buffer_of_three_pages_is_refused)
{
	struct source s = make_source(PERF, 0);
	struct rawbpf_events *e = NULL;

	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	assert_err(rawbpf_events_add(e, s.map_fd, 3, NULL, NULL), -EINVAL);
	rawbpf_events_close(e);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("events");
	TCase *t = tcase_create("records");

	tcase_add_test(t, ring_buffer_gives_whole_records_in_order_over_many_laps);
	tcase_add_test(t, perf_buffer_gives_whole_records_in_order_over_many_laps);
	tcase_add_test(t, poll_hands_out_all_records_of_a_ring_buffer);
	tcase_add_test(t, poll_hands_out_all_records_of_a_perf_buffer);
	tcase_add_test(t, discarded_records_are_passed_over);
	tcase_add_test(t, ring_buffer_full_of_discarded_records_gives_its_room_back);
	tcase_add_test(t, full_ring_buffer_refuses_and_goes_on_after_reading);
	tcase_add_test(t, room_is_given_back_before_all_has_been_read);
	tcase_add_test(t, records_lost_in_a_full_perf_buffer_are_counted);
	tcase_add_test(t, second_reader_of_a_ring_buffer_goes_on_where_the_first_stopped);
	suite_add_tcase(s, t);
	t = tcase_create("waiting");
	tcase_add_test(t, negative_callback_ends_the_poll_of_a_ring_buffer_and_loses_nothing);
	tcase_add_test(t, negative_callback_ends_the_poll_of_a_perf_buffer_and_loses_nothing);
	tcase_add_test(t, no_wakeup_of_a_ring_buffer_is_missed);
	tcase_add_test(t, no_wakeup_of_a_perf_buffer_is_missed);
	tcase_add_test(t, wait_and_next_together_miss_no_wakeup);
	tcase_add_test(t, signal_ends_the_wait);
	suite_add_tcase(s, t);
	t = tcase_create("together");
	tcase_add_test(t, ring_and_perf_buffers_are_read_together_and_told_apart);
	tcase_add_test(t, poll_ends_although_more_and_more_records_come);
	tcase_add_test(t, busy_buffer_does_not_keep_another_one_waiting);
	suite_add_tcase(s, t);
	t = tcase_create("ownership");
	tcase_add_test(t, closing_leaves_no_descriptor_and_no_event_in_the_map);
	tcase_add_test(t, map_that_is_no_buffer_is_refused);
	tcase_add_test(t, perf_buffer_of_three_pages_is_refused);
	suite_add_tcase(s, t);
	return s;
}
