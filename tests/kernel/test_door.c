/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests that no command makes yet: each by what the kernel shows afterwards. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <unistd.h>

#include "asm/insn.h"
#include "kernel/kernel.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/netns.h"

#define N 100

static uint32_t keys[N];
static uint64_t values[N];

static int make_map(uint32_t type)
{
	struct rawbpf_map_spec s;
	int fd;

	need_root();
	memset(&s, 0, sizeof(s));
	s.name = "door";
	s.type = type;
	s.key_size = 4;
	s.value_size = 8;
	s.max_entries = 2 * N;
	fd = rawbpf_map_create(NULL, &s, NULL);
	assert_ok(fd);
	return fd;
}

static struct bpf_attr_map_batch batch(int fd, uint32_t cnt)
{
	static uint64_t token;
	struct bpf_attr_map_batch a;

	memset(&a, 0, sizeof(a));
	a.map_fd = fd;
	a.count = cnt;
	a.keys = kernel_ptr(keys);
	a.values = kernel_ptr(values);
	a.out_batch = kernel_ptr(&token);
	return a;
}

static int fill(void)
{
	int fd = make_map(BPF_MAP_TYPE_HASH), i;
	struct bpf_attr_map_batch a;

	need_kernel(5, 6);
	for (i = 0; i < N; i++) {
		keys[i] = i;
		values[i] = i * 3;
	}
	a = batch(fd, N);
	a.out_batch = 0;
	assert_ok(kernel_map_update_batch(rawbpf_kernel(), &a));
	ck_assert_uint_eq(a.count, N);
	return fd;
}

static bool has(int fd, uint32_t key, uint64_t want)
{
	uint64_t value = 0;

	return !rawbpf_map_lookup(NULL, fd, &key, &value) && value == want;
}

START_TEST(an_update_batch_sets_every_element)
{
	int fd = fill(), i;

	for (i = 0; i < N; i++)
		ck_assert(has(fd, i, i * 3));
	close(fd);
}
END_TEST

START_TEST(a_delete_batch_takes_only_its_keys)
{
	int fd = fill();
	struct bpf_attr_map_batch a = batch(fd, N / 2);

	a.out_batch = a.values = 0;
	assert_ok(kernel_map_delete_batch(rawbpf_kernel(), &a));
	ck_assert(!has(fd, 0, 0));
	ck_assert(!has(fd, N / 2 - 1, (N / 2 - 1) * 3));
	ck_assert(has(fd, N / 2, N / 2 * 3));
	close(fd);
}
END_TEST

START_TEST(a_lookup_and_delete_batch_empties_the_map)
{
	int fd = fill();
	struct bpf_attr_map_batch a = batch(fd, N);
	uint64_t sum = 0;
	uint32_t i;

	memset(values, 0, sizeof(values));
	assert_err(kernel_map_lookup_and_delete_batch(rawbpf_kernel(), &a), -ENOENT);
	ck_assert_uint_eq(a.count, N);
	for (i = 0; i < N; i++)
		sum += values[i];
	ck_assert_uint_eq(sum, 3 * N * (N - 1) / 2);
	assert_err(rawbpf_map_next_key(NULL, fd, NULL, &i), -ENOENT);
	close(fd);
}
END_TEST

/* A program that answers `verdict`; it refers to no map. */
static int make_prog(uint32_t type, uint32_t attach, int32_t verdict)
{
	const struct bpf_insn insns[] = { BPF_MOV64_IMM(BPF_REG_0, verdict), BPF_EXIT_INSN() };
	struct rawbpf_prog_spec p;
	int fd;

	need_root();
	memset(&p, 0, sizeof(p));
	p.name = "door";
	p.type = type;
	p.expected_attach = attach;
	p.insns = insns;
	p.insn_cnt = 2;
	p.license = "GPL";
	fd = rawbpf_prog_load(NULL, &p, NULL);
	assert_ok(fd);
	return fd;
}

static struct bpf_prog_info prog_info(int fd)
{
	struct bpf_prog_info info;
	uint32_t size = sizeof(info);

	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), fd, &info, &size));
	return info;
}

START_TEST(a_bound_map_belongs_to_the_program)
{
	int map = make_map(BPF_MAP_TYPE_ARRAY);
	int prog = make_prog(BPF_PROG_TYPE_SOCKET_FILTER, 0, 0);

	need_kernel(5, 10);
	ck_assert_uint_eq(prog_info(prog).nr_map_ids, 0);
	assert_ok(kernel_prog_bind_map(rawbpf_kernel(), prog, map));
	ck_assert_uint_eq(prog_info(prog).nr_map_ids, 1);
}
END_TEST

START_TEST(a_link_exchanges_its_program_and_detaches)
{
	int one = make_prog(BPF_PROG_TYPE_XDP, BPF_XDP, XDP_PASS);
	int two = make_prog(BPF_PROG_TYPE_XDP, BPF_XDP, XDP_DROP);
	struct bpf_link_info info;
	struct rawbpf_link *l = NULL;

	need_kernel(5, 9);
	netns_enter();
	assert_ok(rawbpf_attach(NULL, one, "xdpgeneric:lo", NULL, &l, NULL));
	assert_err(kernel_link_update(rawbpf_kernel(), rawbpf_link_fd(l), two, two), -EPERM);
	assert_ok(kernel_link_update(rawbpf_kernel(), rawbpf_link_fd(l), two, one));
	assert_ok(kernel_info(rawbpf_kernel(), rawbpf_link_fd(l), &info, sizeof(info)));
	ck_assert_uint_eq(info.prog_id, prog_info(two).id);
	assert_ok(kernel_link_detach(rawbpf_kernel(), rawbpf_link_fd(l)));
	assert_ok(kernel_info(rawbpf_kernel(), rawbpf_link_fd(l), &info, sizeof(info)));
	ck_assert_uint_eq(info.xdp.ifindex, 0);
	rawbpf_link_detach(l);
}
END_TEST

START_TEST(a_query_names_the_programs_of_a_cgroup)
{
	int prog = make_prog(BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_EGRESS, 1);
	struct bpf_attr_prog_query q;
	struct rawbpf_link *l = NULL;
	uint32_t ids[8] = { 0 };
	struct cgroup cg;
	char target[600];

	need_cgroup2();
	cgroup_create(&cg);
	strcpy(target, "cgroup_skb/egress:");
	strcat(target, cg.path);
	assert_ok(rawbpf_attach(NULL, prog, target, NULL, &l, NULL));
	memset(&q, 0, sizeof(q));
	q.target_fd = cg.fd;
	q.attach_type = BPF_CGROUP_INET_EGRESS;
	q.prog_ids = kernel_ptr(ids);
	q.prog_cnt = 8;
	assert_ok(kernel_prog_query(rawbpf_kernel(), &q));
	ck_assert_uint_eq(q.prog_cnt, 1);
	ck_assert_uint_eq(ids[0], prog_info(prog).id);
	rawbpf_link_detach(l);
}
END_TEST

/* The cycles of this process. */
START_TEST(a_hardware_counter_counts_cycles)
{
	struct perf_event_attr attr;
	volatile int i;
	uint64_t cycles = 0;
	int fd;

	need_root();
	need_pmu();
	memset(&attr, 0, sizeof(attr));
	attr.size = PERF_ATTR_SIZE_VER0;
	attr.type = PERF_TYPE_HARDWARE;
	attr.config = PERF_COUNT_HW_CPU_CYCLES;
	attr.disabled = 1;
	fd = assert_ok(kernel_perf_event_open(rawbpf_kernel(), &attr, 0, -1));
	assert_ok(kernel_perf_enable(rawbpf_kernel(), fd));
	for (i = 0; i < 100000; i++)
		;
	assert_ok(kernel_perf_disable(rawbpf_kernel(), fd));
	ck_assert_int_eq(kernel_read(rawbpf_kernel(), fd, &cycles, sizeof(cycles)), 8);
	ck_assert_uint_gt(cycles, 100000);
	close(fd);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("door");
	TCase *t = tcase_create("requests");

	tcase_add_test(t, an_update_batch_sets_every_element);
	tcase_add_test(t, a_delete_batch_takes_only_its_keys);
	tcase_add_test(t, a_lookup_and_delete_batch_empties_the_map);
	tcase_add_test(t, a_bound_map_belongs_to_the_program);
	tcase_add_test(t, a_link_exchanges_its_program_and_detaches);
	tcase_add_test(t, a_query_names_the_programs_of_a_cgroup);
	tcase_add_test(t, a_hardware_counter_counts_cycles);
	suite_add_tcase(s, t);
	return s;
}
