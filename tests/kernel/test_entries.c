/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walking over real maps: each entry comes once, with its own value, whether the kernel hands them
 * out in batches or one by one. A kernel of ours stands before the real one: it counts requests,
 * and refuses batches as kernels before 5.6 do.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <unistd.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/request.h"
#include "rawbpf.h"
#include "tests/lib/test.h"

struct counting {
	struct rawbpf_kernel kernel; /* first: the request comes with a pointer to it */
	int batch_err;               /* answer for every batch, if not 0 */
	bool interrupted;            /* the second batch comes, but with -EINTR */
	bool empty;                  /* ... without entries */
	int vanished;                /* the lookup, counted from 1, that finds nothing */
	int batches, no_space, next_keys, lookups;
};

static long ask_and_count(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct counting *c = (struct counting *)k;
	bool batch = r->call == CALL_BPF && r->command == BPF_MAP_LOOKUP_BATCH;
	long ret;

	c->batches += batch;
	c->next_keys += r->call == CALL_BPF && r->command == BPF_MAP_GET_NEXT_KEY;
	c->lookups += r->call == CALL_BPF && r->command == BPF_MAP_LOOKUP_ELEM;
	if (batch && c->batch_err)
		return c->batch_err;
	if (batch && c->empty && c->batches == 2) {
		((struct bpf_attr_map_batch *)r->attr)->count = 0;
		return -EINTR;
	}
	if (r->command == BPF_MAP_LOOKUP_ELEM && c->lookups == c->vanished)
		return -ENOENT;
	ret = rawbpf_kernel()->ask(rawbpf_kernel(), r);
	c->no_space += batch && ret == -ENOSPC;
	if (batch && c->interrupted && !ret && c->batches == 2)
		return -EINTR;
	return ret;
}

static struct counting counting(int batch_err)
{
	struct counting c = { .kernel = { ask_and_count }, .batch_err = batch_err };

	return c;
}

static int make_map(uint32_t type, uint32_t key_size, uint32_t value_size, uint32_t entries)
{
	struct rawbpf_diag d = { 0 };
	struct rawbpf_map_spec m;
	int fd;

	need_root();
	memset(&m, 0, sizeof(m));
	m.name = "entries";
	m.type = type;
	m.key_size = key_size;
	m.value_size = value_size;
	m.max_entries = entries;
	m.flags = type == BPF_MAP_TYPE_LPM_TRIE ? BPF_F_NO_PREALLOC : 0;
	fd = rawbpf_map_create(NULL, &m, &d);
	ck_assert_msg(fd >= 0, "%s", d.msg);
	return fd;
}

/* u32 keys 0 to n - 1, u64 values derived from them */
static uint64_t value_of(uint32_t key)
{
	return key * 0x9e3779b97f4a7c15ULL;
}

static int full_map(uint32_t type, uint32_t n)
{
	int fd = make_map(type, 4, 8, n), failed = 0;
	uint64_t value;
	uint32_t key;

	for (key = 0; key < n; key++) {
		value = value_of(key);
		failed += rawbpf_map_update(NULL, fd, &key, &value, BPF_ANY) != 0;
	}
	ck_assert_int_eq(failed, 0);
	return fd;
}

static struct rawbpf_entries *open_entries(struct counting *c, int fd)
{
	struct rawbpf_entries *it = NULL;
	struct rawbpf_diag d = { 0 };

	ck_assert_msg(!rawbpf_entries_open(c ? &c->kernel : NULL, fd, &it, &d), "%s", d.msg);
	return it;
}

/* How many of the keys 0 to n - 1 came once and with their value; -errno, or -1 for others. */
static int count_good(struct rawbpf_entries *it, uint32_t n)
{
	uint8_t *seen = calloc(1, n);
	const void *key, *value;
	uint64_t v;
	uint32_t k;
	int good = 0, ret;

	while ((ret = rawbpf_entries_next(it, &key, &value)) > 0) {
		memcpy(&k, key, sizeof(k));
		memcpy(&v, value, sizeof(v));
		if (k >= n || seen[k]++ || v != value_of(k))
			ret = -1;
		if (ret < 0)
			break;
		good++;
	}
	free(seen);
	return ret ? ret : good;
}

static int read_all(struct counting *c, int fd, uint32_t n)
{
	struct rawbpf_entries *it = open_entries(c, fd);
	int good = count_good(it, n);

	rawbpf_entries_close(it);
	return good;
}

START_TEST(hash_is_read_in_batches_and_each_entry_comes_once)
{
	struct counting c = counting(0);

	need_kernel(5, 6);
	ck_assert_int_eq(read_all(&c, full_map(BPF_MAP_TYPE_HASH, 5000), 5000), 5000);
	ck_assert_int_ge(c.batches, 5);
	ck_assert_int_le(c.batches, 20);
	ck_assert_int_eq(c.next_keys + c.lookups, 0);
}
END_TEST

START_TEST(hash_is_read_one_by_one_where_the_kernel_has_no_batches)
{
	struct counting c = counting(-EINVAL);

	ck_assert_int_eq(read_all(&c, full_map(BPF_MAP_TYPE_HASH, 5000), 5000), 5000);
	ck_assert_int_eq(c.batches, 1);
	ck_assert_int_eq(c.next_keys, 5001);
	ck_assert_int_eq(c.lookups, 5000);
}
END_TEST

START_TEST(map_type_without_batches_is_read_one_by_one)
{
	struct counting c = counting(-524);

	ck_assert_int_eq(read_all(&c, full_map(BPF_MAP_TYPE_LRU_HASH, 100), 100), 100);
}
END_TEST

START_TEST(denied_batch_is_an_error_and_not_repeated_one_by_one)
{
	struct counting c = counting(-EPERM);

	ck_assert_int_eq(read_all(&c, full_map(BPF_MAP_TYPE_HASH, 3), 3), -EPERM);
	ck_assert_int_eq(c.next_keys, 0);
}
END_TEST

/* Kernels up to 6.14 give up so when entries vanish while they copy; what they copied is good. */
START_TEST(batch_that_was_interrupted_is_kept_and_the_walk_goes_on)
{
	struct counting c = counting(0);

	need_kernel(5, 6);
	c.interrupted = true;
	ck_assert_int_eq(read_all(&c, full_map(BPF_MAP_TYPE_ARRAY, 3000), 3000), 3000);
	ck_assert_int_eq(c.next_keys, 0);
}
END_TEST

START_TEST(batch_that_was_interrupted_early_is_continued_one_by_one)
{
	struct counting c = counting(0);

	need_kernel(5, 6);
	c.empty = true;
	ck_assert_int_eq(read_all(&c, full_map(BPF_MAP_TYPE_ARRAY, 3000), 3000), 3000);
	ck_assert_int_gt(c.next_keys, 0);
	ck_assert_int_lt(c.next_keys, 3000);
}
END_TEST

START_TEST(array_comes_whole_and_in_order)
{
	struct rawbpf_entries *it;
	const void *key, *value;
	uint32_t k, next = 0;
	int wrong = 0, fd = full_map(BPF_MAP_TYPE_ARRAY, 3000);

	it = open_entries(NULL, fd);
	while (rawbpf_entries_next(it, &key, &value) > 0) {
		memcpy(&k, key, sizeof(k));
		wrong += k != next++;
	}
	rawbpf_entries_close(it);
	ck_assert_int_eq(wrong, 0);
	ck_assert_uint_eq(next, 3000);
}
END_TEST

START_TEST(empty_map_has_no_entries)
{
	struct counting one_by_one = counting(-EINVAL);
	int fd = make_map(BPF_MAP_TYPE_HASH, 4, 8, 16);

	ck_assert_int_eq(read_all(NULL, fd, 16), 0);
	ck_assert_int_eq(read_all(&one_by_one, fd, 16), 0);
}
END_TEST

START_TEST(end_of_the_walk_stays_the_end)
{
	struct rawbpf_entries *it = open_entries(NULL, full_map(BPF_MAP_TYPE_HASH, 3));
	const void *key, *value;

	ck_assert_int_eq(count_good(it, 3), 3);
	ck_assert_int_eq(rawbpf_entries_next(it, &key, &value), 0);
	ck_assert_int_eq(rawbpf_entries_next(it, &key, &value), 0);
	rawbpf_entries_close(it);
}
END_TEST

struct lpm_key {
	uint32_t prefix_len;
	uint8_t address[4];
};

/* A trie's memory comes from a small reserve (6.13), which the kernel fills up again a moment later. */
static int update_soon(int fd, const void *key, const void *value)
{
	int err = -ENOMEM, tries;

	for (tries = 0; err == -ENOMEM && tries < 100; tries++) {
		usleep(tries * 1000);
		err = rawbpf_map_update(NULL, fd, key, value, BPF_ANY);
	}
	return err;
}

START_TEST(longest_prefix_trie_gives_all_prefixes)
{
	int fd = make_map(BPF_MAP_TYPE_LPM_TRIE, sizeof(struct lpm_key), 4, 100);
	struct rawbpf_entries *it;
	const struct lpm_key *key;
	const void *k, *value;
	bool seen[33] = { false };
	struct lpm_key put = { 0, { 10, 20, 30, 40 } };
	uint32_t len, v, good = 0;

	for (len = 0; len <= 32; len++) {
		put.prefix_len = len;
		v = len * 3;
		assert_ok(update_soon(fd, &put, &v));
	}
	it = open_entries(NULL, fd);
	while (rawbpf_entries_next(it, &k, &value) > 0) {
		key = k;
		memcpy(&v, value, sizeof(v));
		good += key->prefix_len <= 32 && !seen[key->prefix_len] && v == 3 * key->prefix_len;
		if (key->prefix_len <= 32)
			seen[key->prefix_len] = true;
	}
	rawbpf_entries_close(it);
	ck_assert_uint_eq(good, 33);
}
END_TEST

/* Each CPU has a value of its own: cpu * 1000 + key, in 12 bytes that are stored in 16. */
static int percpu_map(uint32_t type, uint32_t n, uint32_t cpus)
{
	int fd = make_map(type, 4, 12, n);
	uint8_t *values = calloc(cpus, 16);
	uint32_t key, cpu, v;

	for (key = 0; key < n; key++) {
		for (cpu = 0; cpu < cpus; cpu++) {
			v = cpu * 1000 + key;
			memcpy(values + cpu * 16, &v, 4);
			memcpy(values + cpu * 16 + 8, &v, 4);
		}
		assert_ok(rawbpf_map_update(NULL, fd, &key, values, BPF_ANY));
	}
	free(values);
	return fd;
}

static uint32_t count_cpus(void)
{
	struct rawbpf_entries *it = open_entries(NULL, make_map(BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 1));
	uint32_t cpus = rawbpf_entries_cpus(it);

	rawbpf_entries_close(it);
	return cpus;
}

/* Wrong values, over all entries and CPUs; how many entries there were is added to *n. */
static int wrong_percpu(struct rawbpf_entries *it, uint32_t *n)
{
	const uint8_t *at;
	const void *key, *value;
	uint32_t k, cpu, first, third;
	int wrong = 0;

	for (*n = 0; rawbpf_entries_next(it, &key, &value) > 0; ++*n) {
		memcpy(&k, key, 4);
		for (cpu = 0; cpu < rawbpf_entries_cpus(it); cpu++) {
			at = (const uint8_t *)value + cpu * rawbpf_entries_stride(it);
			memcpy(&first, at, 4);
			memcpy(&third, at + 8, 4);
			wrong += first != cpu * 1000 + k || third != first;
		}
	}
	return wrong;
}

static void check_percpu(uint32_t type, int batch_err)
{
	struct counting c = counting(batch_err);
	uint32_t cpus = count_cpus(), n;
	struct rawbpf_entries *it = open_entries(&c, percpu_map(type, 50, cpus));

	ck_assert_uint_eq(rawbpf_entries_stride(it), 16);
	ck_assert_int_eq(wrong_percpu(it, &n), 0);
	ck_assert_uint_eq(n, 50);
	rawbpf_entries_close(it);
}

START_TEST(percpu_hash_has_the_value_of_each_cpu)
{
	check_percpu(BPF_MAP_TYPE_PERCPU_HASH, 0);
	check_percpu(BPF_MAP_TYPE_PERCPU_HASH, -EINVAL);
}
END_TEST

START_TEST(percpu_array_has_the_value_of_each_cpu)
{
	check_percpu(BPF_MAP_TYPE_PERCPU_ARRAY, 0);
	check_percpu(BPF_MAP_TYPE_PERCPU_ARRAY, -EINVAL);
}
END_TEST

/* A machine on which CPUs 2 to 7 cannot ever be. */
struct sparse {
	struct rawbpf_kernel kernel;
	bool told;
};

static long ask_sparse(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	static const char list[] = "0-1,8-9\n";
	struct sparse *s = (struct sparse *)k;
	const struct call_open *o = r->attr;
	const struct call_read *b = r->attr;

	if (r->call == CALL_OPEN && strstr(o->path, "cpu/possible"))
		return 999;
	if (r->call == CALL_CLOSE && ((struct call_close *)r->attr)->fd == 999)
		return 0;
	if (r->call != CALL_READ || b->fd != 999)
		return rawbpf_kernel()->ask(rawbpf_kernel(), r);
	if (s->told)
		return 0;
	s->told = true;
	memcpy(b->bytes, list, sizeof(list) - 1);
	return sizeof(list) - 1;
}

/* The kernel gives values for the CPUs that are possible, without gaps for those that are not. */
START_TEST(possible_cpus_with_gaps_are_counted_not_measured)
{
	struct sparse sparse = { { ask_sparse }, false };
	struct rawbpf_entries *it = NULL;

	assert_ok(rawbpf_entries_open(&sparse.kernel,
		make_map(BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 1), &it, NULL));
	ck_assert_uint_eq(rawbpf_entries_cpus(it), 4);
	rawbpf_entries_close(it);
}
END_TEST

/*
 * Room for one entry of this size at a time, 32 entries in 32 buckets: some share one, and the
 * kernel answers ENOSPC until there is room for all of a bucket.
 */
START_TEST(bucket_with_more_entries_than_room_is_read_with_more_room)
{
	enum { SIZE = 200 << 10, N = 32 };
	struct counting c = counting(0);
	uint8_t *value = calloc(1, SIZE);
	int fd = make_map(BPF_MAP_TYPE_HASH, 4, SIZE, N), good;
	uint64_t v;
	uint32_t key;

	need_kernel(5, 6);
	for (key = 0; key < N; key++) {
		v = value_of(key);
		memcpy(value, &v, sizeof(v));
		assert_ok(rawbpf_map_update(NULL, fd, &key, value, BPF_ANY));
	}
	good = read_all(&c, fd, N);
	free(value);
	ck_assert_int_eq(good, N);
	ck_assert_int_gt(c.no_space, 0);
	ck_assert_int_eq(c.next_keys, 0);
}
END_TEST

/* Deletes all from under the walk after the first entry; those already copied may still come. */
static int read_while_deleting(struct counting *c, int fd, uint32_t n)
{
	struct rawbpf_entries *it = open_entries(c, fd);
	const void *key, *value;
	uint32_t k;
	int seen, ret;

	for (seen = 0; (ret = rawbpf_entries_next(it, &key, &value)) > 0; seen++)
		for (k = 0; !seen && k < n; k++)
			rawbpf_map_delete(NULL, fd, &k);
	rawbpf_entries_close(it);
	return ret < 0 ? ret : seen;
}

START_TEST(walk_ends_when_all_entries_are_deleted_meanwhile)
{
	struct counting batches = counting(0), one_by_one = counting(-EINVAL);
	int seen;

	seen = read_while_deleting(&batches, full_map(BPF_MAP_TYPE_HASH, 5000), 5000);
	ck_assert_int_ge(seen, 1);
	ck_assert_int_le(seen, 1024);
	seen = read_while_deleting(&one_by_one, full_map(BPF_MAP_TYPE_HASH, 5000), 5000);
	ck_assert_int_eq(seen, 1);
}
END_TEST

START_TEST(entry_that_vanishes_between_key_and_value_is_passed_over)
{
	struct counting c = counting(-EINVAL);

	c.vanished = 3;
	ck_assert_int_eq(read_all(&c, full_map(BPF_MAP_TYPE_HASH, 10), 10), 9);
	ck_assert_int_eq(c.lookups, 10);
}
END_TEST

/* The key the walk stands at is always gone, so the kernel always begins at the first one again. */
START_TEST(walk_one_by_one_ends_although_the_map_keeps_changing)
{
	struct counting c = counting(-EINVAL);
	int fd = full_map(BPF_MAP_TYPE_HASH, 100), seen = 0, ret;
	struct rawbpf_entries *it = open_entries(&c, fd);
	uint32_t k, fresh = 1000;
	const void *key, *value;

	while ((ret = rawbpf_entries_next(it, &key, &value)) > 0 && ++seen < 10000) {
		memcpy(&k, key, 4);
		rawbpf_map_delete(NULL, fd, &k);
		fresh++;
		rawbpf_map_update(NULL, fd, &fresh, &(uint64_t){ 0 }, BPF_ANY);
	}
	rawbpf_entries_close(it);
	ck_assert_int_eq(ret, 0);
	ck_assert_int_le(seen, 201);
}
END_TEST

START_TEST(array_of_maps_gives_the_ids_of_the_maps_in_it)
{
	struct rawbpf_map_spec m;
	struct rawbpf_entries *it;
	const void *key, *value;
	uint32_t k = 2, id = 0;
	int outer, inner = make_map(BPF_MAP_TYPE_ARRAY, 4, 8, 1), n = 0;

	need_64_bits("reads slot N of an array of maps where it wrote slot 2N");
	memset(&m, 0, sizeof(m));
	m.type = BPF_MAP_TYPE_ARRAY_OF_MAPS;
	m.key_size = m.value_size = m.max_entries = 4;
	m.inner_map_fd = inner;
	outer = assert_ok(rawbpf_map_create(NULL, &m, NULL));
	assert_ok(rawbpf_map_update(NULL, outer, &k, &inner, BPF_ANY));
	for (it = open_entries(NULL, outer); rawbpf_entries_next(it, &key, &value) > 0; n++) {
		memcpy(&k, key, 4);
		memcpy(&id, value, 4);
	}
	rawbpf_entries_close(it);
	ck_assert_int_eq(n, 1);
	ck_assert_uint_eq(k, 2);
	ck_assert_uint_ne(id, 0);
	ck_assert_uint_ne(id, inner);
}
END_TEST

START_TEST(ring_buffer_is_refused_as_a_map_without_elements)
{
	struct rawbpf_entries *it = NULL;
	struct rawbpf_diag d = { 0 };
	int fd;

	need_kernel(5, 8);
	fd = make_map(BPF_MAP_TYPE_RINGBUF, 0, 0, 65536);
	assert_err(rawbpf_entries_open(NULL, fd, &it, &d), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(d.msg, "no elements"));
	ck_assert_ptr_null(it);
}
END_TEST

START_TEST(descriptor_that_is_no_map_is_refused)
{
	struct rawbpf_entries *it = NULL;
	struct rawbpf_diag d = { 0 };

	need_root();
	assert_err(rawbpf_entries_open(NULL, 0, &it, &d), -EINVAL);
	ck_assert_ptr_nonnull(strstr(d.msg, "not a map"));
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("entries");
	TCase *t = tcase_create("whole");

	tcase_add_test(t, hash_is_read_in_batches_and_each_entry_comes_once);
	tcase_add_test(t, hash_is_read_one_by_one_where_the_kernel_has_no_batches);
	tcase_add_test(t, map_type_without_batches_is_read_one_by_one);
	tcase_add_test(t, denied_batch_is_an_error_and_not_repeated_one_by_one);
	tcase_add_test(t, batch_that_was_interrupted_is_kept_and_the_walk_goes_on);
	tcase_add_test(t, batch_that_was_interrupted_early_is_continued_one_by_one);
	tcase_add_test(t, array_comes_whole_and_in_order);
	tcase_add_test(t, empty_map_has_no_entries);
	tcase_add_test(t, end_of_the_walk_stays_the_end);
	tcase_add_test(t, longest_prefix_trie_gives_all_prefixes);
	tcase_add_test(t, percpu_hash_has_the_value_of_each_cpu);
	tcase_add_test(t, percpu_array_has_the_value_of_each_cpu);
	tcase_add_test(t, possible_cpus_with_gaps_are_counted_not_measured);
	tcase_add_test(t, bucket_with_more_entries_than_room_is_read_with_more_room);
	tcase_add_test(t, array_of_maps_gives_the_ids_of_the_maps_in_it);
	suite_add_tcase(s, t);
	t = tcase_create("changing");
	tcase_add_test(t, walk_ends_when_all_entries_are_deleted_meanwhile);
	tcase_add_test(t, entry_that_vanishes_between_key_and_value_is_passed_over);
	tcase_add_test(t, walk_one_by_one_ends_although_the_map_keeps_changing);
	suite_add_tcase(s, t);
	t = tcase_create("refused");
	tcase_add_test(t, ring_buffer_is_refused_as_a_map_without_elements);
	tcase_add_test(t, descriptor_that_is_no_map_is_refused);
	suite_add_tcase(s, t);
	return s;
}
