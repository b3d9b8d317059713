/* SPDX-License-Identifier: BSD-2-Clause */
#include "source.h"

#include <linux/bpf.h>
#include <string.h>
#include <unistd.h>

#include "asm/insn.h"
#include "test.h"

#define FACTOR 0x9e3779b97f4a7c15ULL
#define WORDS 10
#define STACK (-8 * WORDS)

enum { R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 };
int source_map(uint32_t type, uint32_t key_size, uint32_t value_size, uint32_t entries)
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

/* One process at a time runs a source. Takes the next number into r8, r7 is where it is kept, and fills the stack; r3 = the size. */
static size_t put_head(struct bpf_insn *p, int count_fd)
{
	const struct bpf_insn number[] = {
		BPF_MOV64_REG(R6, R1),
		BPF_LD_MAP_VALUE(R7, count_fd, 0),
		BPF_LDX_MEM(BPF_DW, R8, R7, 0),
		BPF_MOV64_REG(R1, R8),
		BPF_ALU64_IMM(BPF_ADD, R1, 1),
		BPF_STX_MEM(BPF_DW, R7, R1, 0),
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

static void load(struct source *s, enum source_kind kind)
{
	struct rawbpf_diag d = { 0 };
	struct rawbpf_prog_spec p;
	struct bpf_insn code[128];
	size_t n = put_head(code, s->count_fd);

	n += kind == SOURCE_RING ? put_ring(code + n, s->map_fd)
		: kind == SOURCE_PERF ? put_perf(code + n, s->map_fd)
			       : put_discarding(code + n, s->map_fd);
	n += put_tail(code + n);
	memset(&p, 0, sizeof(p));
	p.type = BPF_PROG_TYPE_SOCKET_FILTER;
	p.license = "GPL";
	p.insns = code;
	p.insn_cnt = n;
	s->prog_fd = rawbpf_prog_load(NULL, &p, &d);
	skip_unless(s->prog_fd != -524, "the CPU's compiler has no fetching atomics");
	ck_assert_msg(s->prog_fd >= 0, "%s\n%s", d.msg, d.log ? d.log : "");
}

struct source source_make(enum source_kind kind, uint32_t ring_size)
{
	struct source s;

	need_root();
	need_kernel(5, 8); /* ring buffers */
	skip_unless(ring_size % sysconf(_SC_PAGESIZE) == 0, "pages of more than %u bytes",
		ring_size);
	s.map_fd = kind == SOURCE_PERF ? source_map(BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 64)
				: source_map(BPF_MAP_TYPE_RINGBUF, 0, 0, ring_size);
	s.count_fd = source_map(BPF_MAP_TYPE_ARRAY, 4, sizeof(struct source_counts), 1);
	load(&s, kind);
	return s;
}

/* Run the producer so many times. */
int source_run(const struct source *s, uint32_t times)
{
	static const char packet[64];
	struct rawbpf_test_run t;

	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = sizeof(packet);
	t.repeat = times;
	return rawbpf_test_run(NULL, s->prog_fd, &t, NULL);
}

struct source_counts source_counts(const struct source *s)
{
	struct source_counts c = { 0, 0 };
	uint32_t key = 0;

	rawbpf_map_lookup(NULL, s->count_fd, &key, &c);
	return c;
}

uint64_t source_number(const struct rawbpf_record *r)
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
