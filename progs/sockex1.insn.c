/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets and bytes by IP protocol: sockex1.bpf.c as machine instructions, without a compiler for
 * them, without ELF and BTF. The map has the same layout.
 *
 *	sockex1.insn [INTERFACE] [-- COMMAND...]
 *
 * This is all that a loader does in the end: create a map, write its descriptor into the
 * instructions, load them, attach the program to a socket.
 */
#include <arpa/inet.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "asm/insn.h"
#include "packet.h"
#include "rawbpf.h"
#include "sample.h"

enum {
	INSNS_MAX = 64,
};

/* Stack: the key, 4 bytes below r10; a fresh value, 24 bytes below. Jumps skip so many slots. */
static int sockex1_insns(struct bpf_insn *insns, int map_fd)
{
	const struct bpf_insn prog[] = {
		/* packet loads want the context in r6 and spoil r1 to r5; skb->protocol is as it
		 * stands in the packet */
		BPF_MOV64_REG(BPF_REG_6, BPF_REG_1),
		BPF_LDX_MEM(BPF_W, BPF_REG_0, BPF_REG_6, offsetof(struct __sk_buff, pkt_type)),
		BPF_JMP_IMM(BPF_JNE, BPF_REG_0, PACKET_OUTGOING, 33), /* to out */
		BPF_LDX_MEM(BPF_W, BPF_REG_7, BPF_REG_6, offsetof(struct __sk_buff, len)),
		BPF_LDX_MEM(BPF_W, BPF_REG_0, BPF_REG_6, offsetof(struct __sk_buff, protocol)),
		BPF_JMP_IMM(BPF_JEQ, BPF_REG_0, htons(ETH_P_IP), 3),
		BPF_JMP_IMM(BPF_JNE, BPF_REG_0, htons(ETH_P_IPV6), 29), /* to out */
		BPF_LD_ABS(BPF_B, NETWORK + IPV6_NEXT),
		BPF_JMP_A(1),
		BPF_LD_ABS(BPF_B, NETWORK + IP_PROTOCOL),
		BPF_STX_MEM(BPF_W, BPF_REG_10, BPF_REG_0, -4),

		/* r0 = bpf_map_lookup_elem(map, &key) */
		BPF_LD_MAP_FD(BPF_REG_1, map_fd),
		BPF_MOV64_REG(BPF_REG_2, BPF_REG_10),
		BPF_ALU64_IMM(BPF_ADD, BPF_REG_2, -4),
		BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem),
		BPF_JMP_IMM(BPF_JNE, BPF_REG_0, 0, 16), /* to add */

		/* bpf_map_update_elem(map, &key, &none, BPF_NOEXIST): if another CPU was first,
		 * its entry stays */
		BPF_ST_MEM(BPF_DW, BPF_REG_10, -24 + (int)offsetof(struct count, packets), 0),
		BPF_ST_MEM(BPF_DW, BPF_REG_10, -24 + (int)offsetof(struct count, bytes), 0),
		BPF_LD_MAP_FD(BPF_REG_1, map_fd),
		BPF_MOV64_REG(BPF_REG_2, BPF_REG_10),
		BPF_ALU64_IMM(BPF_ADD, BPF_REG_2, -4),
		BPF_MOV64_REG(BPF_REG_3, BPF_REG_10),
		BPF_ALU64_IMM(BPF_ADD, BPF_REG_3, -24),
		BPF_MOV64_IMM(BPF_REG_4, BPF_NOEXIST),
		BPF_EMIT_CALL(BPF_FUNC_map_update_elem),
		BPF_LD_MAP_FD(BPF_REG_1, map_fd),
		BPF_MOV64_REG(BPF_REG_2, BPF_REG_10),
		BPF_ALU64_IMM(BPF_ADD, BPF_REG_2, -4),
		BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem),
		BPF_JMP_IMM(BPF_JEQ, BPF_REG_0, 0, 3), /* to out */

		/* add: r0 is the entry itself */
		BPF_MOV64_IMM(BPF_REG_1, 1),
		BPF_STX_XADD(BPF_DW, BPF_REG_0, BPF_REG_1, offsetof(struct count, packets)),
		BPF_STX_XADD(BPF_DW, BPF_REG_0, BPF_REG_7, offsetof(struct count, bytes)),

		/* out */
		BPF_MOV64_IMM(BPF_REG_0, 0),
		BPF_EXIT_INSN(),
	};

	memcpy(insns, prog, sizeof(prog));
	return sizeof(prog) / sizeof(prog[0]);
}

static int protocols_create(struct rawbpf_diag *d)
{
	struct rawbpf_map_spec m;

	memset(&m, 0, sizeof(m));
	m.name = "protocols";
	m.type = BPF_MAP_TYPE_HASH;
	m.key_size = sizeof(uint32_t);
	m.value_size = sizeof(struct count);
	m.max_entries = 256;
	return rawbpf_map_create(NULL, &m, d);
}

static int sockex1_load(int map_fd, struct rawbpf_diag *d)
{
	struct bpf_insn insns[INSNS_MAX];
	struct rawbpf_prog_spec p;

	memset(&p, 0, sizeof(p));
	p.name = "sockex1";
	p.type = BPF_PROG_TYPE_SOCKET_FILTER;
	p.insns = insns;
	p.insn_cnt = sockex1_insns(insns, map_fd);
	p.license = "Dual BSD/GPL";
	return rawbpf_prog_load(NULL, &p, d);
}

static int protocols_print(int map_fd, struct rawbpf_diag *d)
{
	struct rawbpf_entries *entries;
	const void *key, *value;
	struct count c;
	uint32_t proto;
	int err = rawbpf_entries_open(NULL, map_fd, &entries, d);

	if (err)
		return err;
	while ((err = rawbpf_entries_next(entries, &key, &value)) > 0) {
		memcpy(&proto, key, sizeof(proto));
		memcpy(&c, value, sizeof(c));
		printf("protocol %u: %llu packets, %llu bytes\n", proto, c.packets, c.bytes);
	}
	rawbpf_entries_close(entries);
	return err;
}

static int sockex1(char **argv, struct rawbpf_diag *d)
{
	int err, map_fd = protocols_create(d), prog_fd = -1;
	struct rawbpf_link *link = NULL;
	char target[64];

	snprintf(target, sizeof(target), "socket:%s", sample_interface(argv));
	err = map_fd;
	if (err >= 0)
		err = prog_fd = sockex1_load(map_fd, d);
	if (err >= 0)
		err = rawbpf_attach(NULL, prog_fd, target, NULL, &link, d);
	if (err >= 0) {
		sample_wait(argv);
		err = protocols_print(map_fd, d);
	}
	rawbpf_link_detach(link);
	if (prog_fd >= 0)
		close(prog_fd);
	if (map_fd >= 0)
		close(map_fd);
	return err;
}

int main(int argc, char **argv)
{
	struct rawbpf_diag d;
	int err;

	(void)argc;
	memset(&d, 0, sizeof(d));
	err = sockex1(argv, &d);
	if (err < 0)
		fprintf(stderr, "%s\n%s", d.msg, d.log ? d.log : "");
	rawbpf_diag_free(&d);
	return err < 0;
}
