/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attach table, row by row, against the running kernel: is the hook there from the kernel on that
 * the row names, and not before; and does the verifier take what the row says is returned?
 *
 * The oldest kernel of the matrix is 5.10, and there each hook that came with it or before must be. That the
 * hook was not there yet in the kernel before, nobody here sees: those numbers are from the kernel's history,
 * and a wrong one, if it is 5.10 or less, passes. Numbers above 5.10 are measured, as far as the next kernel of
 * the matrix at either side.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <unistd.h>

#include "hook/hook.h"
#include "object/here.h"
#include "rawbpf.h"
#include "tests/lib/cli_fault.h"

/* What a kernel may be built without, by how the section begins. */
static const struct {
	const char *section, *option;
} lacking[] = {
	{ "kprobe.", "CONFIG_FPROBE" },
	{ "kretprobe.", "CONFIG_FPROBE" },
	{ "kprobe", "CONFIG_KPROBE_EVENTS" },
	{ "kretprobe", "CONFIG_KPROBE_EVENTS" },
	{ "ksyscall", "CONFIG_KPROBE_EVENTS" },
	{ "kretsyscall", "CONFIG_KPROBE_EVENTS" },
	{ "uprobe", "CONFIG_UPROBE_EVENTS" },
	{ "uretprobe", "CONFIG_UPROBE_EVENTS" },
	{ "usdt", "CONFIG_UPROBE_EVENTS" },
	{ "netkit", "CONFIG_NETKIT" },
	{ "lirc_mode2", "CONFIG_BPF_LIRC_MODE2" },
	{ "lsm", "CONFIG_BPF_LSM" },
	{ "netfilter", "CONFIG_NETFILTER_BPF_LINK" },
	{ "freplace", "CONFIG_BPF_JIT" },
	{ "struct_ops", "CONFIG_BPF_JIT" },
};

/* Has it, for all that is known, been left out? */
static bool may_lack(const struct hook *h)
{
	size_t i;

	if (h->flags & HOOK_BTF_ID && config_has("CONFIG_DEBUG_INFO_BTF") != 1)
		return true;
	/* *.multi and *.session: not for kernels of 32 bits */
	if (sizeof(long) == 4 && h->prog_type == BPF_PROG_TYPE_KPROBE && h->attach_type)
		return true;
	for (i = 0; i < sizeof(lacking) / sizeof(*lacking); i++)
		if (!strncmp(h->section, lacking[i].section, strlen(lacking[i].section)))
			return config_has(lacking[i].option) != 1;
	return false;
}

START_TEST(a_hook_is_here_from_its_first_kernel_on)
{
	const struct hook *h = &hook_table[_i];
	int is;

	need_root();
	is = here(rawbpf_kernel(), h);
	skip_unless(is != -EPERM, "root may not load this here: %s", h->section);
	ck_assert_msg(is >= 0, "%s: %d", h->section, is);
	if (!kernel_is(h->major, h->minor))
		ck_assert_msg(!is, "%s is here before %u.%u", h->section, h->major, h->minor);
	else if (!may_lack(h))
		ck_assert_msg(is, "%s is not here, though since %u.%u", h->section, h->major, h->minor);
}
END_TEST

/* A bit for each of 0 to 4 that the verifier takes. */
static unsigned int allowed(const struct hook *h)
{
	switch (h->returns) {
	case RETURNS_VERDICT:
	case RETURNS_EITHER:
	case RETURNS_BY_OPERATION:
	case RETURNS_NETFILTER:
		return 3;
	case RETURNS_ONE:
		return 2;
	case RETURNS_VERDICT_CN:
		return 15;
	case RETURNS_BIND:
		return kernel_is(5, 12) ? 15 : 3;
	case RETURNS_SK:
		return h->prog_type == BPF_PROG_TYPE_SK_LOOKUP ? 3 : 31;
	}
	return 31;
}

static bool takes(const struct hook *h, int value)
{
	const struct bpf_insn insns[] = { { .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = value },
		{ .code = BPF_JMP | BPF_EXIT } };
	struct rawbpf_prog_spec p;
	int fd;

	memset(&p, 0, sizeof(p));
	p.type = h->prog_type;
	p.expected_attach = h->attach_type;
	p.flags = hook_load_flags(h);
	p.insns = insns;
	p.insn_cnt = 2;
	fd = rawbpf_prog_load(NULL, &p, NULL);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

START_TEST(the_verifier_takes_what_a_hook_is_said_to_return)
{
	const struct hook *h;
	int value;

	need_root();
	for (h = hook_table; h < hook_table + hook_cnt; h++)
		for (value = 0; value <= 4; value++)
			if (h->prog_type != BPF_PROG_TYPE_KPROBE && !(h->flags & HOOK_BTF_ID) &&
				h->prog_type != BPF_PROG_TYPE_TRACING && here(rawbpf_kernel(), h) == 1)
				ck_assert_msg(takes(h, value) == (allowed(h) >> value & 1), "%s: %d",
					h->section, value);
}
END_TEST

static const char *const lines[] = { "types kprobe.session", "types xdp/devmap", "types sk_skb/verdict",
	"types tcx/ingress", "types sk_reuseport/migrate", "types uprobe", "-j types fentry" };

static void nothing_else(int code)
{
	ck_assert_int_eq(code, 0);
}

START_TEST(asking_for_a_hook_leaves_nothing)
{
	need_root();
	cli_fault_each(lines[_i], 1, nothing_else);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("hook_here");
	TCase *t = tcase_create("rows"), *every = tcase_create("every request");

	tcase_add_loop_test(t, a_hook_is_here_from_its_first_kernel_on, 0, (int)hook_cnt);
	tcase_add_test(t, the_verifier_takes_what_a_hook_is_said_to_return);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(every, cli_fault_setup, NULL);
	tcase_set_timeout(every, 120);
	tcase_add_loop_test(every, asking_for_a_hook_leaves_nothing, 0, sizeof(lines) / sizeof(*lines));
	suite_add_tcase(s, every);
	return s;
}
