/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dispatcher as a program (see dispatcher.c for what it is for). In C it would be
 *
 *	int slot0(struct xdp_md *ctx) { return EMPTY; }		and so on up to slot9
 *
 *	int rawbpf_xdp(struct xdp_md *ctx)
 *	{
 *		unsigned int verdict, last = XDP_PASS;
 *
 *		verdict = slot0(ctx);
 *		if (verdict != EMPTY) {
 *			last = verdict;
 *			if (last > XDP_REDIRECT || !((masks[0] ^ 1 << XDP_PASS) >> last & 1))
 *				return last;
 *		}
 *		verdict = slot1(ctx);
 *		...
 *		return last;
 *	}
 *
 * What the kernel wants of functions that can be replaced:
 *
 *	BTF	of the program, with a FUNC of global linkage for each (5.6): the verifier looks at
 *		such a function by itself and believes nothing of what it returns, so that any other
 *		of the same type can stand in its place. The type's names count: struct xdp_md
 *	changes	a function may only be replaced by one that moves the packet's ends if it does so
 *		itself (6.13, and older ones by way of repair). So a slot has a call of
 *		bpf_xdp_adjust_head() behind a jump that is always taken. The kernel notes calls
 *		before it finds that out, and then removes what is never reached
 *
 * The BTF ids of the slots are what other processes find them by, and so is the program's name: with
 * another order the name has to be another.
 */
#include "attach/dispatcher.h"

#include <errno.h>
#include <linux/btf.h>
#include <linux/filter.h>
#include <stdlib.h>
#include <string.h>

#include "asm/insn.h"
#include "kernel/kernel.h"
#include "link/degrade.h"

#define EMPTY 0x656d7074

static const char *const prog_names[] = { "rawbpf_xdp", "rawbpf_xdpfrags" };

bool dispatcher_is(const char *name)
{
	return !strcmp(name, prog_names[0]) || !strcmp(name, prog_names[1]);
}

bool dispatcher_has_frags(const char *name)
{
	return !strcmp(name, prog_names[1]);
}

/* ---- types ---- */

#define INFO(kind, vlen) ((uint32_t)(kind) << 24 | (vlen))

/* places in `strings` */
enum { NAME_INT = 1, NAME_CONTEXT = 5, NAME_CTX = 12, NAME_MAIN = 16, NAME_SLOT0 = 27, SLOT_NAME = 6 };
static const char strings[] = "\0int\0xdp_md\0ctx\0rawbpf_xdp\0slot0\0slot1\0slot2\0slot3\0slot4\0slot5\0"
	"slot6\0slot7\0slot8\0slot9";

enum { TYPE_INT = 1, TYPE_CONTEXT, TYPE_POINTER, TYPE_PROTO, TYPE_MAIN };
_Static_assert((int)TYPE_MAIN + 1 == (int)DISPATCHER_SLOT0, "slots are behind the main function");

static const uint32_t common[] = {
	NAME_INT, INFO(BTF_KIND_INT, 0), 4, BTF_INT_SIGNED << 24 | 32,
	NAME_CONTEXT, INFO(BTF_KIND_STRUCT, 0), sizeof(struct xdp_md),
	0, INFO(BTF_KIND_PTR, 0), TYPE_CONTEXT,
	0, INFO(BTF_KIND_FUNC_PROTO, 1), TYPE_INT, NAME_CTX, TYPE_POINTER,
};

enum { FUNC_WORDS = 3, COMMON_WORDS = sizeof(common) / 4, FUNCS = DISPATCHER_SLOTS + 1 };

static int load_types(struct rawbpf_kernel *k)
{
	uint32_t types[COMMON_WORDS + FUNCS * FUNC_WORDS], *func = types + COMMON_WORDS, i;
	struct bpf_attr_btf_load a;
	struct btf b;
	void *bytes;
	int err;

	memcpy(types, common, sizeof(common));
	for (i = 0; i < FUNCS; i++, func += FUNC_WORDS) {
		func[0] = i ? NAME_SLOT0 + (i - 1) * SLOT_NAME : NAME_MAIN;
		func[1] = INFO(BTF_KIND_FUNC, BTF_FUNC_GLOBAL);
		func[2] = TYPE_PROTO;
	}
	memset(&b, 0, sizeof(b));
	b.types = (uint8_t *)types;
	b.types_size = sizeof(types);
	b.strings = strings;
	b.strings_size = sizeof(strings);
	memset(&a, 0, sizeof(a));
	err = degrade(&b, 0, &bytes, &a.btf_size);
	if (err)
		return err;
	a.btf = kernel_ptr(bytes);
	err = kernel_btf_load(k, &a);
	free(bytes);
	return err;
}

/* ---- instructions ---- */

static const struct bpf_insn begin[] = {
	BPF_MOV64_REG(BPF_REG_6, BPF_REG_1),
	BPF_MOV64_IMM(BPF_REG_7, XDP_PASS),
};

/* Three of them have a number of their own in each slot. The jumps lead to the last two, or behind. */
enum { STEP_CALL = 1, STEP_KEY = 5, STEP_MAP = 6 };
static const struct bpf_insn step[] = {
	BPF_MOV64_REG(BPF_REG_1, BPF_REG_6),
	BPF_CALL_REL(0),
	BPF_JMP32_IMM(BPF_JEQ, BPF_REG_0, EMPTY, 15),
	BPF_MOV32_REG(BPF_REG_7, BPF_REG_0),
	BPF_JMP_IMM(BPF_JGT, BPF_REG_7, XDP_REDIRECT, 11),
	BPF_ST_MEM(BPF_W, BPF_REG_10, -4, 0),
	BPF_LD_MAP_FD(BPF_REG_1, 0),
	BPF_MOV64_REG(BPF_REG_2, BPF_REG_10),
	BPF_ALU64_IMM(BPF_ADD, BPF_REG_2, -4),
	BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem),
	BPF_JMP_IMM(BPF_JEQ, BPF_REG_0, 0, 4),
	BPF_LDX_MEM(BPF_W, BPF_REG_1, BPF_REG_0, 0),
	BPF_ALU64_IMM(BPF_XOR, BPF_REG_1, 1 << XDP_PASS),
	BPF_ALU64_REG(BPF_RSH, BPF_REG_1, BPF_REG_7),
	BPF_JMP_IMM(BPF_JSET, BPF_REG_1, 1, 2),
	BPF_MOV64_REG(BPF_REG_0, BPF_REG_7),
	BPF_EXIT_INSN(),
};

static const struct bpf_insn slot[] = {
	BPF_MOV64_IMM(BPF_REG_0, EMPTY),
	BPF_JMP_IMM(BPF_JEQ, BPF_REG_0, EMPTY, 2),
	BPF_MOV64_IMM(BPF_REG_2, 0),
	BPF_EMIT_CALL(BPF_FUNC_xdp_adjust_head),
	BPF_EXIT_INSN(),
};

enum {
	BEGIN = sizeof(begin) / sizeof(*begin), STEP = sizeof(step) / sizeof(*step),
	END = 2, SLOT = sizeof(slot) / sizeof(*slot),
	MAIN = BEGIN + DISPATCHER_SLOTS * STEP + END
};

struct body {
	struct bpf_insn insns[MAIN + DISPATCHER_SLOTS * SLOT];
	struct bpf_func_info funcs[FUNCS];
};

static void write_code(struct body *c, int masks)
{
	struct bpf_insn *at;
	uint32_t i, func;

	memcpy(c->insns, begin, sizeof(begin));
	memcpy(c->insns + MAIN - END, step + STEP - END, END * sizeof(*step));
	c->funcs[0] = (struct bpf_func_info){ 0, TYPE_MAIN };
	for (i = 0; i < DISPATCHER_SLOTS; i++) {
		at = c->insns + BEGIN + i * STEP;
		func = MAIN + i * SLOT;
		memcpy(at, step, sizeof(step));
		memcpy(c->insns + func, slot, sizeof(slot));
		at[STEP_CALL].imm = func - (BEGIN + i * STEP + STEP_CALL + 1);
		at[STEP_KEY].imm = i;
		at[STEP_MAP].imm = masks;
		c->funcs[i + 1] = (struct bpf_func_info){ func, DISPATCHER_SLOT0 + i };
	}
}

static int load(struct rawbpf_kernel *k, bool frags, int btf_fd, int masks, struct rawbpf_diag *d)
{
	struct rawbpf_prog_spec s;
	struct body c;

	write_code(&c, masks);
	memset(&s, 0, sizeof(s));
	s.name = prog_names[frags];
	s.type = BPF_PROG_TYPE_XDP;
	s.expected_attach = BPF_XDP;
	s.flags = frags ? BPF_F_XDP_HAS_FRAGS : 0;
	s.insns = c.insns;
	s.insn_cnt = sizeof(c.insns) / sizeof(*c.insns);
	s.btf_fd = btf_fd;
	s.func_info = c.funcs;
	s.func_info_cnt = FUNCS;
	s.func_info_rec_size = sizeof(*c.funcs);
	return rawbpf_prog_load(k, &s, d);
}

static int create_masks(struct rawbpf_kernel *k, struct rawbpf_diag *d)
{
	struct rawbpf_map_spec s;

	memset(&s, 0, sizeof(s));
	s.name = "rawbpf_masks";
	s.type = BPF_MAP_TYPE_ARRAY;
	s.key_size = s.value_size = 4;
	s.max_entries = DISPATCHER_SLOTS;
	return rawbpf_map_create(k, &s, d);
}

int dispatcher_load(struct rawbpf_kernel *k, bool frags, int *masks, struct rawbpf_diag *d)
{
	int btf_fd = load_types(k), fd;

	*masks = -1;
	if (btf_fd < 0)
		return diag_fail(d, RAWBPF_STAGE_LOAD, btf_fd, "the types of the dispatcher: %s",
			diag_strerror(btf_fd));
	*masks = fd = create_masks(k, d);
	if (fd >= 0)
		fd = load(k, frags, btf_fd, *masks, d);
	kernel_close(k, btf_fd);
	if (fd >= 0)
		return fd;
	kernel_close(k, *masks);
	*masks = -1;
	return fd;
}
