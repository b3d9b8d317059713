/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Records through real ring and perf buffers, from a program that numbers them (source.h): each
 * comes once, whole and in order, and nobody sleeps while there is something to read.
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

#include "rawbpf.h"
#include "tests/lib/fds.h"
#include "tests/lib/source.h"
#include "tests/lib/test.h"


/* Perf records have the order of their CPU only, so all come from one. */
static void stay_on_a_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(set), &set), 0);
}

static uint32_t page(void)
{
	return (uint32_t)sysconf(_SC_PAGESIZE);
}

/* Numbers of records are said for pages of 4 KiB; larger ones take as many more. */
static uint32_t times(uint32_t records)
{
	return records * (page() / 4096);
}

static struct rawbpf_events *open_events(const struct source *s, uint32_t pages)
{
	struct rawbpf_events *e = NULL;
	struct rawbpf_diag d = { 0 };

	assert_ok(rawbpf_events_open(NULL, &e, &d));
	ck_assert_msg(!rawbpf_events_add(e, s->map_fd, pages, NULL, &d), "%s", d.msg);
	return e;
}

struct tally {
	uint64_t next, cnt, wrong, stop_at;
	const struct source *again; /* produce one more for each record */
};

static int take(void *ctx, const struct rawbpf_record *r)
{
	struct tally *t = ctx;

	t->wrong += source_number(r) != t->next++;
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
static void check_laps(enum source_kind kind)
{
	struct source s = source_make(kind, page());
	struct rawbpf_events *e;
	struct tally t = { 0 };
	int round, failed = 0;

	stay_on_a_cpu();
	e = open_events(&s, 1);
	for (round = 0; round < 2000; round++) {
		failed += source_run(&s, 1 + round % 23) != 0;
		take_all(e, &t);
	}
	ck_assert_int_eq(failed, 0);
	ck_assert_uint_eq(source_counts(&s).refused, 0);
	ck_assert_uint_eq(t.cnt, source_counts(&s).number);
	ck_assert_uint_eq(t.wrong, 0);
	ck_assert_uint_eq(rawbpf_events_lost(e), 0);
	rawbpf_events_close(e);
}

START_TEST(ring_buffer_gives_whole_records_in_order_over_many_laps)
{
	check_laps(SOURCE_RING);
}
END_TEST

START_TEST(perf_buffer_gives_whole_records_in_order_over_many_laps)
{
	check_laps(SOURCE_PERF);
}
END_TEST

static void check_poll(enum source_kind kind)
{
	struct source s = source_make(kind, 65536);
	struct rawbpf_events *e;
	struct tally t = { 0 };

	stay_on_a_cpu();
	e = open_events(&s, 16);
	assert_err(rawbpf_events_poll(e, 0, take, &t), 0);
	assert_ok(source_run(&s, 100));
	assert_err(rawbpf_events_poll(e, 1000, take, &t), 100);
	assert_err(rawbpf_events_poll(e, 0, take, &t), 0);
	ck_assert_uint_eq(t.cnt, 100);
	ck_assert_uint_eq(t.wrong, 0);
	rawbpf_events_close(e);
}

START_TEST(poll_hands_out_all_records_of_a_ring_buffer)
{
	check_poll(SOURCE_RING);
}
END_TEST

START_TEST(poll_hands_out_all_records_of_a_perf_buffer)
{
	check_poll(SOURCE_PERF);
}
END_TEST

/* What the callback did not get to see yet ends the next wait at once. */
static void check_stop(enum source_kind kind)
{
	struct source s = source_make(kind, 65536);
	struct rawbpf_events *e;
	struct tally t = { .stop_at = 3 };

	stay_on_a_cpu();
	e = open_events(&s, 16);
	assert_ok(source_run(&s, 10));
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
	check_stop(SOURCE_RING);
}
END_TEST

START_TEST(negative_callback_ends_the_poll_of_a_perf_buffer_and_loses_nothing)
{
	check_stop(SOURCE_PERF);
}
END_TEST

START_TEST(discarded_records_are_passed_over)
{
	struct source s = source_make(SOURCE_DISCARDING, page());
	struct rawbpf_events *e = open_events(&s, 0);
	struct rawbpf_record r;
	uint64_t next = 0, n;
	int round, wrong = 0;

	for (round = 0; round < 300; round++) {
		assert_ok(source_run(&s, 1 + round % 11));
		for (; rawbpf_events_next(e, &r); next += 3) {
			memcpy(&n, r.data, sizeof(n));
			wrong += r.size != 16 || n != next;
		}
	}
	ck_assert_int_eq(wrong, 0);
	ck_assert_uint_eq(source_counts(&s).refused, 0);
	ck_assert_uint_eq(next, (source_counts(&s).number + 2) / 3 * 3);
	rawbpf_events_close(e);
}
END_TEST

START_TEST(ring_buffer_full_of_discarded_records_gives_its_room_back)
{
	struct source s = source_make(SOURCE_DISCARDING, page());
	struct rawbpf_events *e = open_events(&s, 0);
	struct rawbpf_record r;
	int n = 0;

	assert_ok(source_run(&s, times(1000)));
	while (rawbpf_events_next(e, &r))
		n++;
	ck_assert_int_gt(n, 10);
	ck_assert_uint_gt(source_counts(&s).refused, 100);
	assert_ok(source_run(&s, 3));
	ck_assert(rawbpf_events_next(e, &r));
	rawbpf_events_close(e);
}
END_TEST

START_TEST(full_ring_buffer_refuses_and_goes_on_after_reading)
{
	struct source s = source_make(SOURCE_RING, page());
	struct rawbpf_events *e = open_events(&s, 0);
	struct tally t = { 0 };
	struct source_counts c;

	assert_ok(source_run(&s, times(1000)));
	take_all(e, &t);
	c = source_counts(&s);
	ck_assert_uint_gt(t.cnt, 50);
	ck_assert_uint_eq(t.cnt + c.refused, times(1000));
	t.next = c.number;
	assert_ok(source_run(&s, 50));
	take_all(e, &t);
	ck_assert_uint_eq(t.next, times(1000) + 50);
	rawbpf_events_close(e);
}
END_TEST

START_TEST(room_is_given_back_before_all_has_been_read)
{
	struct source s = source_make(SOURCE_RING, page());
	struct rawbpf_events *e = open_events(&s, 0);
	struct rawbpf_record r;
	uint64_t refused;
	uint32_t i;

	assert_ok(source_run(&s, times(1000)));
	refused = source_counts(&s).refused;
	for (i = 0; i < times(40); i++)
		ck_assert(rawbpf_events_next(e, &r));
	assert_ok(source_run(&s, 10));
	ck_assert_uint_eq(source_counts(&s).refused, refused);
	rawbpf_events_close(e);
}
END_TEST

/* The kernel tells of lost records with the next one that finds room. */
START_TEST(records_lost_in_a_full_perf_buffer_are_counted)
{
	struct source s = source_make(SOURCE_PERF, page());
	struct rawbpf_events *e;
	struct tally t = { 0 };

	stay_on_a_cpu();
	e = open_events(&s, 1);
	assert_ok(source_run(&s, times(1000)));
	take_all(e, &t);
	ck_assert_uint_gt(t.cnt, 30);
	ck_assert_uint_lt(t.cnt, times(200));
	assert_ok(source_run(&s, 1));
	take_all(e, &t);
	ck_assert_uint_eq(t.cnt + rawbpf_events_lost(e), times(1000) + 1);
	assert_ok(source_run(&s, times(500)));
	take_all(e, &t);
	assert_ok(source_run(&s, 1));
	take_all(e, &t);
	ck_assert_uint_eq(t.cnt + rawbpf_events_lost(e), times(1500) + 2);
	ck_assert_uint_eq(rawbpf_events_lost(e), source_counts(&s).refused);
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
		if (source_run(s, n))
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

	t->wrong += source_number(r) == UINT64_MAX;
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
static void check_wakeups(enum source_kind kind)
{
	enum { RECORDS = 20000 };
	struct source s = source_make(kind, 1 << 20);
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
	ck_assert_uint_eq(source_counts(&s).refused, 0);
	rawbpf_events_close(e);
}

START_TEST(no_wakeup_of_a_ring_buffer_is_missed)
{
	check_wakeups(SOURCE_RING);
}
END_TEST

START_TEST(no_wakeup_of_a_perf_buffer_is_missed)
{
	check_wakeups(SOURCE_PERF);
}
END_TEST

START_TEST(wait_and_next_together_miss_no_wakeup)
{
	enum { RECORDS = 5000 };
	struct source s = source_make(SOURCE_RING, 1 << 20);
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
	struct source s = source_make(SOURCE_RING, 65536);
	struct rawbpf_events *e = open_events(&s, 0);
	struct tally t = { 0 };

	assert_ok(source_run(&s, 10));
	take_all(e, &t);
	rawbpf_events_close(e);
	e = open_events(&s, 0);
	take_all(e, &t);
	ck_assert_uint_eq(t.cnt, 10);
	assert_ok(source_run(&s, 5));
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
		source_run(t->again, 1);
	++*(int *)r->cookie;
	return t->cnt == 1000 ? -ECANCELED : 0;
}

START_TEST(ring_and_perf_buffers_are_read_together_and_told_apart)
{
	struct source ring = source_make(SOURCE_RING, 65536), perf = source_make(SOURCE_PERF, 0);
	struct rawbpf_events *e = NULL;
	struct tally t = { 0 };

	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	assert_ok(rawbpf_events_add(e, ring.map_fd, 0, &which[0], NULL));
	assert_ok(rawbpf_events_add(e, perf.map_fd, 8, &which[1], NULL));
	assert_ok(source_run(&ring, 30));
	assert_ok(source_run(&perf, 20));
	assert_err(rawbpf_events_poll(e, 1000, note_cookie, &t), 50);
	ck_assert_int_eq(which[0], 30);
	ck_assert_int_eq(which[1], 20);
	rawbpf_events_close(e);
}
END_TEST

/* The first buffer gets a new record for each that is read. */
START_TEST(poll_ends_although_more_and_more_records_come)
{
	struct source s = source_make(SOURCE_RING, 65536);
	struct rawbpf_events *e = NULL;
	struct tally t = { .again = &s };
	int n;

	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	assert_ok(rawbpf_events_add(e, s.map_fd, 0, &which[0], NULL));
	assert_ok(source_run(&s, 10));
	n = rawbpf_events_poll(e, 1000, note_cookie, &t);
	ck_assert_int_ge(n, 10);
	ck_assert_int_le(n, 50);
	rawbpf_events_close(e);
}
END_TEST

START_TEST(busy_buffer_does_not_keep_another_one_waiting)
{
	struct source busy = source_make(SOURCE_RING, 65536), quiet = source_make(SOURCE_RING, 65536);
	struct rawbpf_events *e = NULL;
	struct rawbpf_record r;
	int i;

	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	assert_ok(rawbpf_events_add(e, busy.map_fd, 0, &which[0], NULL));
	assert_ok(rawbpf_events_add(e, quiet.map_fd, 0, &which[1], NULL));
	assert_ok(source_run(&busy, 10));
	assert_ok(source_run(&quiet, 1));
	for (i = 0; i < 100 && rawbpf_events_next(e, &r) && r.cookie != &which[1]; i++)
		source_run(&busy, 1);
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
	struct source s = source_make(SOURCE_RING, page());
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
	struct source s = source_make(SOURCE_PERF, 0);
	struct rawbpf_events *e;
	struct fds before;
	uint32_t cpu = 0;

	fds_take(&before);
	e = open_events(&s, 2);
	assert_ok(source_run(&s, 5));
	ck_assert_uint_eq(source_counts(&s).refused, 0);
	rawbpf_events_close(e);
	fds_same(&before);
	assert_ok(source_run(&s, 5));
	ck_assert_uint_eq(source_counts(&s).refused, 5);
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
	fd = source_map(BPF_MAP_TYPE_ARRAY, 4, 4, 1);
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
	struct source s = source_make(SOURCE_PERF, 0);
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
