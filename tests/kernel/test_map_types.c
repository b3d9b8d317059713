/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every type of map that <linux/bpf.h> has: made, filled and read from here, and reached by a
 * program. A row for each, with the first kernel that has it; kernels before have to refuse it.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_xdp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "object/map_least.h"
#include "rawbpf.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/child.h"
#include "tests/lib/map_row.h"
#include "tests/lib/netns.h"
#include "tests/lib/xdp.h"

#define FORTY_TWO 42

/* ---- hashes and arrays ----------------------------------------------------------------------------- */

/* A trie's memory comes from a small reserve (6.13), which the kernel fills up again a moment later. */
static void fill(int fd, const void *key, const void *value)
{
	int err = -ENOMEM, tries;

	for (tries = 0; err == -ENOMEM && tries < 100; tries++) {
		usleep(tries * 1000);
		err = rawbpf_map_update(NULL, fd, key, value, BPF_ANY);
	}
	assert_ok(err);
}

static void counts(const struct map_row *r, int fd)
{
	bool trie = r->type == BPF_MAP_TYPE_LPM_TRIE;
	const uint32_t key[2] = { trie ? 32 : 1, 0 };
	const struct bpf_insn insns[] = { PUT(key[0], 0), AT_R2, BPF_LD_MAP_FD(BPF_REG_1, fd),
		BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem), EXIT_IF_NULL, COUNT_R0, RETURN_R6 };
	uint64_t *values;
	uint32_t cpus, i;
	int err;

	map_row_sum(fd, key, r->key_size, &cpus);
	values = calloc(cpus, sizeof(*values));
	for (i = 0; i < cpus; i++)
		values[i] = FORTY_TWO;
	fill(fd, key, values);
	free(values);
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), FORTY_TWO);
	ck_assert_uint_eq(map_row_sum(fd, key, r->key_size, &cpus), FORTY_TWO * cpus + 1);
	err = rawbpf_map_delete(NULL, fd, key);
	if (r->type == BPF_MAP_TYPE_ARRAY || r->type == BPF_MAP_TYPE_PERCPU_ARRAY) {
		assert_err(err, -EINVAL);
		return;
	}
	assert_ok(err);
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), 0);
	ck_assert_uint_eq(map_row_sum(fd, key, r->key_size, &cpus), 0);
}

/* 41 went in before 42: a queue gives it first, a stack last. What is left is for us. */
static void line(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { PUT(0, 0), AT_R2, BPF_LD_MAP_FD(BPF_REG_1, fd),
		BPF_EMIT_CALL(BPF_FUNC_map_pop_elem),
		BPF_LDX_MEM(BPF_DW, BPF_REG_6, BPF_REG_10, -8), RETURN_R6 };
	const uint64_t first = 41, second = FORTY_TWO;
	bool queue = r->type == BPF_MAP_TYPE_QUEUE;
	uint64_t left = 0;

	assert_ok(rawbpf_map_update(NULL, fd, NULL, &first, 0));
	assert_ok(rawbpf_map_update(NULL, fd, NULL, &second, 0));
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), queue ? first : second);
	assert_ok(rawbpf_map_lookup(NULL, fd, NULL, &left));
	ck_assert_uint_eq(left, queue ? second : first);
	left = 0;
	assert_ok(kernel_map_pop(rawbpf_kernel(), fd, NULL, &left));
	ck_assert_uint_eq(left, queue ? second : first);
	assert_err(rawbpf_map_lookup(NULL, fd, NULL, &left), -ENOENT);
}

static uint32_t filter_has(int fd, uint32_t value)
{
	const struct bpf_insn insns[] = { PUT(value, 0), AT_R2, BPF_LD_MAP_FD(BPF_REG_1, fd),
		BPF_EMIT_CALL(BPF_FUNC_map_peek_elem), BPF_EXIT_INSN() };

	return RUN(BPF_PROG_TYPE_SCHED_CLS, insns);
}

static void filter(const struct map_row *r, int fd)
{
	const uint32_t there[2] = { FORTY_TWO, 0 }, other[2] = { 43, 0 };

	(void)r;
	assert_ok(rawbpf_map_update(NULL, fd, NULL, there, 0));
	assert_ok(rawbpf_map_lookup(NULL, fd, NULL, (void *)there));
	assert_err(rawbpf_map_lookup(NULL, fd, NULL, (void *)other), -ENOENT);
	ck_assert_uint_eq(filter_has(fd, FORTY_TWO), 0);
	ck_assert_uint_eq(filter_has(fd, 43), (uint32_t)-ENOENT);
}

/* ---- programs and maps in maps ---------------------------------------------------------------------- */

/* Slot 0, for a kernel of 32 bits finds no other one again: it reads slot N where it wrote slot 2N. */
static void calls(const struct map_row *r, int fd)
{
	const struct bpf_insn callee[] = { RETURN(FORTY_TWO) };
	const struct bpf_insn caller[] = { BPF_LD_MAP_FD(BPF_REG_2, fd),
		BPF_MOV64_IMM(BPF_REG_3, 0), BPF_EMIT_CALL(BPF_FUNC_tail_call), RETURN(7) };
	int prog = LOAD(BPF_PROG_TYPE_SCHED_CLS, callee);
	struct bpf_prog_info info;
	uint32_t size = sizeof(info), key = 0;

	(void)r;
	memset(&info, 0, sizeof(info));
	put_u32(fd, 0, prog);
	assert_ok(kernel_obj_info(rawbpf_kernel(), prog, &info, &size));
	ck_assert_uint_eq(get_u32(fd, 0), info.id);
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, caller), FORTY_TWO);
	assert_ok(rawbpf_map_delete(NULL, fd, &key));
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, caller), 7);
}

static int other_map(uint32_t type)
{
	const struct map_row r = { type, "", 4, 8, 1, 0, NULL };

	return assert_ok(map_row_make(&r));
}

static void holds_maps(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { PUT(0, 0), AT_R2, BPF_LD_MAP_FD(BPF_REG_1, fd),
		BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem), EXIT_IF_NULL,
		BPF_MOV64_REG(BPF_REG_1, BPF_REG_0), PUT(0, 0), AT_R2,
		BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem), EXIT_IF_NULL, COUNT_R0, RETURN_R6 };
	int inner = other_map(BPF_MAP_TYPE_ARRAY);
	struct bpf_map_info info;
	uint32_t size = sizeof(info);

	(void)r;
	memset(&info, 0, sizeof(info));
	put(inner, 0, FORTY_TWO);
	put_u32(fd, 0, inner);
	assert_ok(kernel_obj_info(rawbpf_kernel(), inner, &info, &size));
	ck_assert_uint_eq(get_u32(fd, 0), info.id);
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), FORTY_TWO);
	ck_assert_uint_eq(get(inner, 0), FORTY_TWO + 1);
}

/* ---- what goes to user space, and comes from there --------------------------------------------------- */

static void check_record(int fd, const struct bpf_insn *insns, uint32_t cnt)
{
	struct rawbpf_events *e;
	struct rawbpf_record rec;
	uint64_t value;

	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	assert_ok(rawbpf_events_add(e, fd, 0, NULL, NULL));
	map_row_run(BPF_PROG_TYPE_SCHED_CLS, insns, cnt);
	assert_ok(rawbpf_events_wait(e, 1000));
	ck_assert(rawbpf_events_next(e, &rec));
	ck_assert_uint_ge(rec.size, sizeof(value));
	memcpy(&value, rec.data, sizeof(value));
	ck_assert(value == FORTY_TWO || value == (uint64_t)FORTY_TWO << 32);
	ck_assert(!rawbpf_events_next(e, &rec));
	rawbpf_events_close(e);
}

static void perf_records(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { PUT(FORTY_TWO, 0), BPF_LD_MAP_FD(BPF_REG_2, fd),
		BPF_MOV32_IMM(BPF_REG_3, -1), /* on this CPU */
		BPF_MOV64_REG(BPF_REG_4, BPF_REG_10), BPF_ALU64_IMM(BPF_ADD, BPF_REG_4, -8),
		BPF_MOV64_IMM(BPF_REG_5, 8), BPF_EMIT_CALL(BPF_FUNC_perf_event_output),
		BPF_EXIT_INSN() };

	(void)r;
	check_record(fd, insns, sizeof(insns) / sizeof(*insns));
}

static void ring_records(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { PUT(FORTY_TWO, 0), AT_R2, BPF_LD_MAP_FD(BPF_REG_1, fd),
		BPF_MOV64_IMM(BPF_REG_3, 8), BPF_MOV64_IMM(BPF_REG_4, 0),
		BPF_EMIT_CALL(BPF_FUNC_ringbuf_output), BPF_EXIT_INSN() };

	(void)r;
	check_record(fd, insns, sizeof(insns) / sizeof(*insns));
}

static void user_records(const struct map_row *r, int fd)
{
	struct rawbpf_object *o;
	struct rawbpf_user_ring *ring;
	uint64_t *record;

	(void)r;
	(void)fd;
	need_jit();
	o = map_row_load_object(BUILD "/tests/progs/user_ring.bpf.o", "drain", NULL);
	assert_ok(rawbpf_user_ring_open(NULL, map_row_map(o, "ring"), &ring, NULL));
	assert_ok(rawbpf_user_ring_reserve(ring, sizeof(*record), (void **)&record));
	*record = FORTY_TWO;
	rawbpf_user_ring_submit(ring, record);
	ck_assert_uint_eq(map_row_run_fd(rawbpf_prog_fd(rawbpf_object_prog(o, "drain")), false), 1);
	ck_assert_uint_eq(map_row_global(o, "sum"), FORTY_TWO);
	rawbpf_user_ring_close(ring);
	rawbpf_object_close(o);
}

static void stacks(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { BPF_LD_MAP_FD(BPF_REG_2, fd), BPF_MOV64_IMM(BPF_REG_3, 0),
		BPF_EMIT_CALL(BPF_FUNC_get_stackid), BPF_EXIT_INSN() };
	uint64_t stack[8] = { 0 };
	uint32_t id = RUN(BPF_PROG_TYPE_RAW_TRACEPOINT, insns);

	ck_assert_uint_lt(id, r->entries);
	assert_ok(rawbpf_map_lookup(NULL, fd, &id, stack));
	ck_assert_uint_ne(stack[0], 0);
	assert_err(rawbpf_map_update(NULL, fd, &id, stack, BPF_ANY), -EINVAL);
	assert_ok(rawbpf_map_delete(NULL, fd, &id));
	assert_err(rawbpf_map_lookup(NULL, fd, &id, stack), -ENOENT);
}

static void memory(const struct map_row *r, int fd)
{
	size_t size = getpagesize();
	void *shared;

	(void)r;
	assert_ok(kernel_mmap(rawbpf_kernel(), fd, size, PROT_READ | PROT_WRITE, 0, &shared));
	*(uint64_t *)shared = FORTY_TWO;
	{
		const struct bpf_insn insns[] = { BPF_LD_MAP_FD(BPF_REG_1, fd),
			BPF_LD_IMM64(BPF_REG_1, (uintptr_t)shared),
			BPF_ADDR_SPACE_CAST_REG(BPF_REG_0, BPF_REG_1, 0, 1), COUNT_R0, RETURN_R6 };

		ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), FORTY_TWO);
	}
	ck_assert_uint_eq(*(uint64_t *)shared, FORTY_TWO + 1);
	munmap(shared, size);
}

/* A program jumps to where the second place points; then the kernel tells where they all are. */
static void places(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { BPF_LD_MAP_VALUE(BPF_REG_1, fd, 0),
		BPF_LDX_MEM(BPF_DW, BPF_REG_1, BPF_REG_1, 8), BPF_JMP_GOTOX(BPF_REG_1), RETURN(7),
		RETURN(FORTY_TWO) };
	struct bpf_insn_array_value v;
	uint32_t i;

	(void)r;
	need_jit();
	memset(&v, 0, sizeof(v));
	for (i = 0; i < 2; i++) {
		v.orig_off = 4 + 2 * i;
		assert_ok(rawbpf_map_update(NULL, fd, &i, &v, BPF_ANY));
	}
	assert_ok(kernel_map_freeze(rawbpf_kernel(), fd));
	i = 1;
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), FORTY_TWO);
	assert_ok(rawbpf_map_lookup(NULL, fd, &i, &v));
	ck_assert_uint_eq(v.orig_off, 6);
	ck_assert_uint_gt(v.jitted_off, 0);
	assert_err(rawbpf_map_update(NULL, fd, &i, &v, BPF_ANY), -EPERM);
}

/* ---- the network ------------------------------------------------------------------------------------- */

/* XDP_REDIRECT where there is something, XDP_DROP where not: 2 lower bits of flags, since 5.3 */
static uint32_t redirect(int fd, uint32_t key)
{
	const struct bpf_insn insns[] = { BPF_LD_MAP_FD(BPF_REG_1, fd),
		BPF_MOV64_IMM(BPF_REG_2, key), BPF_MOV64_IMM(BPF_REG_3, XDP_DROP),
		BPF_EMIT_CALL(BPF_FUNC_redirect_map), BPF_EXIT_INSN() };

	return RUN(BPF_PROG_TYPE_XDP, insns);
}

/* lo is device 1, and CPU 0 is always there. */
static void redirects(const struct map_row *r, int fd)
{
	bool cpu = r->type == BPF_MAP_TYPE_CPUMAP;
	uint32_t key = 0, value = cpu ? 64 : 1;

	netns_enter();
	ck_assert_uint_eq(redirect(fd, key), XDP_DROP);
	put_u32(fd, key, value);
	ck_assert_uint_eq(get_u32(fd, key), value);
	ck_assert_uint_eq(redirect(fd, key), XDP_REDIRECT);
	ck_assert_uint_eq(redirect(fd, 1), XDP_DROP);
	assert_ok(rawbpf_map_delete(NULL, fd, &key));
	ck_assert_uint_eq(redirect(fd, key), XDP_DROP);
}

static void set_xdp(int fd, int option, const void *value, socklen_t size)
{
	ck_assert_msg(!setsockopt(fd, SOL_XDP, option, value, size), "option %d: %s", option,
		strerror(errno));
}

/* A map takes only a socket that could receive. */
static void redirects_to_sockets(const struct map_row *r, int fd)
{
	const int entries = 4;
	struct xdp_umem_reg umem;
	int s;

	(void)r;
	need_config("CONFIG_XDP_SOCKETS");
	netns_enter();
	s = socket(AF_XDP, SOCK_RAW | SOCK_CLOEXEC, 0);
	ck_assert_int_ge(s, 0);
	memset(&umem, 0, sizeof(umem));
	umem.len = 4 * getpagesize();
	umem.chunk_size = 2048;
	umem.addr = kernel_ptr(mmap(
		NULL, umem.len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	set_xdp(s, XDP_UMEM_REG, &umem, sizeof(umem));
	set_xdp(s, XDP_UMEM_FILL_RING, &entries, sizeof(entries));
	set_xdp(s, XDP_UMEM_COMPLETION_RING, &entries, sizeof(entries));
	set_xdp(s, XDP_RX_RING, &entries, sizeof(entries));
	put_u32(fd, 0, s);
	ck_assert_uint_eq(redirect(fd, 0), XDP_REDIRECT);
	ck_assert_uint_eq(redirect(fd, 1), XDP_DROP);
	assert_err(rawbpf_map_lookup(NULL, fd, (uint32_t[]){ 0 }, &umem), -EOPNOTSUPP);
	close(s);
	ck_assert_uint_eq(redirect(fd, 0), XDP_DROP);
}

/* A program looks the socket up; what it may read of it is its family. */
static void sockets(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { PUT(1, 0), AT_R2, BPF_LD_MAP_FD(BPF_REG_1, fd),
		BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem), EXIT_IF_NULL,
		BPF_LDX_MEM(BPF_W, BPF_REG_6, BPF_REG_0, offsetof(struct bpf_sock, family)),
		BPF_MOV64_REG(BPF_REG_1, BPF_REG_0), BPF_EMIT_CALL(BPF_FUNC_sk_release), RETURN_R6 };
	uint16_t port = 0;
	int s;

	(void)r;
	netns_enter();
	s = udp(&port);
	put(fd, 1, s);
	ck_assert_uint_eq(get(fd, 1), cookie_of(s));
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), AF_INET);
	close(s);
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), 0);
}

static void shares_port(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { PUT(1, 0), BPF_LD_MAP_FD(BPF_REG_2, fd),
		BPF_MOV64_REG(BPF_REG_3, BPF_REG_10), BPF_ALU64_IMM(BPF_ADD, BPF_REG_3, -8),
		BPF_MOV64_IMM(BPF_REG_4, 0), BPF_EMIT_CALL(BPF_FUNC_sk_select_reuseport),
		RETURN(SK_PASS) };
	int prog = LOAD(BPF_PROG_TYPE_SK_REUSEPORT, insns), first, second, i;
	uint16_t port = 0;
	char byte;

	(void)r;
	netns_enter();
	first = udp(&port);
	second = udp(&port);
	put(fd, 1, second);
	ck_assert_uint_eq(get(fd, 1), cookie_of(second));
	ck_assert_int_eq(setsockopt(first, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, &prog,
		sizeof(prog)), 0);
	for (i = 0; i < 8; i++) {
		send_udp(port);
		ck_assert_int_eq(recv(second, &byte, 1, MSG_DONTWAIT), 1);
	}
	ck_assert_int_eq(recv(first, &byte, 1, MSG_DONTWAIT), -1);
}

/* ---- cgroups and local storage ------------------------------------------------------------------------ */

static uint32_t is_member(int fd, uint32_t key)
{
	const struct bpf_insn insns[] = { BPF_LD_MAP_FD(BPF_REG_1, fd), BPF_MOV64_IMM(BPF_REG_2, key),
		BPF_EMIT_CALL(BPF_FUNC_current_task_under_cgroup), BPF_EXIT_INSN() };

	return RUN(BPF_PROG_TYPE_RAW_TRACEPOINT, insns);
}

static void groups(const struct map_row *r, int fd)
{
	struct cgroup c;
	uint32_t value;

	(void)r;
	need_cgroup2();
	cgroup_create(&c);
	put_u32(fd, 1, c.fd);
	ck_assert_uint_eq(is_member(fd, 1), 0);
	cgroup_join(&c);
	ck_assert_uint_eq(is_member(fd, 1), 1);
	assert_err(rawbpf_map_lookup(NULL, fd, (uint32_t[]){ 1 }, &value), -524);
}

/* The value comes with the attached program. */
static void cgroup_values(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { BPF_LD_MAP_FD(BPF_REG_1, fd), BPF_MOV64_IMM(BPF_REG_2, 0),
		BPF_EMIT_CALL(BPF_FUNC_get_local_storage), COUNT_R0, RETURN(1) };
	struct bpf_cgroup_storage_key key;
	struct rawbpf_link *link;
	struct cgroup c;
	char target[600];
	uint16_t port = 0;
	uint64_t *values;
	uint32_t cpus, i;

	need_cgroup2();
	netns_enter();
	cgroup_create(&c);
	snprintf(target, sizeof(target), "cgroup_skb/egress:%s", c.path);
	assert_ok(rawbpf_attach(NULL, map_row_load(BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_EGRESS, insns,
		sizeof(insns) / sizeof(*insns)), target, NULL, &link, NULL));
	assert_ok(rawbpf_map_next_key(NULL, fd, NULL, &key));
	ck_assert_uint_eq(map_row_sum(fd, &key, r->key_size, &cpus), 0);
	values = calloc(cpus, sizeof(*values));
	for (i = 0; i < cpus; i++)
		values[i] = FORTY_TWO;
	assert_ok(rawbpf_map_update(NULL, fd, &key, values, BPF_ANY));
	free(values);
	udp(&port);
	cgroup_join(&c);
	send_udp(port);
	ck_assert_uint_eq(map_row_sum(fd, &key, r->key_size, &cpus), FORTY_TWO * cpus + 1);
	assert_err(rawbpf_map_delete(NULL, fd, &key), -EINVAL);
	rawbpf_link_detach(link);
}

/* The emulated processor lacks the instruction that memory without locks needs since 7.2. */
static void put_local(int fd, uint32_t key, uint64_t value)
{
	int err = rawbpf_map_update(NULL, fd, &key, &value, BPF_ANY);

	skip_unless(err != -ENOMEM, "the kernel has no memory for local storage");
	assert_ok(err);
}

/* From here local storage is reached by a descriptor of what it belongs to: which is the key. */
static void socket_values(const struct map_row *r, int fd)
{
	int map = other_map(BPF_MAP_TYPE_SOCKMAP), s;
	const struct bpf_insn insns[] = { PUT(0, 0), AT_R2, BPF_LD_MAP_FD(BPF_REG_1, map),
		BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem), EXIT_IF_NULL,
		BPF_MOV64_REG(BPF_REG_7, BPF_REG_0), BPF_MOV64_IMM(BPF_REG_6, 0),
		BPF_LD_MAP_FD(BPF_REG_1, fd), BPF_MOV64_REG(BPF_REG_2, BPF_REG_7),
		BPF_MOV64_IMM(BPF_REG_3, 0), BPF_MOV64_IMM(BPF_REG_4, 0),
		BPF_EMIT_CALL(BPF_FUNC_sk_storage_get), BPF_JMP_IMM(BPF_JEQ, BPF_REG_0, 0, 4), COUNT_R0,
		BPF_MOV64_REG(BPF_REG_1, BPF_REG_7), BPF_EMIT_CALL(BPF_FUNC_sk_release), RETURN_R6 };
	uint16_t port = 0;

	(void)r;
	netns_enter();
	s = udp(&port);
	put(map, 0, s);
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), 0);
	put_local(fd, s, FORTY_TWO);
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), FORTY_TWO);
	ck_assert_uint_eq(get(fd, s), FORTY_TWO + 1);
	assert_err(rawbpf_map_next_key(NULL, fd, NULL, &s), -524);
	assert_ok(rawbpf_map_delete(NULL, fd, &s));
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_SCHED_CLS, insns), 0);
}

static void task_values(const struct map_row *r, int fd)
{
	const struct bpf_insn insns[] = { BPF_EMIT_CALL(BPF_FUNC_get_current_task_btf),
		BPF_MOV64_REG(BPF_REG_2, BPF_REG_0), BPF_LD_MAP_FD(BPF_REG_1, fd),
		BPF_MOV64_IMM(BPF_REG_3, 0), BPF_MOV64_IMM(BPF_REG_4, 0),
		BPF_EMIT_CALL(BPF_FUNC_task_storage_get), EXIT_IF_NULL, COUNT_R0, RETURN_R6 };
	int me;

	(void)r;
	need_btf();
	need_pidfd();
	me = assert_ok(kernel_pidfd_open(rawbpf_kernel(), getpid()));
	put_local(fd, me, FORTY_TWO);
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_RAW_TRACEPOINT, insns), FORTY_TWO);
	ck_assert_uint_eq(get(fd, me), FORTY_TWO + 1);
	assert_ok(rawbpf_map_delete(NULL, fd, &me));
	ck_assert_uint_eq(RUN(BPF_PROG_TYPE_RAW_TRACEPOINT, insns), 0);
}

#define STORAGE BUILD "/tests/progs/storage.bpf.o"

/*
 * A kernel that keeps it with the LSMs' data of an inode has no place for it if bpf is not among the
 * active ones: it would write over what another has there.
 */
static void file_values(const struct map_row *r, int fd)
{
	struct rawbpf_object *o;
	int map, file;

	(void)r;
	(void)fd;
	need_jit();
	need_lsm();
	o = map_row_load_object(STORAGE, "opened", "cgroups");
	*(uint32_t *)rawbpf_global(o, "me", NULL) = getpid();
	map = map_row_map(o, "inodes");
	file = open("/", O_RDONLY | O_CLOEXEC);
	put_local(map, file, FORTY_TWO);
	assert_ok(rawbpf_object_attach(o, NULL));
	close(open("/", O_RDONLY | O_CLOEXEC));
	ck_assert_uint_eq(map_row_global(o, "before"), FORTY_TWO);
	ck_assert_uint_eq(get(map, file), FORTY_TWO + 1);
	assert_ok(rawbpf_map_delete(NULL, map, &file));
	assert_err(rawbpf_map_delete(NULL, map, &file), -ENOENT);
	rawbpf_object_close(o);
}

/* A program of type syscall may ask for a cgroup by number since 6.12. */
static void group_values(const struct map_row *r, int fd)
{
	struct rawbpf_object *o;
	struct cgroup c;
	struct stat st;
	int map;

	(void)r;
	(void)fd;
	need_cgroup2();
	need_jit();
	need_kernel(6, 12);
	need_64_bits("calls no kernel functions");
	o = map_row_load_object(STORAGE, "counted", "inodes");
	map = map_row_map(o, "cgroups");
	cgroup_create(&c);
	ck_assert_int_eq(fstat(c.fd, &st), 0);
	*(uint64_t *)rawbpf_global(o, "cgroup", NULL) = st.st_ino;
	put_local(map, c.fd, FORTY_TWO);
	ck_assert_uint_eq(map_row_run_fd(rawbpf_prog_fd(rawbpf_object_prog(o, "counted")), false), 0);
	ck_assert_uint_eq(map_row_global(o, "before"), FORTY_TWO);
	ck_assert_uint_eq(get(map, c.fd), FORTY_TWO + 1);
	assert_ok(rawbpf_map_delete(NULL, map, &c.fd));
	assert_err(rawbpf_map_delete(NULL, map, &c.fd), -ENOENT);
	rawbpf_object_close(o);
}

/* ---- structs of callbacks ------------------------------------------------------------------------------ */

/* Count of users and state stand before the struct itself: not in use, then in use or ready. */
static void callbacks(const struct map_row *r, int fd)
{
	struct rawbpf_object *o;
	struct rawbpf_link *link;
	char name[16], value[4096];
	uint32_t state[2], key = 0;
	int map;

	(void)r;
	(void)fd;
	need_btf();
	need_jit();
	need_file(BUILD "/tests/progs/struct_ops.bpf.o");
	assert_ok(rawbpf_object_open(BUILD "/tests/progs/struct_ops.bpf.o", NULL, &o, NULL));
	snprintf(name, sizeof(name), "rbm_%d", getpid());
	assert_ok(rawbpf_global_set(o, "rawbpf_one.name", name, NULL));
	rawbpf_map_set_autocreate(rawbpf_object_map(o, "rawbpf_two"), false);
	assert_ok(rawbpf_object_load(o, NULL));
	map = map_row_map(o, "rawbpf_one");
	assert_ok(rawbpf_map_lookup(NULL, map, &key, value));
	memcpy(state, value, sizeof(state));
	ck_assert_uint_eq(state[1], 0);
	assert_ok(rawbpf_map_attach(rawbpf_object_map(o, "rawbpf_one"), &link, NULL));
	assert_ok(rawbpf_map_lookup(NULL, map, &key, value));
	memcpy(state, value, sizeof(state));
	ck_assert_uint_ne(state[1], 0);
	/* by the kernel's type, which has been there to be asked for since then */
	ck_assert_int_eq(child_says(kernel_is(5, 11) ? name : "", "map dump id %u", xdp_map_id(o, "rawbpf_one")), 0);
	ck_assert_int_eq(child_says(kernel_is(5, 11) ? "data: {" : "", "map lookup id %u key 0 0 0 0",
		xdp_map_id(o, "rawbpf_one")), 0);
	rawbpf_object_close(o);
}

/* ---- the table ------------------------------------------------------------------------------------------ */

/* clang-format off */
#define T(name) BPF_MAP_TYPE_##name, #name
static const struct map_row rows[] = {
	{ T(HASH), 4, 8, 4, 0, counts },
	{ T(ARRAY), 4, 8, 4, 0, counts },
	{ T(PROG_ARRAY), 4, 4, 4, 0, calls },
	{ T(PERF_EVENT_ARRAY), 4, 4, 1024, 0, perf_records },
	{ T(PERCPU_HASH), 4, 8, 4, 0, counts },
	{ T(PERCPU_ARRAY), 4, 8, 4, 0, counts },
	{ T(STACK_TRACE), 4, 64, 64, 0, stacks },
	{ T(CGROUP_ARRAY), 4, 4, 4, 0, groups },
	{ T(LRU_HASH), 4, 8, 64, 0, counts },
	{ T(LRU_PERCPU_HASH), 4, 8, 64, 0, counts },
	{ T(LPM_TRIE), 8, 8, 4, BPF_F_NO_PREALLOC, counts },
	{ T(ARRAY_OF_MAPS), 4, 4, 4, 0, holds_maps },
	{ T(HASH_OF_MAPS), 4, 4, 4, 0, holds_maps },
	{ T(DEVMAP), 4, 4, 4, 0, redirects },
	{ T(SOCKMAP), 4, 8, 4, 0, sockets },
	{ T(CPUMAP), 4, 4, 1, 0, redirects },
	{ T(XSKMAP), 4, 4, 4, 0, redirects_to_sockets },
	{ T(SOCKHASH), 4, 8, 4, 0, sockets },
	{ T(CGROUP_STORAGE), sizeof(struct bpf_cgroup_storage_key), 8, 0, 0, cgroup_values },
	{ T(REUSEPORT_SOCKARRAY), 4, 8, 4, 0, shares_port },
	{ T(PERCPU_CGROUP_STORAGE), sizeof(struct bpf_cgroup_storage_key), 8, 0, 0, cgroup_values },
	{ T(QUEUE), 0, 8, 4, 0, line },
	{ T(STACK), 0, 8, 4, 0, line },
	{ T(SK_STORAGE), 4, 8, 0, BPF_F_NO_PREALLOC, socket_values },
	{ T(DEVMAP_HASH), 4, 4, 4, 0, redirects },
	{ T(STRUCT_OPS), 0, 0, 0, 0, callbacks },
	{ T(RINGBUF), 0, 0, 65536, 0, ring_records },
	{ T(INODE_STORAGE), 0, 0, 0, 0, file_values },
	{ T(TASK_STORAGE), 4, 8, 0, BPF_F_NO_PREALLOC, task_values },
	{ T(BLOOM_FILTER), 0, 8, 16, 0, filter },
	{ T(USER_RINGBUF), 0, 0, 0, 0, user_records },
	{ T(CGRP_STORAGE), 0, 0, 0, 0, group_values },
	{ T(ARENA), 0, 0, 1, BPF_F_MMAPABLE, memory },
	{ T(INSN_ARRAY), 4, 16, 2, 0, places },
	{ T(RHASH), 4, 8, 4, BPF_F_NO_PREALLOC, counts },
};
/* clang-format on */

static const struct map_row *row_of(uint32_t type)
{
	uint32_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].type == type)
			return &rows[i];
	ck_abort_msg("map type %u has no row", type);
}

/* Those that are made of an object have no sizes here. */
static bool is_made_here(const struct map_row *r)
{
	return r->key_size || r->value_size || r->entries;
}

/* Arenas are not for every JIT, and one emulated machine has not what they need. */
static int make(const struct map_row *r)
{
	int fd;

	if (r->type == BPF_MAP_TYPE_ARENA)
		need_jit();
	fd = map_row_make(r);
	skip_unless(r->type != BPF_MAP_TYPE_ARENA || (fd != -EOPNOTSUPP && fd != -ENOMEM),
		"no arenas on this machine: %s", strerror(-fd));
	return assert_ok(fd);
}

START_TEST(a_map_of_this_type_is_made_filled_and_read)
{
	const struct map_least *l = &map_least_table[_i];
	const struct map_row *r = row_of(_i);

	need_root();
	if (!kernel_is(l->major, l->minor) && is_made_here(r)) {
		assert_err(map_row_make(r), -EOPNOTSUPP);
		return;
	}
	need_kernel(l->major, l->minor);
	r->test(r, is_made_here(r) ? make(r) : -1);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("map_types");
	TCase *t = tcase_create("map_types");

	tcase_add_loop_test(t, a_map_of_this_type_is_made_filled_and_read, BPF_MAP_TYPE_UNSPEC + 1,
		__MAX_BPF_MAP_TYPE);
	suite_add_tcase(s, t);
	return s;
}
