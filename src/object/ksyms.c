/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel symbols by address, from /proc/kallsyms; see format/kallsyms.c. The kernel makes the text
 * while it is read, symbol by symbol, so it is read once, in large pieces, and only if asked for.
 *
 * Whether system calls have wrappers is seen from their names: since 4.17 the function is
 * __x64_sys_bpf where it was sys_bpf, and takes its arguments in one struct pt_regs.
 */
#include "object/externs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "format/kallsyms.h"
#include "kernel/kernel.h"

#define PATH "/proc/kallsyms"
#define PIECE (64U << 10)
#define WRAPPER "LINUX_HAS_SYSCALL_WRAPPER"

static const char *const wrappers[] = { "__x64_sys_bpf", "__ia32_sys_bpf", "__arm64_sys_bpf",
	"__riscv_sys_bpf", "__s390x_sys_bpf", "__s390_sys_bpf" };

enum { WRAPPER_CNT = sizeof(wrappers) / sizeof(*wrappers) };

static bool has_wrapper(const struct kallsyms_name *names)
{
	uint32_t i;

	for (i = 0; i < WRAPPER_CNT && !names[i].cnt; i++)
		;
	return i < WRAPPER_CNT;
}

/* One wrapper is enough; of a symbol there might be a second. */
static int read_all(struct rawbpf_kernel *k, int fd, char *text, struct kallsyms_name *names,
	uint32_t cnt)
{
	size_t have = 0, used;
	long n;

	while ((n = kernel_read(k, fd, text + have, PIECE - have)) > 0) {
		have += n;
		used = kallsyms_read(text, have, names, cnt);
		if (!used && have == PIECE)
			return -EINVAL; /* a line without end */
		if (cnt == WRAPPER_CNT && has_wrapper(names))
			return 0;
		have -= used;
		memmove(text, text + used, have);
	}
	return n;
}

static int read_names(struct rawbpf_kernel *k, struct kallsyms_name *names, uint32_t cnt)
{
	int fd = kernel_open(k, PATH, O_RDONLY), err;
	char *text = malloc(PIECE);

	err = fd < 0 ? fd : text ? read_all(k, fd, text, names, cnt) : -ENOMEM;
	kernel_close(k, fd);
	free(text);
	return err;
}

static int take(struct unit *u, struct unit_extern *e, const struct kallsyms_name *n, int err)
{
	if (err)
		return extern_lacks(u, e, err, "%s cannot be read: %s", PATH, diag_strerror(err));
	if (!n->cnt)
		return extern_lacks(u, e, -ESRCH, "%s has no such symbol", PATH);
	if (n->cnt > 1)
		return extern_lacks(u, e, -EINVAL, "%s has several symbols of this name", PATH);
	/* a number may be 0: until 6.15 per-CPU variables began there */
	if (!n->address && n->type != 'A' && n->type != 'a')
		return extern_lacks(u, e, -EPERM, "%s hides addresses from this process: it needs "
			"CAP_SYSLOG, and kernel.kptr_restrict not to be 2", PATH);
	e->err = 0;
	e->address = n->address;
	return 0;
}

static int take_wrapper(struct unit *u, const struct kallsyms_name *n)
{
	struct unit_extern *e = kconfig_find(u, WRAPPER, sizeof(WRAPPER) - 1);

	return e ? kconfig_number(u, e, has_wrapper(n), "it") : 0;
}

static uint32_t fill(struct unit *u, struct kallsyms_name *names)
{
	uint32_t i, cnt = 0;

	for (i = 0; i < WRAPPER_CNT; i++)
		names[cnt++].name = wrappers[i];
	for (i = 0; i < u->extern_cnt; i++)
		if (u->externs[i].kind == EXTERN_SYMBOL)
			names[cnt++].name = u->externs[i].name;
	return cnt;
}

int ksyms_answer(struct rawbpf_object *o)
{
	struct unit *u = &o->unit;
	struct kallsyms_name *names = arena_calloc(&o->arena, WRAPPER_CNT + u->extern_cnt,
		sizeof(*names)), *n;
	uint32_t i, cnt;
	int err;

	if (!names)
		return -ENOMEM;
	cnt = fill(u, names);
	if (cnt == WRAPPER_CNT && !kconfig_find(u, WRAPPER, sizeof(WRAPPER) - 1))
		return 0;
	err = read_names(o->kernel, names, cnt);
	if (err == -ENOMEM || take_wrapper(u, names) == -ENOMEM)
		return -ENOMEM;
	for (i = 0, n = names + WRAPPER_CNT; i < u->extern_cnt; i++)
		if (u->externs[i].kind == EXTERN_SYMBOL &&
			take(u, &u->externs[i], n++, err) == -ENOMEM)
			return -ENOMEM;
	return 0;
}
