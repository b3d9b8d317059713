/* SPDX-License-Identifier: BSD-2-Clause */
/* User ring buffers: a program gets what this process wrote, in its order. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rawbpf.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"

#define OBJECT BUILD "/tests/progs/user_ring.bpf.o"

struct test {
	struct rawbpf_object *object;
	struct rawbpf_user_ring *ring;
	uint64_t *sum, *records, *other;
	uint32_t size;
};

static int map_fd(const struct test *t)
{
	return rawbpf_map_fd(rawbpf_object_map(t->object, "ring"));
}

static void begin(struct test *t)
{
	struct rawbpf_diag d;
	int err;

	need_root();
	need_kernel(6, 1);
	need_jit();
	need_file(OBJECT);
	memset(&d, 0, sizeof(d));
	assert_ok(rawbpf_object_open(OBJECT, NULL, &t->object, NULL));
	err = rawbpf_object_load(t->object, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
	err = rawbpf_user_ring_open(NULL, map_fd(t), &t->ring, &d);
	ck_assert_msg(!err, "%s", d.msg);
	t->sum = rawbpf_global(t->object, "sum", NULL);
	t->records = rawbpf_global(t->object, "records", NULL);
	t->other = rawbpf_global(t->object, "other", NULL);
	t->size = rawbpf_map_spec(rawbpf_object_map(t->object, "ring"))->max_entries;
}

static void end(struct test *t)
{
	rawbpf_user_ring_close(t->ring);
	rawbpf_object_close(t->object);
}

static int32_t drain(const struct test *t)
{
	struct rawbpf_test_run run;

	memset(&run, 0, sizeof(run));
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(t->object, "drain")), &run,
		NULL));
	return run.retval;
}

static int write_number(const struct test *t, uint64_t number)
{
	uint64_t *record;
	int err = rawbpf_user_ring_reserve(t->ring, sizeof(*record), (void **)&record);

	if (err)
		return err;
	*record = number;
	rawbpf_user_ring_submit(t->ring, record);
	return 0;
}

START_TEST(the_program_gets_what_was_written)
{
	struct test t;

	begin(&t);
	assert_ok(write_number(&t, 7));
	assert_ok(write_number(&t, 0x1234567800000000));
	ck_assert_int_eq(drain(&t), 2);
	ck_assert_uint_eq(*t.sum, 0x1234567800000007);
	ck_assert_int_eq(drain(&t), 0);
	end(&t);
}
END_TEST

START_TEST(a_record_has_its_own_length)
{
	struct test t;
	void *record;

	begin(&t);
	assert_ok(rawbpf_user_ring_reserve(t.ring, 7, &record));
	rawbpf_user_ring_submit(t.ring, record);
	assert_ok(rawbpf_user_ring_reserve(t.ring, 0, &record));
	rawbpf_user_ring_submit(t.ring, record);
	assert_ok(write_number(&t, 5));
	ck_assert_int_eq(drain(&t), 3);
	ck_assert_uint_eq(*t.other, 2);
	ck_assert_uint_eq(*t.sum, 5);
	end(&t);
}
END_TEST

/* 24 bytes do not divide the size, so that records lie across the end now and then. */
START_TEST(it_goes_round_the_end)
{
	uint64_t *record, want = 0, i;
	struct test t;

	begin(&t);
	for (i = 1; i <= 2000; i++) {
		assert_ok(rawbpf_user_ring_reserve(t.ring, 16, (void **)&record));
		record[0] = i;
		record[1] = ~0ULL;
		rawbpf_user_ring_submit(t.ring, record);
		want += i;
		ck_assert_int_eq(drain(&t), 1);
	}
	ck_assert_uint_eq(*t.sum, want);
	end(&t);
}
END_TEST

START_TEST(a_full_one_refuses_until_it_is_drained)
{
	struct test t;
	uint32_t n = 0;

	begin(&t);
	while (!write_number(&t, 1))
		n++;
	ck_assert_uint_eq(n, t.size / 16);
	assert_err(write_number(&t, 1), -ENOSPC);
	ck_assert_int_eq(drain(&t), (int32_t)n);
	assert_ok(write_number(&t, 1));
	end(&t);
}
END_TEST

START_TEST(what_never_fits_is_told_apart)
{
	struct test t;
	void *record;

	begin(&t);
	assert_err(rawbpf_user_ring_reserve(t.ring, t.size - 7, &record), -E2BIG);
	assert_err(rawbpf_user_ring_reserve(t.ring, UINT32_MAX, &record), -E2BIG);
	assert_err(rawbpf_user_ring_reserve(t.ring, 1U << 31, &record), -E2BIG);
	assert_ok(rawbpf_user_ring_reserve(t.ring, t.size - 8, &record));
	rawbpf_user_ring_submit(t.ring, record);
	assert_err(write_number(&t, 1), -ENOSPC);
	ck_assert_int_eq(drain(&t), 1);
	end(&t);
}
END_TEST

START_TEST(what_is_discarded_is_skipped)
{
	struct test t;
	void *record;

	begin(&t);
	assert_ok(write_number(&t, 1));
	assert_ok(rawbpf_user_ring_reserve(t.ring, 100, &record));
	memset(record, 0xff, 100);
	rawbpf_user_ring_discard(t.ring, record);
	assert_ok(write_number(&t, 2));
	ck_assert_int_eq(drain(&t), 2);
	ck_assert_uint_eq(*t.sum, 3);
	ck_assert_uint_eq(*t.records, 2);
	end(&t);
}
END_TEST

START_TEST(what_is_being_written_holds_up_the_rest)
{
	uint64_t *record;
	struct test t;

	begin(&t);
	assert_ok(rawbpf_user_ring_reserve(t.ring, 8, (void **)&record));
	assert_ok(write_number(&t, 2));
	ck_assert_int_eq(drain(&t), 0);
	*record = 1;
	rawbpf_user_ring_submit(t.ring, record);
	ck_assert_int_eq(drain(&t), 2);
	ck_assert_uint_eq(*t.sum, 3);
	end(&t);
}
END_TEST

START_TEST(another_writer_goes_on_where_the_first_one_ended)
{
	struct test t;

	begin(&t);
	assert_ok(write_number(&t, 1));
	rawbpf_user_ring_close(t.ring);
	assert_ok(rawbpf_user_ring_open(NULL, map_fd(&t), &t.ring, NULL));
	assert_ok(write_number(&t, 2));
	ck_assert_int_eq(drain(&t), 2);
	ck_assert_uint_eq(*t.sum, 3);
	end(&t);
}
END_TEST

static void *drain_soon(void *t)
{
	usleep(50000);
	drain(t);
	return NULL;
}

START_TEST(a_waiter_is_woken_by_a_drain)
{
	pthread_t thread;
	struct test t;

	begin(&t);
	rawbpf_user_ring_wait(t.ring, 0);
	while (!write_number(&t, 1))
		;
	ck_assert_int_eq(rawbpf_user_ring_wait(t.ring, 10), 0);
	ck_assert_int_eq(pthread_create(&thread, NULL, drain_soon, &t), 0);
	ck_assert_int_eq(rawbpf_user_ring_wait(t.ring, 5000), 1);
	assert_ok(write_number(&t, 1));
	pthread_join(thread, NULL);
	end(&t);
}
END_TEST

/* What the kernel finds in the shared pages, also where it can run no program that drains them. */
START_TEST(positions_and_lengths_are_where_the_kernel_reads_them)
{
	struct test t;
	struct rawbpf_map_spec s;
	size_t page = getpagesize();
	const uint8_t *pages;
	uint32_t n = 0;
	int fd;

	need_root();
	need_kernel(6, 1);
	memset(&t, 0, sizeof(t));
	memset(&s, 0, sizeof(s));
	s.type = BPF_MAP_TYPE_USER_RINGBUF;
	s.max_entries = 65536;
	fd = rawbpf_map_create(NULL, &s, NULL);
	assert_ok(fd);
	assert_ok(rawbpf_user_ring_open(NULL, fd, &t.ring, NULL));
	while (!write_number(&t, 0x0102030405060708))
		n++;
	ck_assert_uint_eq(n, s.max_entries / 16);
	pages = mmap(NULL, page + s.max_entries, PROT_READ, MAP_SHARED, fd, page);
	ck_assert_ptr_ne(pages, MAP_FAILED);
	ck_assert_uint_eq(*(const unsigned long *)pages, s.max_entries);
	ck_assert_uint_eq(*(const uint32_t *)(pages + page), 8);
	ck_assert_uint_eq(*(const uint32_t *)(pages + page + s.max_entries - 16), 8);
	ck_assert_uint_eq(*(const uint64_t *)(pages + page + s.max_entries - 8), 0x0102030405060708);
	rawbpf_user_ring_close(t.ring);
	close(fd);
}
END_TEST

START_TEST(another_map_is_refused)
{
	struct rawbpf_user_ring *r = NULL;
	struct rawbpf_map_spec s;
	struct rawbpf_diag d;
	int fd;

	need_root();
	memset(&s, 0, sizeof(s));
	memset(&d, 0, sizeof(d));
	s.type = BPF_MAP_TYPE_ARRAY;
	s.key_size = s.value_size = 4;
	s.max_entries = 4096;
	fd = rawbpf_map_create(NULL, &s, NULL);
	assert_ok(fd);
	assert_err(rawbpf_user_ring_open(NULL, fd, &r, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "user ring buffer") != NULL, "%s", d.msg);
	rawbpf_user_ring_close(NULL);
	close(fd);
}
END_TEST

START_TEST(any_request_may_fail_and_leaves_nothing)
{
	struct rawbpf_user_ring *r;
	struct fault fault;
	unsigned int at;
	struct test t;
	struct fds fds;

	begin(&t);
	fds_take(&fds);
	for (at = 1, fault.hit = true; fault.hit; at++) {
		fault_init(&fault, at, -ENOMEM);
		r = NULL;
		rawbpf_user_ring_open(&fault.kernel, map_fd(&t), &r, NULL);
		ck_assert(fault.hit == !r);
		rawbpf_user_ring_close(r);
		fds_same(&fds);
	}
	ck_assert_uint_eq(at, 5);
	end(&t);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("user_ring");
	TCase *t = tcase_create("written and drained");

	tcase_add_test(t, the_program_gets_what_was_written);
	tcase_add_test(t, a_record_has_its_own_length);
	tcase_add_test(t, it_goes_round_the_end);
	tcase_add_test(t, a_full_one_refuses_until_it_is_drained);
	tcase_add_test(t, what_never_fits_is_told_apart);
	tcase_add_test(t, what_is_discarded_is_skipped);
	tcase_add_test(t, what_is_being_written_holds_up_the_rest);
	tcase_add_test(t, another_writer_goes_on_where_the_first_one_ended);
	tcase_add_test(t, a_waiter_is_woken_by_a_drain);
	tcase_add_test(t, positions_and_lengths_are_where_the_kernel_reads_them);
	tcase_add_test(t, another_map_is_refused);
	tcase_add_test(t, any_request_may_fail_and_leaves_nothing);
	suite_add_tcase(s, t);
	return s;
}
