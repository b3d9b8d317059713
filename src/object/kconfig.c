/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the kernel's configuration is told, the first one that knows a setting counts:
 *
 *	text or a file of the user
 *	/boot/config-RELEASE		where distributions put it
 *	/proc/config.gz			from the kernel itself, with CONFIG_IKCONFIG_PROC
 *
 * And what is in none of them:
 *
 *	LINUX_KERNEL_VERSION		KERNEL_VERSION(6, 1, 55)
 *	LINUX_HAS_BPF_COOKIE		kprobes may call bpf_get_attach_cookie (5.15)
 *	LINUX_HAS_SYSCALL_WRAPPER	see object/ksyms.c
 */
#include "object/externs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/utsname.h>

#include "asm/insn.h"
#include "base/text.h"
#include "base/vec.h"
#include "format/inflate.h"
#include "kernel/kernel.h"
#include "link/version.h"

#define TEXT_MOST (16U << 20) /* a configuration has 300 KiB */
#define PIECE (64U << 10)

struct text {
	char *bytes; /* with a 0 behind them */
	uint32_t size, room;
};

static int read_all(struct rawbpf_kernel *k, int fd, struct text *t)
{
	long n;
	int err;

	do {
		err = t->size > TEXT_MOST ? -EFBIG
			: vec_room((void **)&t->bytes, &t->room, t->size + PIECE + 1ULL, 1);
		if (err)
			return err;
		n = kernel_read(k, fd, t->bytes + t->size, PIECE);
		t->size += n > 0 ? n : 0;
	} while (n > 0);
	t->bytes[t->size] = '\0';
	return n;
}

static int unpack(struct text *t, const char *path, struct rawbpf_diag *d)
{
	size_t size = 0;
	char *bytes = NULL;
	int err;

	if (!inflate_is_gzip(t->bytes, t->size))
		return 0;
	err = inflate_gzip(path, t->bytes, t->size, TEXT_MOST, &bytes, &size, d);
	if (err)
		return err;
	free(t->bytes);
	t->bytes = bytes;
	t->size = size;
	return 0;
}

static int read_file(struct rawbpf_object *o, const char *path, struct rawbpf_diag *d)
{
	struct text t = { NULL, 0, 0 };
	int fd = kernel_open(o->kernel, path, O_RDONLY), err;

	err = fd < 0 ? fd : read_all(o->kernel, fd, &t);
	kernel_close(o->kernel, fd);
	if (err)
		diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: the kernel's configuration: %s", path,
			diag_strerror(err));
	if (!err)
		err = unpack(&t, path, d);
	if (!err)
		err = kconfig_read(&o->unit, t.bytes, t.size, path);
	free(t.bytes);
	return err;
}

/* The system's: what is left is not set, or nobody can tell. */
static int read_system(struct rawbpf_object *o, const char *release)
{
	const char *path = arena_printf(&o->arena, "/boot/config-%s", release);
	struct unit_extern *e = o->unit.externs;
	int err = path ? read_file(o, path, NULL) : -ENOMEM;

	if (err && err != -ENOMEM) {
		path = "/proc/config.gz";
		err = read_file(o, path, NULL);
	}
	for (; err != -ENOMEM && e < o->unit.externs + o->unit.extern_cnt; e++) {
		if (e->kind != EXTERN_KCONFIG || e->decided)
			continue;
		if (!err && extern_lacks(&o->unit, e, -ESRCH, "it is not set in %s", path) == -ENOMEM)
			return -ENOMEM;
		if (err && extern_lacks(&o->unit, e, -ENOENT, "how this kernel was built is not known: "
			"neither /boot/config-%s nor /proc/config.gz can be read; give it by "
			"--kconfig FILE", release) == -ENOMEM)
			return -ENOMEM;
	}
	return err == -ENOMEM ? err : 0;
}

static bool has_cookie(const struct rawbpf_object *o)
{
	const struct bpf_insn insns[] = { BPF_EMIT_CALL(BPF_FUNC_get_attach_cookie),
		BPF_EXIT_INSN() };
	struct bpf_attr_prog_load a;
	int fd;

	memset(&a, 0, sizeof(a));
	a.prog_type = BPF_PROG_TYPE_KPROBE;
	a.insns = kernel_ptr(insns);
	a.insn_cnt = sizeof(insns) / sizeof(*insns);
	a.license = kernel_ptr("GPL");
	a.prog_token_fd = o->token_fd;
	a.prog_flags = o->token_fd ? BPF_F_TOKEN_FD : 0;
	fd = kernel_prog_load(o->kernel, &a);
	kernel_close(o->kernel, fd);
	return fd >= 0;
}

uint32_t kconfig_version(struct rawbpf_kernel *k)
{
	char signature[256];
	struct utsname u;
	long n = kernel_read_text(k, "/proc/version_signature", signature, sizeof(signature));

	memset(&u, 0, sizeof(u));
	uname(&u);
	return version_code(n < 0 ? NULL : signature, u.version, u.release);
}

/* Those that are in no text. */
static int answer_own(struct rawbpf_object *o, struct unit_extern *e)
{
	if (!strcmp(e->name, "LINUX_KERNEL_VERSION"))
		return kconfig_number(&o->unit, e, kconfig_version(o->kernel),
			"this kernel's version");
	if (!strcmp(e->name, "LINUX_HAS_BPF_COOKIE") && o->tried)
		return kconfig_number(&o->unit, e, has_cookie(o), "it");
	e->decided = true;
	if (!strcmp(e->name, "LINUX_HAS_BPF_COOKIE"))
		return 0; /* only looked at: no program is loaded for that */
	if (text_after(e->name, "LINUX_"))
		return extern_lacks(&o->unit, e, -ESRCH, "nothing of this name is known");
	return extern_lacks(&o->unit, e, -EINVAL,
		"a __kconfig is called CONFIG_ as in the kernel's configuration, or "
		"LINUX_KERNEL_VERSION, LINUX_HAS_BPF_COOKIE, LINUX_HAS_SYSCALL_WRAPPER");
}

static int answer_all_own(struct rawbpf_object *o)
{
	struct unit_extern *e = o->unit.externs;
	int err = 0;

	for (; err != -ENOMEM && e < o->unit.externs + o->unit.extern_cnt; e++)
		if (e->kind == EXTERN_KCONFIG && !e->decided && !text_after(e->name, "CONFIG_"))
			err = answer_own(o, e);
	return err == -ENOMEM ? err : 0;
}

int kconfig_answer(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	struct utsname u;
	int err;

	if (!o->unit.kconfig)
		return 0;
	memset(&u, 0, sizeof(u));
	uname(&u);
	err = answer_all_own(o);
	if (!err && o->kconfig && kconfig_undecided(&o->unit))
		err = kconfig_read(&o->unit, o->kconfig, strlen(o->kconfig), "the text given");
	if (!err && o->kconfig_file && kconfig_undecided(&o->unit))
		err = read_file(o, o->kconfig_file, d);
	if (!err && kconfig_undecided(&o->unit))
		err = read_system(o, u.release);
	return err;
}
