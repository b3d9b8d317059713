/* SPDX-License-Identifier: BSD-2-Clause */
/* What tests of types of maps are made of: a row for each type, small programs, single values. */
#ifndef MAP_ROW_H
#define MAP_ROW_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <stdint.h>

#include "asm/insn.h"

struct rawbpf_object;

struct map_row {
	uint32_t type;
	const char *name;
	uint32_t key_size, value_size, entries, flags;
	void (*test)(const struct map_row *r, int fd); /* of a map like this; -1: it makes its own */
};

/* Instructions: 8 bytes on the stack at fp - 8; r2 = their address */
#define PUT(low, high)                                                                             \
	BPF_ST_MEM(BPF_W, BPF_REG_10, -8, low), BPF_ST_MEM(BPF_W, BPF_REG_10, -4, high)
#define AT_R2 BPF_MOV64_REG(BPF_REG_2, BPF_REG_10), BPF_ALU64_IMM(BPF_ADD, BPF_REG_2, -8)
/* return 0 if r0 is that */
#define EXIT_IF_NULL BPF_JMP_IMM(BPF_JNE, BPF_REG_0, 0, 1), BPF_EXIT_INSN()
/* r6 = the value at r0, which then grows by 1; 4 instructions */
#define COUNT_R0                                                                                   \
	BPF_LDX_MEM(BPF_DW, BPF_REG_6, BPF_REG_0, 0), BPF_MOV64_REG(BPF_REG_1, BPF_REG_6),         \
		BPF_ALU64_IMM(BPF_ADD, BPF_REG_1, 1),                                              \
		BPF_STX_MEM(BPF_DW, BPF_REG_0, BPF_REG_1, 0)
#define RETURN_R6 BPF_MOV64_REG(BPF_REG_0, BPF_REG_6), BPF_EXIT_INSN()
#define RETURN(N) BPF_MOV64_IMM(BPF_REG_0, N), BPF_EXIT_INSN()

int map_row_load(uint32_t prog_type, uint32_t attach_type, const struct bpf_insn *insns,
	uint32_t cnt);
/* What a program returns for a packet; raw tracepoints and syscalls have none. */
uint32_t map_row_run_fd(int prog, bool packet);
uint32_t map_row_run(uint32_t prog_type, const struct bpf_insn *insns, uint32_t cnt);
#define RUN(type, insns) map_row_run(type, insns, sizeof(insns) / sizeof(*(insns)))
#define LOAD(type, insns) map_row_load(type, 0, insns, sizeof(insns) / sizeof(*(insns)))

/* A descriptor, or -errno */
int map_row_make(const struct map_row *r);

/* Single elements by keys of 4 bytes; values of 8 bytes, or of 4 if they refer to something */
void put(int fd, uint32_t key, uint64_t value);
uint64_t get(int fd, uint32_t key);
void put_u32(int fd, uint32_t key, uint32_t value);
uint32_t get_u32(int fd, uint32_t key);
/* All values with this key, of all CPUs together; *cpus is how many those are. */
uint64_t map_row_sum(int fd, const void *key, uint32_t key_size, uint32_t *cpus);

/* An object, loaded with this program of those that are optional, and without this map, or NULL */
struct rawbpf_object *map_row_load_object(const char *path, const char *prog, const char *without);
int map_row_map(struct rawbpf_object *o, const char *name);
uint64_t map_row_global(struct rawbpf_object *o, const char *name);

/* A socket of UDP on lo, bound to *port, or, if that is 0, to any, which is then there. */
int udp(uint16_t *port);
void send_udp(uint16_t port);
uint64_t cookie_of(int socket);

#endif
