/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_PROG_LOAD and what the verifier says. A log costs the kernel much, so the first try has
 * none; only a refused program is sent again with one. The error reported is the first try's. A
 * kernel that does not know a type of program, or place to attach it to, only says EINVAL; so it
 * does to many a mistake, but to the least program of that type as well.
 */
#include "object/verifier.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "hook/hook.h"
#include "kernel/kernel.h"

#define LOG_FIRST (64U << 10)
#define LOG_MOST (16U << 20) /* the kernel's own limit until 5.1 */

/* The kernel takes letters, digits, '_' and '.', at most 15; anything else becomes '_'. */
void verifier_name(char *to, const char *from)
{
	size_t i;

	for (i = 0; from && from[i] && i < BPF_OBJ_NAME_LEN - 1; i++)
		to[i] = text_is_word(from[i]) || from[i] == '.' ? from[i] : '_';
	to[i] = '\0';
}

static void fill(struct bpf_attr_prog_load *a, const struct rawbpf_prog_spec *p)
{
	memset(a, 0, sizeof(*a));
	a->prog_type = p->type;
	a->insn_cnt = p->insn_cnt;
	a->insns = kernel_ptr(p->insns);
	a->license = kernel_ptr(p->license ? p->license : "");
	a->kern_version = p->kern_version;
	a->prog_flags = p->flags | (p->token_fd ? BPF_F_TOKEN_FD : 0);
	a->prog_token_fd = p->token_fd;
	a->prog_ifindex = p->ifindex;
	a->expected_attach_type = p->expected_attach;
	verifier_name(a->prog_name, p->name);
	a->attach_btf_id = p->attach_btf_id;
	a->attach_prog_fd = p->attach_prog_fd;
	if (p->attach_btf_fd > 0)
		a->attach_btf_obj_fd = p->attach_btf_fd;
	a->fd_array = kernel_ptr(p->fd_array);
	if (p->btf_fd <= 0)
		return;
	a->prog_btf_fd = p->btf_fd;
	a->func_info = kernel_ptr(p->func_info);
	a->func_info_cnt = p->func_info_cnt;
	a->func_info_rec_size = p->func_info_cnt ? p->func_info_rec_size : 0;
	a->line_info = kernel_ptr(p->line_info);
	a->line_info_cnt = p->line_info_cnt;
	a->line_info_rec_size = p->line_info_cnt ? p->line_info_rec_size : 0;
}

/*
 * Load with a log. A log that did not fit says so by -ENOSPC, and since 6.4 by its true size.
 * *log is the caller's in any case.
 */
static int load_logged(struct rawbpf_kernel *k, struct bpf_attr_prog_load *a, char **log)
{
	uint32_t size = LOG_FIRST;
	int fd;

	for (;;) {
		free(*log);
		*log = calloc(1, size);
		if (!*log)
			return -ENOMEM;
		a->log_buf = kernel_ptr(*log);
		a->log_size = size;
		a->log_true_size = 0;
		fd = kernel_prog_load(k, a);
		if (fd != -ENOSPC || size >= LOG_MOST)
			return fd;
		size = a->log_true_size > size && a->log_true_size < LOG_MOST ? a->log_true_size
									      : size * 2;
	}
}

/* Lines that say how the verifier went on, not why it stopped. */
static bool is_progress(const char *line)
{
	static const char beginnings[] = "\n\0" ";\0" "processed \0" "verification time\0"
		"stack depth\0" "from \0" "mark_precise\0" "last_idx\0" "regs=\0" "parent \0";
	const char *with = beginnings;

	while (*with && !text_after(line, with))
		with += strlen(with) + 1;
	return *with || !*line || isdigit((unsigned char)*line);
}

/* Since 7.3: "Verification failed: CLASS", then "Reason:" with a sentence on the next line. */
static bool new_cause(const char *log, char *cause, size_t size)
{
	const char *reason = text_line(text_line(log, "Verification failed: "), "Reason:\n");

	if (!reason)
		return false;
	reason = text_blanks(reason);
	text_format(cause, size, "%.*s", (int)strcspn(reason, "\n"), reason);
	return true;
}

static void old_cause(const char *log, char *cause, size_t size)
{
	const char *line, *next;

	for (line = log; *line; line = next) {
		if (!is_progress(line))
			text_format(cause, size, "%.*s", (int)strcspn(line, "\n"), line);
		next = line + strcspn(line, "\n");
		next += *next == '\n';
	}
}

/* The last "; text @ file:line" (or "; text") of the log: the source line it stopped at. */
static void source_line(const char *log, char *text, size_t size)
{
	const char *line, *found = NULL;

	for (line = log; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (*line == ';')
			found = text_blanks(line + 1);
	}
	if (found)
		text_format(text, size, ", at \"%.*s\"", (int)strcspn(found, "\n"), found);
}

const char *verifier_card(struct rawbpf_kernel *k, uint32_t ifindex, char *text, size_t size)
{
	char name[IF_NAMESIZE] = "the interface";

	kernel_ifname(k, ifindex, name);
	text_format(text, size, ": %s is no card that runs programs, or not with such maps: use xdp or "
		"xdpgeneric", name);
	return text;
}

static const char *hint(int err)
{
	switch (err) {
	case -EPERM:
		return ": loading this type is not permitted here (needs root, CAP_BPF or a token from "
		       "a bpffs, as --token gives it, and no lockdown that forbids it)";
	case -E2BIG:
		return ": too many instructions, or a field this kernel does not know";
	case -EINVAL:
		return ": without a reason, so this kernel probably lacks the program type or a "
		       "flag";
	case -524:
		return ": this kernel cannot do it on this machine";
	}
	return "";
}

static void find_cause(const char *log, char *cause, size_t size)
{
	if (!new_cause(log, cause, size))
		old_cause(log, cause, size);
}

int verifier_least(struct rawbpf_kernel *k, const struct bpf_attr_prog_load *like)
{
	const struct bpf_insn least[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = 1 }, { .code = BPF_JMP | BPF_EXIT } };
	struct bpf_attr_prog_load a = *like;
	char log[1024] = "", cause[80] = "";
	int fd;

	a.insns = kernel_ptr(least);
	a.insn_cnt = 2;
	a.prog_btf_fd = a.func_info_cnt = a.func_info_rec_size = 0;
	a.line_info_cnt = a.line_info_rec_size = 0;
	a.fd_array = 0;
	a.log_level = 1;
	a.log_buf = kernel_ptr(log);
	a.log_size = sizeof(log);
	fd = kernel_prog_load(k, &a);
	find_cause(log, cause, sizeof(cause));
	if (fd >= 0 || !*cause)
		return fd;
	/*
	 * In two sentences the kernel's check_attach_btf_id() says that it has no such kind yet: "Only ... programs
	 * can be sleepable" (since 5.10); "Tracing programs must provide btf_id" (5.5) to one that does without.
	 */
	return strstr(log, "can be sleepable") || strstr(log, "must provide btf_id") ? -EINVAL : -EACCES;
}

/* What this kernel is too old for, or NULL: it refuses the least of this kind without a reason as well. */
static const struct hook *lacking(struct rawbpf_kernel *k, const struct bpf_attr_prog_load *a)
{
	const struct hook *h = hook_by_load(a->prog_type, a->expected_attach_type,
		a->prog_flags & ~BPF_F_TOKEN_FD);
	int fd = h ? verifier_least(k, a) : -1;

	kernel_close(k, fd);
	return fd == -EINVAL ? h : NULL;
}

static int refused(struct rawbpf_kernel *k, const struct rawbpf_prog_spec *p,
	const struct bpf_attr_prog_load *a, int err, char *log, struct rawbpf_diag *d)
{
	char cause[200] = "", source[160] = "", card[120];
	const char *name = p->name ? p->name : "?";
	const struct hook *h;

	find_cause(log ? log : "", cause, sizeof(cause));
	source_line(log ? log : "", source, sizeof(source));
	h = !*cause && err == -EINVAL && !p->ifindex ? lacking(k, a) : NULL;
	if (h)
		return diag_fail(d, RAWBPF_STAGE_LOAD, -EOPNOTSUPP, "program %s: this kernel lacks %s, "
			"which came with %u.%u (or is built without it)", name, h->section, h->major,
			h->minor);
	if (strstr(cause, "JITed")) /* "Extension programs should be JITed", or the program they are for */
		return diag_fail(d, RAWBPF_STAGE_LOAD, -EOPNOTSUPP, "program %s: this needs the kernel's JIT, "
			"which is off (sysctl net.core.bpf_jit_enable=1) or missing: %s", name, cause);
	if (*cause)
		diag_fail(d, RAWBPF_STAGE_LOAD, err, "program %s: refused by the verifier: %s%s",
			name, cause, source);
	else
		diag_fail(d, RAWBPF_STAGE_LOAD, err, "program %s: the kernel refused it: %s%s", name,
			diag_strerror(err), p->ifindex && err != -EPERM ?
			verifier_card(k, p->ifindex, card, sizeof(card)) : hint(err));
	return err;
}

static void keep_log(char *log, struct rawbpf_diag *d)
{
	if (d && !d->log && log && *log)
		d->log = log;
	else
		free(log);
}

int rawbpf_prog_load(struct rawbpf_kernel *k, const struct rawbpf_prog_spec *p,
	struct rawbpf_diag *d)
{
	return verifier_load(k, p, NULL, NULL, d);
}

int verifier_load(struct rawbpf_kernel *k, const struct rawbpf_prog_spec *p, const struct unit *u,
	const struct code *c, struct rawbpf_diag *d)
{
	struct bpf_attr_prog_load a;
	char *log = NULL;
	int fd, err;

	k = kernel_or_real(k);
	fill(&a, p);
	err = p->log_level ? -EAGAIN : kernel_prog_load(k, &a);
	if (err >= 0)
		return err;
	a.log_level = p->log_level ? p->log_level : 1;
	fd = load_logged(k, &a, &log);
	if (p->log_level)
		err = fd;
	if (fd < 0 && !verifier_poison(p->name, err, log, u, c, d))
		err = refused(k, p, &a, err, log, d);
	keep_log(log, d);
	return fd < 0 ? err : fd;
}
