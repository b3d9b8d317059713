/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Positions of a ring buffer that has seen 4 GB, where 32 bits are used up: on a stand-in whose pages
 * are memory of ours, laid out as a kernel of 64 bits does and, for a program of 32, one of 32.
 */
#include "tests/lib/test.h"

#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel/request.h"
#include "rawbpf.h"
#include "tests/lib/stand_in.h"

#define SIZE 65536
#define START 0xffffffe0ULL

static struct stand_in stand_in;
static struct rawbpf_kernel kernel;
static uint8_t *consumer, *producer; /* the pages with their positions; the data is behind */
static uint64_t start;

/* A map of SIZE bytes that was read up to `start`. */
static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct call_mmap *m = r->attr;
	struct bpf_map_info *info;

	(void)k;
	if (r->call == CALL_BPF && r->command == BPF_OBJ_GET_INFO_BY_FD) {
		info = (void *)(uintptr_t)((struct bpf_attr_info *)r->attr)->info;
		info->type = BPF_MAP_TYPE_RINGBUF;
		info->max_entries = SIZE;
	}
	if (r->call != CALL_MMAP)
		return 0;
	m->prot |= PROT_WRITE;
	ck_assert_int_eq(stand_in.kernel.ask(&stand_in.kernel, r), 0);
	if (m->offset) {
		producer = m->address;
	} else {
		consumer = m->address;
		memcpy(consumer, &start, sizeof(start));
	}
	return 0;
}

static struct rawbpf_events *open_at(uint64_t position)
{
	struct rawbpf_events *e = NULL;

	start = position;
	stand_in_init(&stand_in);
	kernel.ask = ask;
	assert_ok(rawbpf_events_open(&kernel, &e, NULL));
	assert_ok(rawbpf_events_add(e, 5, 0, NULL, NULL));
	return e;
}

/* So many records of 8 bytes, each with its own position in it. */
static void write_records(uint64_t at, int n)
{
	uint32_t *record;

	for (; n--; at += 16) {
		record = (uint32_t *)(void *)(producer + getpagesize() + at % SIZE);
		record[0] = 8;
		memcpy(record + 2, &at, sizeof(at));
	}
}

static void check_records(struct rawbpf_events *e, uint64_t at, int n)
{
	struct rawbpf_record r;

	for (; n--; at += 16) {
		ck_assert(rawbpf_events_next(e, &r));
		ck_assert_uint_eq(r.size, 8);
		ck_assert_msg(!memcmp(r.data, &at, sizeof(at)), "not the record at 0x%llx",
			(unsigned long long)at);
	}
	ck_assert(!rawbpf_events_next(e, &r));
}

static uint64_t position(const uint8_t *page)
{
	uint64_t at;

	memcpy(&at, page, sizeof(at));
	return at;
}

START_TEST(positions_go_on_beyond_32_bits)
{
	struct rawbpf_events *e = open_at(START);
	uint64_t end = START + 5 * 16;

	write_records(START, 5);
	memcpy(producer, &end, sizeof(end));
	check_records(e, START, 5);
	ck_assert_uint_eq(position(consumer), end);
	rawbpf_events_close(e);
}
END_TEST

START_TEST(reading_begins_at_a_position_beyond_32_bits)
{
	const uint64_t at = 3 * (START + 32);
	struct rawbpf_events *e = open_at(at);
	uint64_t end = at + 16;

	write_records(at, 1);
	memcpy(producer, &end, sizeof(end));
	check_records(e, at, 1);
	ck_assert_uint_eq(position(consumer), end);
	rawbpf_events_close(e);
}
END_TEST

/* A kernel of 32 bits has another number behind the producer's position, and counts from 0 again. */
START_TEST(what_is_behind_a_short_position_is_no_part_of_it)
{
	struct rawbpf_events *e;
	uint32_t words[2] = { (uint32_t)(START + 5 * 16), 12345 };

	e = open_at(START);
	write_records(START, 5);
	memcpy(producer, words, sizeof(words));
	check_records(e, START, 5);
	memcpy(words, consumer, sizeof(*words));
	ck_assert_uint_eq(words[0], (uint32_t)(START + 5 * 16));
	rawbpf_events_close(e);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("ring");
	TCase *t = tcase_create("positions");

	tcase_add_test(t, positions_go_on_beyond_32_bits);
	tcase_add_test(t, reading_begins_at_a_position_beyond_32_bits);
	if (sizeof(long) == 4)
		tcase_add_test(t, what_is_behind_a_short_position_is_no_part_of_it);
	suite_add_tcase(s, t);
	return s;
}
